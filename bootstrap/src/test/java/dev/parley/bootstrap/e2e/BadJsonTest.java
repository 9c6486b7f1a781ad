package dev.parley.bootstrap.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Bodies that are not what they should be: each is refused for what it is, by every path that takes one. */
class BadJsonTest extends OnSqlite {
    private static final List<String> POSTS = List.of(
            "/signup",
            "/login",
            "/message",
            "/auth/register",
            "/auth/login",
            "/auth/refresh",
            "/auth/otp",
            "/auth/otp/verify",
            "/groups",
            "/groups/join",
            "/api/v1/auth/signup",
            "/api/v1/auth/login",
            "/api/v1/auth/refresh",
            "/api/v1/rooms/1/messages");
    private static final int LIMIT = 65_536;

    static Stream<String> malformed() {
        return Stream.of(
                "",
                " ",
                "null",
                "true",
                "7",
                "\"text\"",
                "[]",
                "[{\"content\":\"x\"}]",
                "{",
                "{\"content\":\"x\"",
                "{\"content\":\"x\"}}",
                "{\"content\":\"x\"} trailing",
                "{\"content\":\"x\"}{\"content\":\"y\"}",
                "{\"content\":\"x\",\"content\":\"y\"}",
                "{\"content\":\"x\",}",
                "{content:\"x\"}",
                "{'content':'x'}",
                "{\"content\":\"x\" /* comment */}",
                "{\"content\":NaN}",
                "{\"content\":\"\\x\"}",
                "{\"content\":\"a\nb\"}",
                "{\"n\":" + "9".repeat(10_000) + "}",
                "[".repeat(1_000) + "]".repeat(1_000),
                "{\"a\":".repeat(1_000) + "1" + "}".repeat(1_000),
                "{\"content\":\"x\",\"extra\":" + "[".repeat(1_000) + "]".repeat(1_000) + "}");
    }

    @ParameterizedTest
    @MethodSource("malformed")
    void what_is_no_json_object_is_malformed(String body) {
        Person ann = person("malformed" + Integer.toHexString(body.hashCode()));
        for (String path : POSTS) {
            ann.api().post(path, body.getBytes(StandardCharsets.UTF_8)).expectRefusal(400, "malformed_json");
        }
        String path = MESSAGES + "/" + ann.say("to edit").path("seq").asLong();
        ann.api().send("PATCH", path, BodyPublishers.ofString(body)).expectRefusal(400, "malformed_json");
        ann.api()
                .send("PUT", "/api/v1/rooms/1/read", BodyPublishers.ofString(body))
                .expectRefusal(400, "malformed_json");
    }

    /** RFC 3629 §3: overlong forms, surrogates, what is beyond Unicode, and what is cut off. */
    @ParameterizedTest
    @ValueSource(strings = {"80", "c0af", "e080af", "eda080", "edbfbf", "f4908080", "f08080af", "ff", "c3", "e282"})
    void bad_utf8_is_malformed(String hex) throws IOException {
        Person ann = person("utf8" + hex);
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.write("{\"content\":\"a".getBytes(StandardCharsets.UTF_8));
        body.write(HexFormat.of().parseHex(hex));
        body.write("\"}".getBytes(StandardCharsets.UTF_8));
        ann.api().post(MESSAGES, body.toByteArray()).expectRefusal(400, "malformed_json");
    }

    @Test
    void other_encodings_are_malformed_and_half_characters_invalid() {
        Person ann = person("utf16");
        ann.api()
                .post(MESSAGES, "{\"content\":\"x\"}".getBytes(StandardCharsets.UTF_16))
                .expectRefusal(400, "malformed_json");
        ann.api()
                .post(MESSAGES, "{\"content\":\"a\\ud800b\"}".getBytes(StandardCharsets.UTF_8))
                .expectRefusal(400, "invalid_content");
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "true", "7", "1.5", "[]", "{}", "[\"x\"]", "{\"a\":\"x\"}"})
    void a_field_of_the_wrong_type_is_named(String value) {
        Person ann = person("types" + Integer.toHexString(value.hashCode()));
        expectNamed(ann, MESSAGES, "content", value, Json.object("content", "x"));
        expectNamed(ann, "/message", "content", value, Json.object("content", "x"));
        ObjectNode account = Json.object("username", "typed", "password", Person.PASSWORD);
        expectNamed(ann, "/api/v1/auth/signup", "password", value, account);
        expectNamed(ann, "/api/v1/auth/login", "password", value, account);
        expectNamed(ann, "/api/v1/auth/refresh", "refresh_token", value, Json.object());
        if (!value.equals("null")) {
            for (String field : new String[] {"username", "email", "display_name", "language"}) {
                expectNamed(ann, "/api/v1/auth/signup", field, value, account);
            }
            for (String field : new String[] {"login", "email", "username"}) {
                expectNamed(ann, "/api/v1/auth/login", field, value, Json.object("password", Person.PASSWORD));
            }
            expectNamed(ann, MESSAGES, "client_id", value, Json.object("content", "x"));
        }
    }

    private static void expectNamed(Person person, String path, String field, String value, ObjectNode body) {
        ObjectNode wrong = body.deepCopy().set(field, Json.parse(value));
        Answer answer = person.api().post(path, wrong).expectRefusal(400, "invalid_field");
        assertThat(answer.json().path("error").asText())
                .as("%s %s", path, wrong)
                .contains("'" + field + "'");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "null | invalid_field",
                "true | invalid_field",
                "1.5 | invalid_field",
                "1e3 | invalid_field",
                "[] | invalid_field",
                "\"\" | invalid_field",
                "\"x\" | invalid_field",
                "\" 1\" | invalid_field",
                "\"１\" | invalid_field",
                "-1 | invalid_field",
                "9223372036854775808 | invalid_field",
                "99999999999999999999999999 | invalid_field"
            })
    void a_read_mark_is_a_whole_number_from_0(String seq, String code) {
        Person ann = person("mark" + Integer.toHexString(seq.hashCode()));
        Answer answer = ann.api().put("/api/v1/rooms/1/read", Json.object().set("seq", Json.parse(seq)));
        answer.expectRefusal(400, code);
        assertThat(answer.json().path("error").asText()).contains("'seq'");
    }

    @Test
    void a_client_id_has_1_to_64_printable_characters() {
        Person ann = person("client-ids");
        for (String id : new String[] {"", "x".repeat(65), "a\u0000b", "a\nb"}) {
            ann.api()
                    .post(MESSAGES, Json.object("content", "x", "client_id", id))
                    .expectRefusal(400, "invalid_client_id");
        }
        ann.api()
                .with("Idempotency-Key", "x".repeat(65))
                .post(MESSAGES, Json.object("content", "x"))
                .expectRefusal(400, "invalid_client_id");
        ann.api()
                .post(MESSAGES, Json.object("content", "x", "client_id", "😀".repeat(64)))
                .expect(201);
    }

    @Test
    void a_body_is_as_large_as_the_limit_and_no_larger_with_and_without_its_length() {
        Person ann = person("large");
        byte[] fits = sized(LIMIT);
        byte[] over = sized(LIMIT + 1);
        ann.api().post(MESSAGES, fits).expect(201);
        ann.api().post(MESSAGES, over).expectRefusal(413, "payload_too_large");
        ann.api().post(MESSAGES, sized(5_000_000)).expectRefusal(413, "payload_too_large");
        chunked(ann, fits).expect(201);
        chunked(ann, over).expectRefusal(413, "payload_too_large");
        ann.api().post("/api/v1/auth/login", over).expectRefusal(413, "payload_too_large");
    }

    private static Answer chunked(Person person, byte[] body) {
        return person.api().send("POST", MESSAGES, BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body)));
    }

    private static byte[] sized(int bytes) {
        String frame = "{\"content\":\"x\",\"extra\":\"\"}";
        return frame.replace("\"\"}", "\"" + "y".repeat(bytes - frame.length()) + "\"}")
                .getBytes(StandardCharsets.UTF_8);
    }
}
