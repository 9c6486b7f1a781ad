package dev.parley.bootstrap.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** People: found by their names, shown as they want to be, online or not. */
class PeopleTest extends OnEveryStore {
    private static final String USERS = "/api/v1/users";
    private static final String ME = "/api/v1/me";

    private static JsonNode show(Person reader, Person other) {
        return reader.api().get(USERS + "/" + other.id()).expect(200).json();
    }

    private static boolean isOnline(Person reader, Person other) {
        return show(reader, other).path("online").asBoolean();
    }

    private static List<String> search(Person reader, String query) {
        return Json.texts(
                reader.api().get(USERS + "?" + query).expect(200).json().path("users"), "username");
    }

    private static ObjectNode watch(Object... users) {
        return Json.frame("watch", "users", List.of(users));
    }

    private static JsonNode stateOf(JsonNode presence, Person person) {
        for (JsonNode state : presence.path("users")) {
            if (state.path("id").asLong() == person.id()) {
                return state;
            }
        }
        throw new AssertionError(person.username() + " is not in " + presence);
    }

    @Test
    void people_are_found_by_a_part_of_their_names_and_shown_without_their_address() {
        Person ann = person("seeker");
        Person.of(
                api(),
                api().post(
                                "/api/v1/auth/signup",
                                Json.object(
                                        "username",
                                        "hidden_1",
                                        "email",
                                        "hidden@example.org",
                                        "password",
                                        Person.PASSWORD,
                                        "display_name",
                                        "Ärger & 100%",
                                        "language",
                                        "de"))
                        .expect(201));

        for (String query : List.of("HIDDEN_", "%C3%A4RGER", "100%25", "rger%20%26")) {
            assertThat(search(ann, "query=" + query)).as(query).containsExactly("hidden_1");
        }
        assertThat(search(ann, "query=hidden%25")).isEmpty();
        assertThat(search(ann, "query=hidden%00")).isEmpty();
        JsonNode found = ann.api()
                .get(USERS + "?query=hidden_")
                .expect(200)
                .json()
                .path("users")
                .get(0);
        assertThat(found.has("email")).isFalse();
        assertThat(found.path("language").asText()).isEqualTo("de");
        assertThat(found.path("online").isBoolean()).isTrue();
        assertThat(found.has("last_seen")).as("never").isFalse();
        assertThat(ann.api()
                        .get(USERS + "/" + found.path("id").asText())
                        .expect(200)
                        .json())
                .isEqualTo(found);
        ann.api().get(USERS + "/987654321").expectRefusal(404, "user_not_found");
        ann.api().get(USERS + "/x").expectRefusal(400, "invalid_field");
        api().get(USERS).expectRefusal(401, "unauthenticated");
    }

    @Test
    void people_are_listed_page_by_page() {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            names.add("paged-" + i);
            person("paged-" + i);
        }
        Person reader = person("pager");
        List<String> read = new ArrayList<>();
        JsonNode page =
                reader.api().get(USERS + "?query=paged-&limit=2").expect(200).json();
        while (page.has("cursor")) {
            read.addAll(Json.texts(page.path("users"), "username"));
            page = reader.api()
                    .get(USERS + "?query=paged-&limit=2&cursor="
                            + page.path("cursor").asText())
                    .expect(200)
                    .json();
        }

        assertThat(read).isEqualTo(names);
        for (String limit : List.of("0", "201", "x")) {
            reader.api().get(USERS + "?limit=" + limit).expectRefusal(400, "invalid_page");
        }
        reader.api().get(USERS + "?cursor=x").expectRefusal(400, "invalid_page");
    }

    @Test
    void who_changes_its_name_is_seen_under_it_at_once() {
        Person ann = person("renamer");
        Person bob = person("onlooker");
        ann.say("before");
        JsonNode changed = ann.api()
                .patch(ME, Json.object("display_name", "  Änne ", "language", "pt-br", "id", 7, "username", "other"))
                .expect(200)
                .json();
        assertThat(changed.path("display_name").asText()).isEqualTo("Änne");
        assertThat(changed.path("language").asText()).isEqualTo("pt-BR");
        assertThat(changed.path("username").asText()).isEqualTo("renamer");
        assertThat(ann.api().get(ME).expect(200).json()).isEqualTo(changed);
        assertThat(show(bob, ann).path("display_name").asText()).isEqualTo("Änne");
        assertThat(ann.say("after").path("author").path("display_name").asText())
                .isEqualTo("Änne");

        JsonNode mute =
                ann.api().patch(ME, Json.object("language", "")).expect(200).json();
        assertThat(mute.has("language")).isFalse();
        assertThat(mute.path("display_name").asText()).isEqualTo("Änne");
        ann.api().patch(ME, Json.object("language", "de")).expect(200);
        ann.api().patch(ME, Json.object()).expect(200);
        assertThat(show(bob, ann).path("language").asText()).isEqualTo("de");
        ann.api().patch(ME, Json.parse("{\"language\": null}")).expect(200);
        assertThat(show(bob, ann).has("language")).isFalse();
        ann.api().patch(ME, Json.object("display_name", " ")).expectRefusal(400, "invalid_display_name");
        ann.api().patch(ME, Json.object("display_name", 7)).expectRefusal(400, "invalid_field");
        for (String tag : List.of("?", "en-GB-oed", "und-US")) {
            ann.api().patch(ME, Json.object("language", tag)).expectRefusal(400, "invalid_language");
        }
        assertThat(show(bob, ann).has("language")).isFalse();
    }

    @Test
    void a_person_is_online_while_a_socket_lives_and_a_little_longer() {
        Person ann = person("comer");
        Person bob = person("beholder");
        assertThat(show(bob, ann).has("last_seen")).isFalse();
        TestSocket phone = ann.listening();
        TestSocket laptop = ann.onAnotherDevice().listening();
        assertThat(isOnline(bob, ann)).isTrue();
        assertThat(show(bob, ann).has("last_seen")).as("now").isFalse();
        phone.close();
        laptop.send(Json.frame("ping"));
        laptop.await("pong");
        assertThat(isOnline(bob, ann)).isTrue();

        Instant before = Instant.now();
        laptop.close();
        assertThat(isOnline(bob, ann)).as("it lingers").isTrue();
        await().atMost(Duration.ofSeconds(30)).until(() -> !isOnline(bob, ann));
        Instant seen = Instant.parse(show(bob, ann).path("last_seen").asText());
        assertThat(seen).isBetween(before.minusMillis(1), Instant.now());
        assertThat(Duration.between(before, Instant.now())).isGreaterThan(Duration.ofSeconds(5));
    }

    @Test
    void who_watches_is_told_who_comes_and_goes() {
        Person ann = person("watched");
        Person bob = person("watcher");
        try (TestSocket socket = bob.listening()) {
            socket.demand(watch(ann.id(), Long.toString(bob.id()), 987654321L));
            JsonNode first = socket.await("presence");
            assertThat(Json.numbers(first.path("users"), "id")).containsExactly(ann.id(), bob.id(), 987654321L);
            assertThat(stateOf(first, ann).path("online").asBoolean()).isFalse();
            TestSocket phone = ann.listening();
            JsonNode came = socket.await(frame -> tellsOf(frame, ann));
            assertThat(stateOf(came, ann).path("online").asBoolean()).isTrue();
            phone.close();
            JsonNode went = socket.await(frame -> tellsOf(frame, ann));
            assertThat(stateOf(went, ann).path("online").asBoolean()).isFalse();
            assertThat(stateOf(went, ann).has("last_seen")).isTrue();
            socket.demand(watch());
        }
    }

    private static boolean tellsOf(JsonNode frame, Person person) {
        return frame.path("type").asText().equals("presence")
                && Json.numbers(frame.path("users"), "id").contains(person.id());
    }
}
