package dev.parley.bootstrap.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Five users, each by another contract, who sit in General at once: one conversation, live and in history. */
class FiveContractsTest extends OnEveryStore {
    private static final int ROUNDS = 5;

    @Test
    void all_see_the_same_conversation_live_and_in_history() {
        Person alice = person("by-a");
        Person bob = person("by-b");
        Person carol = byContractC("by-c@example.org");
        Person erin = person("by-e");
        Person frank = person("by-v1");
        TestSocket b = open("/ws?roomId=1", bob);
        TestSocket cd = open("/ws", carol);
        TestSocket e = open("/ws/General?username=by-e", erin);
        TestSocket v1 = frank.listening();
        List<Consumer<String>> voices = List.of(
                text -> alice.api()
                        .post("/message", Json.object("content", text))
                        .expect(201),
                text -> b.send(Json.object("content", text)),
                text -> cd.send(Json.frame("message", "group_id", "1", "content", text, "files", List.of())),
                text -> e.send(Json.object("room_id", "General", "username", "by-e", "content", text)),
                text -> v1.demand(Json.frame("send", "room", 1, "content", text, "client_id", text)));
        List<List<String>> live = List.of(new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        List<String> said = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            for (int voice = 0; voice < voices.size(); voice++) {
                String text = "round " + round + ", voice " + voice;
                voices.get(voice).accept(text);
                said.add(text);
                hear(List.of(b, cd, e, v1), live, text);
            }
        }
        voices.forEach(voice -> IntStream.range(0, 10).forEach(i -> voice.accept("storm " + voice.hashCode() + i)));
        int total = said.size() + 10 * voices.size();
        for (int i = said.size(); i < total; i++) {
            hear(List.of(b, cd, e, v1), live, null);
        }

        List<String> history = texts(alice.api().get("/messages"), "");
        assertThat(history).hasSize(50);
        assertThat(live).allSatisfy(heard -> {
            assertThat(heard).hasSize(total).startsWith(said.toArray(String[]::new));
            assertThat(heard.subList(total - 50, total)).isEqualTo(history);
        });
        assertThat(texts(bob.api().get("/api/messages?roomId=1"), "")).isEqualTo(history);
        assertThat(texts(carol.api().get("/messages/group?group_id=1"), "")).isEqualTo(history);
        assertThat(texts(frank.api().get(MESSAGES), "/messages")).isEqualTo(history);
    }

    /** Somebody who has an account by contract C, and logs in by it. */
    private Person byContractC(String email) {
        api().post("/auth/register", Json.object("email", email, "name", "Carol", "password", Person.PASSWORD))
                .expect(201);
        return Person.of(
                api(),
                api().post("/auth/login", Json.object("email", email, "password", Person.PASSWORD))
                        .expect(200));
    }

    @Test
    void a_group_of_contract_c_is_a_room_of_all_that_know_groups() {
        Person carol = byContractC("maker-c@example.org");
        Person bob = person("mate-b");
        Person frank = person("mate-v1");
        String group = carol.api()
                .post("/groups", Json.object("name", "Mixed", "members", List.of(Long.toString(bob.id()))))
                .expect(201)
                .json()
                .path("id")
                .asText();
        frank.api().post("/api/v1/rooms/" + group + "/join").expect(200);
        TestSocket b = open("/ws?roomId=" + group, bob);
        TestSocket c = open("/ws", carol);
        TestSocket v1 = frank.listening();
        List<List<String>> live = List.of(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        b.send(Json.object("content", "by b"));
        hear(List.of(b, c, v1), live, "by b");
        c.send(Json.frame("message", "group_id", group, "content", "by c", "files", List.of()));
        hear(List.of(b, c, v1), live, "by c");
        v1.demand(Json.frame("send", "room", Long.parseLong(group), "content", "by v1", "client_id", "1"));
        hear(List.of(b, c, v1), live, "by v1");

        List<String> said = List.of("by b", "by c", "by v1");
        assertThat(texts(bob.api().get("/api/messages?roomId=" + group), "")).isEqualTo(said);
        assertThat(texts(carol.api().get("/messages/group?group_id=" + group), ""))
                .isEqualTo(said);
        assertThat(texts(frank.api().get("/api/v1/rooms/" + group + "/messages"), "/messages"))
                .isEqualTo(said);
        for (Person each : List.of(carol, bob, frank)) {
            JsonNode groups = each.api().get("/groups").expect(200).json();
            assertThat(Json.texts(groups, "name")).containsExactly("General", "Mixed");
            assertThat(groups.get(1).path("members")).hasSize(3);
        }
    }

    private TestSocket open(String path, Person person) {
        return TestSocket.to(server().port()).path(path).as(person).open();
    }

    /** Each of the sockets hears one message more. */
    private static void hear(List<TestSocket> sockets, List<List<String>> live, @Nullable String expected) {
        for (int i = 0; i < sockets.size(); i++) {
            JsonNode frame = sockets.get(i)
                    .await(each ->
                            each.has("content") || each.path("type").asText().equals("message"));
            JsonNode message = frame.has("message") ? frame.path("message") : frame;
            live.get(i).add(message.path("content").asText());
            if (expected != null) {
                assertThat(message.path("content").asText()).isEqualTo(expected);
            }
        }
    }

    private static List<String> texts(Answer answer, String pointer) {
        return Json.texts(answer.expect(200).json().at(pointer), "content");
    }
}
