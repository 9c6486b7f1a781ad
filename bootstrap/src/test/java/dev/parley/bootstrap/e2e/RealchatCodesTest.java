package dev.parley.bootstrap.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.parley.testkit.mail.MailServer;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Logging in to contract C by a code, through a real mail server; under the names that its environment has. */
class RealchatCodesTest extends OnSqlite {
    private static final MailServer MAIL = MailServer.start();

    RealchatCodesTest() {
        super(Map.of(
                "EMAIL_HOST",
                "localhost",
                "EMAIL_PORT",
                Integer.toString(MAIL.startTlsPort()),
                "EMAIL_USER",
                MailServer.USER,
                "EMAIL_PASS",
                MailServer.PASSWORD,
                "EMAIL_FROM",
                "noreply@example.org",
                "EMAIL_CA_FILE",
                MAIL.certificates().toString()));
    }

    @AfterAll
    static void stopMail() {
        MAIL.close();
    }

    private JsonNode join(String email) {
        return api().post("/auth/register", Json.object("email", email, "name", "Ann", "password", "password123"))
                .expect(201)
                .json()
                .path("user");
    }

    private static ObjectNode coded(String email, String code) {
        return Json.object("email", email, "code", code);
    }

    @Test
    void a_mailed_code_logs_in_once_and_is_answered_as_a_login() {
        String email = "coded@example.org";
        JsonNode user = join(email);
        String known =
                api().post("/auth/otp", Json.object("email", email)).expect(202).text();
        String code = MAIL.take(email).code();
        JsonNode tokens =
                api().post("/auth/otp/verify", coded(email, code)).expect(200).json();
        assertThat(tokens.path("user")).isEqualTo(user);
        assertThat(api().as(tokens.path("access_token").asText())
                        .get("/auth/me")
                        .expect(200)
                        .json())
                .isEqualTo(user);
        api().post(
                        "/auth/refresh",
                        Json.object(
                                "refresh_token", tokens.path("refresh_token").asText()))
                .expect(200);
        api().post("/auth/otp/verify", coded(email, code)).expectRefusal(401, "invalid_code");

        Answer unknown = api().post("/auth/otp", Json.object("email", "nobody@example.org"));
        assertThat(unknown.expect(202).text()).isEqualTo(known);
        api().post("/auth/otp/verify", coded("nobody@example.org", code)).expectRefusal(401, "invalid_code");
    }

    @Test
    void a_code_is_one_wherever_it_is_asked_for_and_used() {
        String email = "either-way@example.org";
        join(email);
        api().post("/api/v1/auth/otp", Json.object("email", email)).expect(202);
        api().post("/auth/otp/verify", coded(email, MAIL.take(email).code())).expect(200);
    }

    @Test
    void who_asks_for_nothing_that_can_be_is_told_so() {
        for (String path : new String[] {"/auth/otp", "/auth/otp/verify"}) {
            api().post(path, Json.object()).expectRefusal(400, "invalid_field");
            api().post(path, coded("nobody", "000000")).expectRefusal(400, "invalid_email");
        }
        api().post("/auth/otp/verify", Json.object("email", "a@example.org")).expectRefusal(400, "invalid_field");
    }
}
