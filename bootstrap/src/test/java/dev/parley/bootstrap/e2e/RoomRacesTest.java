package dev.parley.bootstrap.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.testkit.Together;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What becomes of a room when sixteen people want something of it at once. */
@Timeout(120)
class RoomRacesTest extends OnEveryStore {
    private static final String ROOMS = "/api/v1/rooms";
    private static final int THREADS = 16;

    private static String path(JsonNode room) {
        return ROOMS + "/" + room.path("id").asText();
    }

    private static JsonNode open(Person owner, String name) {
        return owner.api().post(ROOMS, Json.object("name", name)).expect(201).json();
    }

    private List<Person> crowd(String name) {
        return IntStream.range(0, THREADS).mapToObj(i -> person(name + "-" + i)).toList();
    }

    private static Answer assign(Person actor, JsonNode room, Person user, String role) {
        return actor.api().put(path(room) + "/members/" + user.id(), Json.object("role", role));
    }

    private static List<String> roles(Person reader, JsonNode room) {
        return Json.texts(
                reader.api().get(path(room) + "/members").expect(200).json().path("members"), "role");
    }

    private static boolean isIn(Person person, JsonNode room) {
        return person.api().get(path(room)).status() == 200;
    }

    private static Predicate<Answer> status(int status) {
        return answer -> answer.status() == status;
    }

    @Test
    void of_sixteen_who_make_a_public_room_of_one_name_one_owns_it() {
        List<Person> crowd = crowd("founder");
        List<Answer> answers = Together.run(
                THREADS,
                thread ->
                        crowd.get(thread).api().post(ROOMS, Json.object("name", thread % 2 == 0 ? "Agora" : "AGORA")));
        assertThat(answers).filteredOn(status(201)).hasSize(1);
        answers.stream().filter(status(201).negate()).forEach(answer -> answer.expectRefusal(409, "room_name_taken"));
        JsonNode found = crowd.get(0)
                .api()
                .get(ROOMS + "/public?query=agora")
                .expect(200)
                .json()
                .path("rooms");
        assertThat(found).hasSize(1);
        assertThat(crowd).filteredOn(person -> isIn(person, found.get(0))).hasSize(1);
    }

    @Test
    void who_joins_while_the_room_is_deleted_is_told_and_is_in_nothing() {
        List<Person> crowd = crowd("joiner");
        Person owner = person("wrecker");
        for (int round = 0; round < 5; round++) {
            JsonNode room = open(owner, "Doomed " + round);
            try (TestSocket socket = crowd.get(0).listening()) {
                List<Answer> answers = Together.run(
                        THREADS,
                        thread -> thread == THREADS - 1
                                ? owner.api().delete(path(room))
                                : crowd.get(thread).api().post(path(room) + "/join"));
                answers.get(THREADS - 1).expect(204);
                for (Answer answer : answers.subList(0, THREADS - 1)) {
                    if (answer.status() != 200) {
                        answer.expectRefusal(404, "room_not_found");
                    }
                }
                for (Person person : crowd) {
                    person.api().get(path(room)).expectRefusal(404, "room_not_found");
                    assertThat(Json.numbers(
                                    person.api().get(ROOMS).expect(200).json().path("rooms"), "id"))
                            .doesNotContain(room.path("id").longValue());
                }
                List<String> told =
                        Json.texts(Json.object("all", socket.unread()).path("all"), "type");
                assertThat(told)
                        .filteredOn("room"::equals)
                        .hasSameSizeAs(told.stream().filter("left"::equals).toList());
            }
        }
    }

    @Test
    void what_was_acknowledged_before_somebody_left_stands_and_afterwards_nothing_is_taken() {
        Person owner = person("listener");
        Person talker = person("talker");
        JsonNode room = open(owner, "Parlour");
        for (int round = 0; round < 5; round++) {
            talker.api().post(path(room) + "/join").expect(200);
            AtomicBoolean left = new AtomicBoolean();
            ConcurrentLinkedQueue<String> acknowledged = new ConcurrentLinkedQueue<>();
            int number = round;
            Together.run(THREADS, thread -> {
                if (thread == 0) {
                    await().until(() -> acknowledged.size() > 5);
                    talker.api().post(path(room) + "/leave").expect(204);
                    left.set(true);
                    return true;
                }
                for (int i = 0; ; i++) {
                    boolean out = left.get();
                    String text = number + "-" + thread + "-" + i;
                    Answer answer = talker.api().post(path(room) + "/messages", Json.object("content", text));
                    if (answer.status() != 201) {
                        answer.expectRefusal(404, "room_not_found");
                        return true;
                    }
                    assertThat(out).as("sent after it had left").isFalse();
                    acknowledged.add(text);
                }
            });
            assertThat(said(owner, room, number)).containsExactlyInAnyOrderElementsOf(acknowledged);
        }
    }

    /** All that was said in that round. */
    private static List<String> said(Person reader, JsonNode room, int round) {
        List<String> texts = new ArrayList<>();
        JsonNode page;
        long after = 0;
        do {
            page = reader.api()
                    .get(path(room) + "/messages?limit=200&after=" + after)
                    .expect(200)
                    .json()
                    .path("messages");
            texts.addAll(Json.texts(page, "content"));
            after += page.size();
        } while (page.size() == 200);
        return texts.stream().filter(text -> text.startsWith(round + "-")).toList();
    }

    @Test
    void of_sixteen_owners_who_leave_at_once_one_stays() {
        List<Person> crowd = crowd("king");
        for (int round = 0; round < 3; round++) {
            JsonNode room = open(crowd.get(0), "Throne " + round);
            crowd.subList(1, THREADS)
                    .forEach(person ->
                            assign(crowd.get(0), room, person, "owner").expect(200));
            List<Answer> answers =
                    Together.run(THREADS, thread -> crowd.get(thread).api().post(path(room) + "/leave"));
            assertThat(answers).filteredOn(status(204)).hasSize(THREADS - 1);
            answers.stream().filter(status(204).negate()).forEach(answer -> answer.expectRefusal(409, "last_owner"));
            List<Person> left =
                    crowd.stream().filter(person -> isIn(person, room)).toList();
            assertThat(left).hasSize(1);
            assertThat(roles(left.get(0), room)).containsExactly("owner");
        }
    }

    @Test
    void sixteen_owners_who_depose_each_other_leave_an_owner() {
        List<Person> crowd = crowd("rival");
        JsonNode room = open(crowd.get(0), "Senate");
        crowd.subList(1, THREADS)
                .forEach(person -> assign(crowd.get(0), room, person, "owner").expect(200));
        List<Answer> answers = Together.run(THREADS, thread -> {
            Person next = crowd.get((thread + 1) % THREADS);
            Answer last = assign(crowd.get(thread), room, next, "member");
            for (int i = 2; i < THREADS && last.status() == 200; i++) {
                last = assign(crowd.get(thread), room, crowd.get((thread + i) % THREADS), "moderator");
            }
            return last;
        });
        answers.stream()
                .filter(status(200).negate())
                .forEach(answer ->
                        assertThat(answer.json().path("code").asText()).isIn("role_too_low", "last_owner"));
        assertThat(roles(crowd.get(0), room)).contains("owner").hasSize(THREADS);
    }

    @Test
    void what_several_change_of_a_room_at_once_is_all_changed() {
        Person owner = person("decorator");
        JsonNode room = owner.api()
                .post(ROOMS, Json.object("name", "Bare", "kind", "group"))
                .expect(201)
                .json();
        JsonNode[] wishes = {
            Json.object("name", "Furnished"), Json.object("history", "all"), Json.object("join", "open")
        };
        Together.run(
                THREADS,
                thread -> owner.api()
                        .patch(path(room), wishes[thread % wishes.length])
                        .expect(200));
        JsonNode changed = owner.api().get(path(room)).expect(200).json();
        assertThat(changed.path("name").asText()).isEqualTo("Furnished");
        assertThat(changed.path("history").asText()).isEqualTo("all");
        assertThat(changed.path("join").asText()).isEqualTo("open");
    }

    @Test
    void whoever_is_added_and_removed_by_many_hears_the_room_just_if_it_is_in_it() {
        Person owner = person("doorman");
        Person guest = person("swinger");
        JsonNode room = open(owner, "Revolving Door");
        String place = path(room) + "/members/" + guest.id();
        for (int round = 0; round < 5; round++) {
            try (TestSocket socket = guest.listening()) {
                Together.run(
                        THREADS,
                        thread -> thread % 2 == 0
                                ? owner.api().put(place, Json.object()).expect(200)
                                : owner.api().delete(place).expect(204));
                boolean in = isIn(guest, room);
                owner.api()
                        .post(path(room) + "/messages", Json.object("content", "who hears?"))
                        .expect(201);
                owner.say("the end");
                List<String> heard = new ArrayList<>();
                while (!heard.contains("the end")) {
                    heard.add(socket.await("message")
                            .path("message")
                            .path("content")
                            .asText());
                }
                if (in && !heard.contains("who hears?")) {
                    heard.add(socket.await("message")
                            .path("message")
                            .path("content")
                            .asText());
                }
                socket.unread()
                        .forEach(frame ->
                                heard.add(frame.path("message").path("content").asText()));
                assertThat(heard.contains("who hears?")).isEqualTo(in);
            }
        }
    }
}
