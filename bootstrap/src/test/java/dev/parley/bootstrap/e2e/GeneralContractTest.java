package dev.parley.bootstrap.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Contract A: sign up, log in, write, read; its answers are exactly the documented ones. */
class GeneralContractTest extends OnEveryStore {
    @Test
    void the_documented_walk_from_sign_up_to_reading() {
        JsonNode credentials = Json.object("email", "user1@example.com", "password", "password123");

        assertThat(api().post("/signup", credentials).expect(201).json())
                .isEqualTo(Json.object("message", "User registered successfully"));
        JsonNode login = api().post("/login", credentials).expect(200).json();
        String token = login.path("token").asText();
        assertThat(login) // The path is shared with other contracts.
                .isEqualTo(Json.object("token", token, "message", "Login successful", "username", "user1"));
        Api user1 = api().as(token);
        assertThat(user1.post("/message", Json.object("content", "Hello!"))
                        .expect(201)
                        .json())
                .isEqualTo(Json.object("message", "Message sent successfully"));

        JsonNode messages = user1.get("/messages").expect(200).json();
        JsonNode last = messages.get(messages.size() - 1);
        assertThat(last.properties()).hasSize(3);
        assertThat(last.path("author").asText()).isEqualTo("user1");
        assertThat(last.path("content").asText()).isEqualTo("Hello!");
        assertThat(last.path("timestamp").asText()).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ");
    }

    @Test
    void the_last_fifty_are_shown_oldest_first_and_without_those_taken_back() {
        Person ann = person("fifty");
        IntStream.rangeClosed(1, 60).forEach(i -> ann.say("number " + i));
        long last = ann.say("a slip").path("seq").longValue();
        ann.api().delete(MESSAGES + "/" + last).expect(200);

        JsonNode messages = ann.api().get("/messages").expect(200).json();

        assertThat(Json.texts(messages, "content"))
                .isEqualTo(IntStream.rangeClosed(11, 60)
                        .mapToObj(i -> "number " + i)
                        .toList());
    }

    @Test
    void a_sender_hears_of_it_on_the_socket_and_a_repeat_is_known() {
        Person ann = person("general-live");
        try (TestSocket listener = person("general-listener").listening()) {
            Api keyed = ann.api().with("Idempotency-Key", "only-once");
            keyed.post("/message", Json.object("content", "over A")).expect(201);
            keyed.post("/message", Json.object("content", "over A")).expect(200);
            keyed.post("/message", Json.object("content", "other")).expectRefusal(409, "client_id_reused");

            JsonNode message = listener.await("message").path("message");
            assertThat(message.path("content").asText()).isEqualTo("over A");
            assertThat(message.path("author").path("username").asText()).isEqualTo("general-live");
            assertThat(listener.unread()).isEmpty();
        }
    }

    @Test
    void nobody_writes_or_reads_without_a_token() {
        api().post("/message", Json.object("content", "x")).expectRefusal(401, "unauthenticated");
        api().get("/messages").expectRefusal(401, "unauthenticated");
    }
}
