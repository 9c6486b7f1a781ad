package dev.parley.bootstrap.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.testkit.mail.Letter;
import dev.parley.testkit.mail.MailServer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** What is done by codes that are mailed, through a real mail server that wants STARTTLS. */
class MailedCodesTest extends OnEveryStore {
    private static final String OTP = "/api/v1/auth/otp";
    private static final String VERIFY = OTP + "/verify";
    private static final String RESET = "/api/v1/auth/password/reset";
    private static final String CONFIRM = RESET + "/confirm";
    private static final String ME = "/api/v1/me";
    private static final String NEW = "battery staple";
    private static final MailServer MAIL = MailServer.start();

    MailedCodesTest() {
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
                "Parley <noreply@example.org>",
                "EMAIL_CA_FILE",
                MAIL.certificates().toString()));
    }

    @AfterAll
    static void stopMail() {
        MAIL.close();
    }

    /** An address for one test on one store: the mail server is the same for all. */
    private String address(String name) {
        return name + "." + store + "@example.org";
    }

    private Person member(String name) {
        return Person.of(
                api(),
                api().post(
                                "/api/v1/auth/signup",
                                Json.object("username", name, "email", address(name), "password", Person.PASSWORD))
                        .expect(201));
    }

    private String mailedCode(String path, String address) {
        api().post(path, Json.object("email", address)).expect(202);
        return MAIL.take(address).code();
    }

    private Answer verify(String address, String code) {
        return api().post(VERIFY, Json.object("email", address, "code", code));
    }

    private Answer confirm(String address, String code) {
        return api().post(CONFIRM, Json.object("email", address, "code", code, "password", NEW));
    }

    private Answer login(String name, String password) {
        return api().post("/api/v1/auth/login", Json.object("login", name, "password", password));
    }

    private static String another(String code) {
        return (code.charAt(0) == '9' ? "0" : "9") + code.substring(1);
    }

    private static boolean isVerified(Person person) {
        JsonNode me = person.api().get(ME).expect(200).json();
        assertThat(me.path("email_verified").isBoolean()).isTrue();
        return me.path("email_verified").booleanValue();
    }

    @Test
    void a_mailed_code_logs_in_once_and_proves_the_address() {
        Person ann = member("code-login");
        assertThat(isVerified(ann)).isFalse();
        String code = mailedCode(OTP, address("code-login"));

        Person byCode = Person.of(api(), verify(address("CODE-login"), code).expect(200));

        assertThat(byCode.id()).isEqualTo(ann.id());
        assertThat(isVerified(byCode)).isTrue();
        verify(address("code-login"), code).expectRefusal(401, "invalid_code");
    }

    @Test
    void the_letter_has_the_code_in_both_its_forms_and_nothing_that_anybody_wrote() {
        member("letter");
        api().post(OTP, Json.object("email", address("LETTER"))).expect(202);

        Letter letter = MAIL.take(address("letter")); // As its owner wrote it.

        assertThat(letter.type()).isEqualTo("multipart/alternative");
        assertThat(letter.from()).isEqualTo("Parley <noreply@example.org>");
        assertThat(letter.subject()).isEqualTo("Your login code");
        assertThat(letter.code()).matches("[0-9]{6}");
        assertThat(letter.text()).contains("10 minutes").doesNotContain("letter");
        assertThat(MAIL.saidInTheClear()).allMatch(line -> line.startsWith("EHLO ") || line.equals("STARTTLS"));
    }

    @Test
    void five_wrong_tries_void_the_code() {
        member("guessed");
        String address = address("guessed");
        String code = mailedCode(OTP, address);
        for (int i = 0; i < 5; i++) {
            verify(address, another(code)).expectRefusal(401, "invalid_code");
        }
        verify(address, code).expectRefusal(401, "invalid_code");
    }

    @Test
    void what_can_be_no_code_costs_no_try() {
        member("fumbler");
        String address = address("fumbler");
        String code = mailedCode(OTP, address);
        for (String text : List.of("", "12345", "1234567", "abcdef", "١٢٣٤٥٦", "-12345", "1 2345", "\0")) {
            verify(address, text).expectRefusal(401, "invalid_code");
        }
        verify(address, " " + code + " ").expect(200);
    }

    @Test
    void no_second_mail_is_sent_within_a_minute() {
        member("impatient");
        String code = mailedCode(OTP, address("impatient"));
        api().post(OTP, Json.object("email", address("Impatient"))).expect(202);
        api().post(RESET, Json.object("email", address("impatient"))).expect(202);
        // What is asked for later is dealt with later: there are two workers, and these two keep them busy after the
        // others.
        member("impatient-a");
        member("impatient-b");
        mailedCode(OTP, address("impatient-a"));
        mailedCode(OTP, address("impatient-b"));

        assertThat(MAIL.letters().stream().filter(letter -> letter.to().equals(address("impatient"))))
                .hasSize(1);
        verify(address("impatient"), code).expect(200);
    }

    @Test
    void an_unknown_address_is_answered_alike_and_gets_no_mail() {
        Answer known = api().post(OTP, Json.object("email", address("known"))).expect(202);
        Answer unknown =
                api().post(OTP, Json.object("email", address("unknown"))).expect(202);
        api().post(RESET, Json.object("email", address("unknown"))).expect(202);
        assertThat(unknown.body()).isEqualTo(known.body()).isEmpty();
        assertThat(unknown.headers().keySet()).isEqualTo(known.headers().keySet());
        for (int i = 0; i < 6; i++) {
            verify(address("unknown"), "123456").expectRefusal(401, "invalid_code");
            confirm(address("unknown"), "123456").expectRefusal(401, "invalid_code");
        }
        await().during(Duration.ofMillis(300))
                .until(() ->
                        MAIL.letters().stream().noneMatch(letter -> letter.to().contains("unknown")));
    }

    @Test
    void a_code_is_for_what_it_was_asked_for() {
        member("purpose-a");
        member("purpose-b");
        String login = mailedCode(OTP, address("purpose-a"));
        confirm(address("purpose-a"), login).expectRefusal(401, "invalid_code");
        verify(address("purpose-b"), login).expectRefusal(401, "invalid_code");
        verify(address("purpose-a"), login).expect(200);

        String reset = mailedCode(RESET, address("purpose-b"));
        verify(address("purpose-b"), reset).expectRefusal(401, "invalid_code");
        confirm(address("purpose-b"), reset).expect(204);
    }

    @Test
    void a_mailed_code_sets_a_new_password_and_ends_all_sessions() {
        Person ann = member("forgetful");
        Person elsewhere = ann.onAnotherDevice();
        try (TestSocket socket = ann.listening();
                TestSocket other = elsewhere.listening()) {
            String code = mailedCode(RESET, address("forgetful"));
            api().post(CONFIRM, Json.object("email", address("forgetful"), "code", code, "password", "short"))
                    .expectRefusal(400, "invalid_password"); // It costs no try.
            confirm(address("forgetful"), another(code)).expectRefusal(401, "invalid_code");
            confirm(address("forgetful"), code).expect(204);

            ann.api().get(ME).expectRefusal(401, "session_revoked");
            elsewhere.api().get(ME).expectRefusal(401, "session_revoked");
            assertThat(socket.awaitClose()).isEqualTo(4403);
            assertThat(other.awaitClose()).isEqualTo(4403);
        }
        confirm(address("forgetful"), "000000").expectRefusal(401, "invalid_code");
        login("forgetful", Person.PASSWORD).expectRefusal(401, "invalid_credentials");
        assertThat(isVerified(Person.of(api(), login("forgetful", NEW).expect(200))))
                .isTrue();
    }

    @Test
    void the_first_proof_of_an_address_shuts_out_who_signed_up_with_it() {
        Person squatter = member("squatted");
        try (TestSocket socket = squatter.listening()) {
            Person owner = Person.of(
                    api(),
                    verify(address("squatted"), mailedCode(OTP, address("squatted")))
                            .expect(200));
            assertThat(owner.id()).isEqualTo(squatter.id());
            squatter.api().get(ME).expectRefusal(401, "session_revoked");
            api().post("/api/v1/auth/refresh", Json.object("refresh_token", squatter.refreshToken()))
                    .expectRefusal(401, "invalid_refresh_token");
            login("squatted", Person.PASSWORD).expectRefusal(401, "invalid_credentials");
            assertThat(socket.awaitClose()).isEqualTo(4403);
            owner.api().get(ME).expect(200);
        }
    }

    @Test
    void who_proves_the_address_of_its_own_session_keeps_its_password_and_its_sessions() {
        Person ann = member("prover");
        String code = mailedCode(OTP, address("prover"));
        ann.api()
                .post(VERIFY, Json.object("email", address("prover"), "code", code))
                .expect(200);

        assertThat(isVerified(ann)).isTrue();
        assertThat(isVerified(Person.of(api(), login("prover", Person.PASSWORD).expect(200))))
                .isTrue();
    }

    @Test
    void a_session_of_somebody_else_is_no_proof() {
        Person stranger = member("prover-stranger");
        Person squatter = member("prover-squatter");
        String code = mailedCode(OTP, address("prover-squatter"));
        stranger.api()
                .post(VERIFY, Json.object("email", address("prover-squatter"), "code", code))
                .expect(200);

        squatter.api().get(ME).expectRefusal(401, "session_revoked");
        assertThat(isVerified(stranger)).isFalse();
    }

    @Test
    void a_proved_address_is_not_taken_from_its_owner_by_another_code() {
        Person ann = member("settled");
        String code = mailedCode(OTP, address("settled"));
        ann.api()
                .post(VERIFY, Json.object("email", address("settled"), "code", code))
                .expect(200);
        Person again = Person.of(api(), login("settled", Person.PASSWORD).expect(200));
        // A minute lies between two codes, so this login is by password; the sessions are all still there.
        assertThat(again.api().get("/api/v1/auth/sessions").expect(200).json().path("sessions"))
                .hasSize(3);
    }

    @Test
    void what_is_no_single_address_is_refused() {
        for (String address : List.of(
                "",
                "nobody",
                "a@example.org\r\nBcc: b@example.org",
                "a@example.org\nX: y",
                "a@example.org, b@example.org",
                "A <a@example.org>",
                "a@example.org>\r\nRCPT TO:<b@example.org",
                "a@exam ple.org",
                "a\u202e@example.org",
                "a".repeat(300) + "@example.org")) {
            for (String path : List.of(OTP, RESET)) {
                api().post(path, Json.object("email", address)).expectRefusal(400, "invalid_email");
            }
            verify(address, "123456").expectRefusal(400, "invalid_email");
        }
        api().post(OTP, Json.object("email", 7)).expectRefusal(400, "invalid_field");
        api().post(OTP, Json.object()).expectRefusal(400, "invalid_field");
    }
}
