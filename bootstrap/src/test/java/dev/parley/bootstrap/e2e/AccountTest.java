package dev.parley.bootstrap.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Signing up, logging in, and who one is. */
class AccountTest extends OnEveryStore {
    private static final String SIGN_UP = "/api/v1/auth/signup";
    private static final String LOGIN = "/api/v1/auth/login";

    @Test
    void by_username_one_signs_up_and_logs_in_whatever_the_case() {
        JsonNode tokens = api().post(SIGN_UP, Json.object("username", "By.Name", "password", Person.PASSWORD))
                .expect(201)
                .json();

        assertThat(tokens.path("token_type").asText()).isEqualTo("Bearer");
        assertThat(tokens.path("expires_in").asInt()).isEqualTo(15 * 60);
        assertThat(tokens.path("user").path("username").asText()).isEqualTo("By.Name");
        assertThat(tokens.path("user").path("display_name").asText()).isEqualTo("By.Name");
        for (String member : new String[] {"login", "username"}) {
            api().post(LOGIN, Json.object(member, "bY.nAME", "password", Person.PASSWORD))
                    .expect(200);
        }
        api().post(SIGN_UP, Json.object("username", "by.name", "password", Person.PASSWORD))
                .expectRefusal(409, "username_taken");
    }

    @Test
    void by_email_one_gets_the_local_part_as_a_name_made_unique() {
        Person first = signUp("same@one.example");
        Person second = signUp("same@two.example");

        assertThat(first.username()).isEqualTo("same");
        assertThat(second.username()).isEqualTo("same2");
        for (String member : new String[] {"login", "email"}) {
            Answer login = api().post(LOGIN, Json.object(member, "SAME@Two.example", "password", Person.PASSWORD))
                    .expect(200);
            assertThat(Person.of(api(), login).id()).isEqualTo(second.id());
        }
        api().post(SIGN_UP, Json.object("email", "Same@one.EXAMPLE", "password", Person.PASSWORD))
                .expectRefusal(409, "email_taken");
    }

    @Test
    void an_address_is_the_same_with_spaces_around_it() {
        String[] paths = {SIGN_UP, "/signup", "/register", "/api/register", "/auth/register"};
        for (int i = 0; i < paths.length; i++) {
            String address = "spacious" + i + "@example.org";
            Object[] wish = {"email", " " + address + " ", "name", "Spacious", "password", Person.PASSWORD};
            api().post(paths[i], Json.object(wish)).expect(201);
            Answer login = api().post(LOGIN, Json.object("email", address, "password", Person.PASSWORD))
                    .expect(200);
            assertThat(login.json().path("user").path("email").asText()).isEqualTo(address);
        }
    }

    private Person signUp(String email) {
        return Person.of(
                api(),
                api().post(SIGN_UP, Json.object("email", email, "password", Person.PASSWORD))
                        .expect(201));
    }

    @Test
    void me_is_what_was_said_at_sign_up() {
        ObjectNode wish = Json.object(
                "username",
                "whole",
                "email",
                "Whole@example.com",
                "password",
                Person.PASSWORD,
                "display_name",
                " Zoë 😀 ",
                "language",
                "pt-br",
                "unknown",
                Json.object("is", "ignored"));
        Person person = Person.of(api(), api().post(SIGN_UP, wish).expect(201));

        JsonNode me = person.api().get("/api/v1/me").expect(200).json();

        assertThat(me.path("id").longValue()).isEqualTo(person.id()).isPositive();
        assertThat(me.path("username").asText()).isEqualTo("whole");
        assertThat(me.path("email").asText()).isEqualTo("Whole@example.com");
        assertThat(me.path("display_name").asText()).isEqualTo("Zoë 😀");
        assertThat(me.path("language").asText()).isEqualTo("pt-BR");
        assertThat(me.path("created_at").asText()).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z");
    }

    @Test
    void an_unknown_user_and_a_wrong_password_look_the_same() {
        person("known");

        JsonNode unknown = api().post(LOGIN, Json.object("login", "unknown", "password", Person.PASSWORD))
                .expectRefusal(401, "invalid_credentials")
                .json();
        JsonNode wrong = api().post(LOGIN, Json.object("login", "known", "password", "wrong horse"))
                .expectRefusal(401, "invalid_credentials")
                .json();

        assertThat(((ObjectNode) unknown).remove("request_id")).isNotEqualTo(((ObjectNode) wrong).remove("request_id"));
        assertThat(unknown).isEqualTo(wrong);
    }

    @ParameterizedTest
    @CsvSource({"1234567, 400", "12345678, 201", "ééééééé, 400", "éééééééé, 201"})
    void a_password_has_8_characters_at_least(String password, int status) {
        String name = "p" + Integer.toHexString(password.hashCode());
        Answer answer = api().post(SIGN_UP, Json.object("username", name, "password", password));
        if (status == 400) {
            answer.expectRefusal(400, "invalid_password");
        } else {
            answer.expect(201);
        }
    }

    @Test
    void a_password_has_72_bytes_at_most_and_is_never_cut() {
        String longest = "é".repeat(36);
        api().post(SIGN_UP, Json.object("username", "longest", "password", longest))
                .expect(201);
        api().post(SIGN_UP, Json.object("username", "longer", "password", longest + "x"))
                .expectRefusal(400, "invalid_password");
        api().post(SIGN_UP, Json.object("username", "nul", "password", "12345678\0"))
                .expectRefusal(400, "invalid_password");

        api().post(LOGIN, Json.object("login", "longest", "password", longest)).expect(200);
        for (String wrong :
                new String[] {longest + "x", longest + "\0", "é".repeat(35) + "e", "\0", "", "x".repeat(5_000)}) {
            api().post(LOGIN, Json.object("login", "longest", "password", wrong))
                    .expectRefusal(401, "invalid_credentials");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "username, x, invalid_username",
        "username, has space, invalid_username",
        "username, émile, invalid_username",
        "username, x23456789012345678901234567890123, invalid_username",
        "email, nobody, invalid_email",
        "email, a@b@c, invalid_email",
        "email, @example.com, invalid_email",
        "display_name, ' ', invalid_display_name",
        "language, english!, invalid_language",
        "language, zh-min, invalid_language"
    })
    void names_have_rules(String member, String value, String code) {
        ObjectNode wish = Json.object("username", "ruled", "email", "ruled@example.com", "password", Person.PASSWORD);
        api().post(SIGN_UP, wish.put(member, value)).expectRefusal(400, code);
    }

    @Test
    void without_any_name_nobody_signs_up() {
        api().post(SIGN_UP, Json.object("password", Person.PASSWORD)).expectRefusal(400, "invalid_field");
    }

    @Test
    void of_many_at_once_one_gets_the_name() {
        long taken = IntStream.range(0, 6)
                .parallel()
                .mapToObj(i -> api().post(
                                SIGN_UP,
                                Json.object("username", i % 2 == 0 ? "RACE" : "race", "password", Person.PASSWORD)))
                .filter(answer -> answer.status() == 201 || answer.expectRefusal(409, "username_taken") == null)
                .count();
        assertThat(taken).isEqualTo(1);
    }
}
