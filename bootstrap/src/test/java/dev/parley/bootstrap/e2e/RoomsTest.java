package dev.parley.bootstrap.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Rooms as people use them: made, found, joined, left, changed and deleted, by REST and on the socket. */
class RoomsTest extends OnEveryStore {
    private static final String ROOMS = "/api/v1/rooms";

    private static String path(JsonNode room) {
        return ROOMS + "/" + room.path("id").asText();
    }

    private static JsonNode open(Person owner, String name) {
        return owner.api().post(ROOMS, Json.object("name", name)).expect(201).json();
    }

    private static JsonNode group(Person owner, String name, String join) {
        return owner.api()
                .post(ROOMS, Json.object("name", name, "kind", "group", "join", join))
                .expect(201)
                .json();
    }

    private static JsonNode say(Person author, JsonNode room, String text) {
        return author.api()
                .post(path(room) + "/messages", Json.object("content", text))
                .expect(201)
                .json();
    }

    private static List<String> history(Person reader, JsonNode room) {
        return Json.texts(
                reader.api().get(path(room) + "/messages").expect(200).json().path("messages"), "content");
    }

    private static void add(Person owner, JsonNode room, Person member, String role) {
        owner.api()
                .put(path(room) + "/members/" + member.id(), Json.object("role", role))
                .expect(200);
    }

    @Test
    void a_public_room_is_found_joined_heard_and_left() {
        Person ann = person("gardener");
        Person bob = person("visitor");
        JsonNode room = open(ann, "Ann's Garden");
        assertThat(room.path("role").asText()).isEqualTo("owner");
        assertThat(room.path("kind").asText()).isEqualTo("public");
        say(ann, room, "first");
        JsonNode found = bob.api()
                .get(ROOMS + "/public?query=S%20gARD")
                .expect(200)
                .json()
                .path("rooms");
        assertThat(Json.texts(found, "name")).containsExactly("Ann's Garden");
        bob.api().get(path(room)).expectRefusal(404, "room_not_found");
        bob.api().get(path(room) + "/messages").expectRefusal(404, "room_not_found");

        TestSocket socket = bob.listening();
        JsonNode joined = bob.api().post(path(room) + "/join").expect(200).json();
        assertThat(joined.path("unread").asLong()).isEqualTo(1);
        assertThat(socket.await("room").path("room").path("name").asText()).isEqualTo("Ann's Garden");
        say(ann, room, "second");
        assertThat(socket.await("message").path("message").path("content").asText())
                .isEqualTo("second");
        assertThat(history(bob, room)).containsExactly("first", "second");
        bob.api().post(path(room) + "/leave").expect(204);
        assertThat(socket.await("left").path("room").asLong())
                .isEqualTo(room.path("id").asLong());
        say(ann, room, "third");
        ann.say("in General");
        assertThat(socket.await("message").path("message").path("content").asText())
                .isEqualTo("in General");
        bob.api().get(path(room) + "/messages").expectRefusal(404, "room_not_found");
        bob.api().post(path(room) + "/leave").expect(204);
    }

    @Test
    void a_group_does_not_exist_for_strangers_and_shows_newcomers_what_came_since() {
        Person ann = person("host");
        Person bob = person("guest");
        JsonNode room = group(ann, "Secrets", "invite");
        JsonNode old = say(ann, room, "before");
        for (String path : List.of("", "/messages", "/members", "/changes")) {
            bob.api().get(path(room) + path).expectRefusal(404, "room_not_found");
        }
        bob.api().post(path(room) + "/join").expectRefusal(404, "room_not_found");
        TestSocket socket = bob.listening();
        add(ann, room, bob, "member");
        assertThat(socket.await("room").path("room").path("last_seq").asLong()).isEqualTo(1);
        say(ann, room, "after");
        ann.api()
                .patch(path(room) + "/messages/" + old.path("seq").asText(), Json.object("content", "before, again"))
                .expect(200);
        say(ann, room, "last");

        assertThat(socket.await("message").path("message").path("content").asText())
                .isEqualTo("after");
        assertThat(socket.await("message").path("message").path("content").asText())
                .isEqualTo("last");
        assertThat(history(bob, room)).containsExactly("after", "last");
        assertThat(history(ann, room)).containsExactly("before, again", "after", "last");
        for (String query : List.of("after=0", "before=99", "around=1")) {
            assertThat(Json.texts(
                            bob.api()
                                    .get(path(room) + "/messages?" + query)
                                    .expect(200)
                                    .json()
                                    .path("messages"),
                            "content"))
                    .as(query)
                    .containsExactly("after", "last");
        }
        JsonNode changes =
                bob.api().get(path(room) + "/changes?since=0").expect(200).json();
        assertThat(Json.texts(changes.path("messages"), "content")).containsExactly("after", "last");
        assertThat(bob.api().get(path(room)).expect(200).json().path("unread").asLong())
                .isEqualTo(2);
        TestSocket resumed = bob.socket();
        resumed.await("hello");
        resumed.send(Json.object(
                "type",
                "resume",
                "ref",
                "r",
                "cursors",
                Json.object(room.path("id").asText(), 0)));
        assertThat(resumed.await("message").path("message").path("content").asText())
                .isEqualTo("after");
        assertThat(resumed.await("message").path("message").path("content").asText())
                .isEqualTo("last");
        resumed.await("caught_up");

        ann.api().patch(path(room), Json.object("history", "all")).expect(200);
        assertThat(history(bob, room)).containsExactly("before, again", "after", "last");
    }

    @Test
    void a_group_opens_with_its_code_and_to_whom_it_is_open() {
        Person ann = person("porter");
        Person bob = person("knocker");
        JsonNode coded = group(ann, "Vault", "code");
        String code = coded.path("code").asText();
        bob.api().post(path(coded) + "/join").expectRefusal(403, "wrong_join_code");
        bob.api()
                .post(path(coded) + "/join", Json.object("code", "open-sesame"))
                .expectRefusal(403, "wrong_join_code");
        bob.api().post(path(coded) + "/join", Json.object("code", "?")).expectRefusal(400, "invalid_join_code");
        JsonNode joined = bob.api()
                .post(path(coded) + "/join", Json.object("code", code))
                .expect(200)
                .json();
        assertThat(joined.has("code")).isFalse();
        JsonNode open = group(ann, "Porch", "open");
        assertThat(bob.api()
                        .post(path(open) + "/join")
                        .expect(200)
                        .json()
                        .path("role")
                        .asText())
                .isEqualTo("member");
        JsonNode listed =
                bob.api().get(ROOMS + "/public?query=Porch").expect(200).json();
        assertThat(listed.path("rooms")).isEmpty();
    }

    @Test
    void two_have_one_direct_room_however_many_ask_for_it() throws Exception {
        Person ann = person("penpal");
        Person bob = person("otherpal");
        ExecutorService pool = Executors.newFixedThreadPool(16);
        List<Future<JsonNode>> asked = IntStream.range(0, 16)
                .mapToObj(i -> pool.submit(() -> (i % 2 == 0 ? ann : bob)
                        .api()
                        .put("/api/v1/direct/" + (i % 2 == 0 ? bob : ann).id(), Json.object())
                        .expect(200)
                        .json()))
                .toList();
        for (Future<JsonNode> each : asked) {
            assertThat(each.get().path("id")).isEqualTo(asked.get(0).get().path("id"));
        }
        pool.shutdown();
        JsonNode room = asked.get(0).get();
        assertThat(room.path("name").asText()).isEqualTo("otherpal");
        assertThat(bob.api().get(path(room)).expect(200).json().path("name").asText())
                .isEqualTo("penpal");
        TestSocket socket = bob.listening();
        say(ann, room, "hello, you");
        assertThat(socket.await("message").path("message").path("content").asText())
                .isEqualTo("hello, you");
        person("third").api().get(path(room)).expectRefusal(404, "room_not_found");
        bob.api().post(path(room) + "/leave").expectRefusal(403, "room_fixed");
        ann.api().delete(path(room)).expectRefusal(403, "room_fixed");
        ann.api().put("/api/v1/direct/" + ann.id(), Json.object()).expectRefusal(400, "invalid_field");
        ann.api().put("/api/v1/direct/4711", Json.object()).expectRefusal(404, "user_not_found");
    }

    @Test
    void roles_say_who_may_do_what() {
        Person ann = person("captain");
        Person bob = person("mate");
        Person eve = person("sailor");
        JsonNode room = open(ann, "Ship");
        add(ann, room, bob, "moderator");
        eve.api().put(path(room) + "/members/" + bob.id(), Json.object()).expectRefusal(404, "room_not_found");
        add(bob, room, eve, "member");
        JsonNode message = say(eve, room, "mutiny");
        eve.api().patch(path(room), Json.object("name", "Mine")).expectRefusal(403, "role_too_low");
        eve.api().delete(path(room) + "/members/" + bob.id()).expectRefusal(403, "role_too_low");
        bob.api().delete(path(room)).expectRefusal(403, "role_too_low");
        bob.api().delete(path(room) + "/members/" + ann.id()).expectRefusal(403, "role_too_low");
        bob.api()
                .put(path(room) + "/members/" + eve.id(), Json.object("role", "owner"))
                .expectRefusal(403, "role_too_low");
        String place = path(room) + "/messages/" + message.path("seq").asText();
        bob.api().patch(place, Json.object("content", "obedience")).expectRefusal(403, "not_author");
        assertThat(bob.api().delete(place).expect(200).json().path("deleted").asBoolean())
                .isTrue();
        JsonNode members =
                eve.api().get(path(room) + "/members").expect(200).json().path("members");
        assertThat(Json.texts(members, "role")).containsExactly("owner", "moderator", "member");
        TestSocket socket = eve.listening();
        bob.api().delete(path(room) + "/members/" + eve.id()).expect(204);
        socket.await("left");
        eve.api().post(path(room) + "/messages", Json.object("content", "but")).expectRefusal(404, "room_not_found");
        ann.api().post(path(room) + "/leave").expectRefusal(409, "last_owner");
        add(ann, room, bob, "owner");
        ann.api().post(path(room) + "/leave").expect(204);
    }

    @Test
    void a_room_is_renamed_and_deleted_before_everybodys_eyes() {
        Person ann = person("builder");
        Person bob = person("tenant");
        JsonNode room = open(ann, "House");
        open(ann, "Shed");
        add(ann, room, bob, "member");
        TestSocket socket = bob.listening();
        ann.api().patch(path(room), Json.object("name", "sHED")).expectRefusal(409, "room_name_taken");
        ann.api().post(ROOMS, Json.object("name", "general")).expectRefusal(409, "room_name_taken");
        ann.api().patch(path(room), Json.object("name", " ")).expectRefusal(400, "invalid_room_name");
        ann.api().patch(path(room), Json.object("name", "Villa")).expect(200);
        assertThat(socket.await("room").path("room").path("name").asText()).isEqualTo("Villa");
        say(ann, room, "moving out");
        socket.await("message");
        ann.api().delete(path(room)).expect(204);
        socket.await("left");
        bob.api().get(path(room)).expectRefusal(404, "room_not_found");
        ann.api()
                .post(path(room) + "/messages", Json.object("content", "back?"))
                .expectRefusal(404, "room_not_found");
        ann.api().delete(path(room)).expectRefusal(404, "room_not_found");
        assertThat(open(bob, "Villa").path("id")).isNotEqualTo(room.path("id"));
    }

    @Test
    void public_rooms_are_found_page_by_page() {
        Person ann = person("mapmaker");
        for (int i = 0; i < 5; i++) {
            open(ann, "Isle " + i);
            group(ann, "Isle " + i, "open");
        }
        List<String> found = new ArrayList<>();
        String query = ROOMS + "/public?query=iSLE&limit=2";
        JsonNode page = ann.api().get(query).expect(200).json();
        while (page.has("cursor")) {
            assertThat(page.path("rooms").size()).isLessThanOrEqualTo(2);
            found.addAll(Json.texts(page.path("rooms"), "name"));
            page = ann.api()
                    .get(query + "&cursor=" + page.path("cursor").asText())
                    .expect(200)
                    .json();
        }
        assertThat(found).containsExactly("Isle 0", "Isle 1", "Isle 2", "Isle 3", "Isle 4");
        ann.api().get(ROOMS + "/public?limit=201").expectRefusal(400, "invalid_page");
        ann.api().get(ROOMS + "/public?cursor=-1").expectRefusal(400, "invalid_page");
    }

    @Test
    void who_leaves_a_room_that_it_may_know_nothing_of_learns_nothing() {
        Person ann = person("recluse");
        Person bob = person("prober");
        JsonNode room = group(ann, "Hermitage", "invite");
        bob.api().post(path(room) + "/leave").expect(204);
        bob.api().post(ROOMS + "/4711/leave").expect(204);
        JsonNode direct = ann.api()
                .put("/api/v1/direct/" + person("confidant").id(), Json.object())
                .expect(200)
                .json();
        bob.api().post(path(direct) + "/leave").expect(204);
        assertThat(ann.api().get(path(room)).expect(200).json().path("role").asText())
                .isEqualTo("owner");
        ann.api().get(path(direct)).expect(200);
    }

    @Test
    void a_new_role_is_told_and_a_code_is_drawn_anew() {
        Person ann = person("locksmith");
        Person bob = person("apprentice");
        JsonNode room = group(ann, "Workshop", "code");
        add(ann, room, bob, "member");
        try (TestSocket socket = bob.listening()) {
            add(ann, room, bob, "moderator");
            JsonNode told = socket.await("room").path("room");
            assertThat(told.path("role").asText()).isEqualTo("moderator");
            assertThat(told.path("code")).isEqualTo(room.path("code"));
        }
        ann.api().patch(path(room), Json.object("join", "invite")).expect(200);
        JsonNode again = ann.api()
                .patch(path(room), Json.object("join", "code"))
                .expect(200)
                .json();
        assertThat(again.path("code").asText())
                .isNotEmpty()
                .isNotEqualTo(room.path("code").asText());
    }

    @Test
    void general_cannot_be_touched() {
        Person ann = person("vandal");
        String general = ROOMS + "/1";
        ann.api().patch(general, Json.object("name", "Mine")).expectRefusal(403, "room_fixed");
        ann.api().delete(general).expectRefusal(403, "room_fixed");
        ann.api().post(general + "/leave").expectRefusal(403, "room_fixed");
        ann.api()
                .put(general + "/members/" + ann.id(), Json.object("role", "owner"))
                .expectRefusal(403, "room_fixed");
        ann.api().delete(general + "/members/" + ann.id()).expectRefusal(403, "room_fixed");
        assertThat(ann.api()
                        .post(general + "/join")
                        .expect(200)
                        .json()
                        .path("name")
                        .asText())
                .isEqualTo("General");
    }

    @Test
    void who_is_in_very_many_rooms_is_welcomed_with_all_of_them() {
        Person ann = person("socialite");
        String long64 = "\uD83C\uDF31".repeat(60);
        int count = 160;
        JsonNode last = IntStream.range(0, count)
                .mapToObj(i -> group(ann, long64 + i, "invite"))
                .reduce((first, second) -> second)
                .orElseThrow();

        TestSocket socket = ann.socket();
        JsonNode hello = socket.await("hello");
        assertThat(hello.toString().getBytes(StandardCharsets.UTF_8)).hasSizeGreaterThan(64 << 10);
        assertThat(hello.path("rooms")).hasSize(count + 1);
        say(ann, last, "small talk");
        assertThat(socket.await("message").path("message").path("content").asText())
                .isEqualTo("small talk");
    }
}
