package dev.parley.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.parley.domain.account.Email;
import dev.parley.domain.mail.Mail;
import dev.parley.domain.mail.MailException;
import dev.parley.mail.MailConfig.Login;
import dev.parley.mail.MailConfig.Security;
import dev.parley.mail.MailConfig.Sender;
import dev.parley.testkit.mail.Letter;
import dev.parley.testkit.mail.MailServer;
import dev.parley.testkit.mail.OddMailServer;
import dev.parley.testkit.net.Ports;
import dev.parley.testkit.net.TcpProxy;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class MailAdapterTest {
    private static final Instant NOON = Instant.parse("2026-08-08T12:00:00Z");
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration DEADLINE = Duration.ofSeconds(3);
    private static final Login LOGIN = new Login(MailServer.USER, MailServer.PASSWORD);
    private static final Mail MAIL =
            new Mail(new Email("ann@example.org"), "Grüße 📬", "Hällo,\n\n.\n  123456\n", "<p>Hällo</p><b>123456</b>");

    private final MailServer server = MailServer.start();

    @AfterEach
    void stop() {
        server.close();
    }

    private int port(Security security) {
        return switch (security) {
            case STARTTLS -> server.startTlsPort();
            case TLS -> server.tlsPort();
            case NONE -> server.plainPort();
        };
    }

    private static MailAdapter adapter(
            int port, Security security, @Nullable Login login, @Nullable Path certificates, Duration timeout) {
        return adapter("localhost", port, security, login, certificates, timeout);
    }

    private static MailAdapter adapter(
            String host,
            int port,
            Security security,
            @Nullable Login login,
            @Nullable Path certificates,
            Duration timeout) {
        return started(new MailAdapter(
                new MailConfig.Smtp(
                        host,
                        port,
                        security,
                        login,
                        Sender.parse("Pärley <noreply@chat.example.org>"),
                        certificates,
                        timeout,
                        DEADLINE),
                InstantSource.fixed(NOON),
                new Random(1)));
    }

    private MailAdapter adapter(Security security, @Nullable Login login) {
        return adapter(port(security), security, login, server.certificates(), PATIENCE);
    }

    private static MailAdapter started(MailAdapter adapter) {
        adapter.start();
        return adapter;
    }

    private static MailException refusal(MailAdapter adapter, Mail mail) {
        return Objects.requireNonNull(catchThrowableOfType(MailException.class, () -> adapter.send(mail)));
    }

    @ParameterizedTest
    @EnumSource
    void a_letter_arrives_as_text_and_as_html(Security security) throws MailException {
        adapter(security, LOGIN).send(MAIL);

        Letter letter = server.take("ann@example.org");
        assertThat(letter.subject()).isEqualTo("Grüße 📬");
        assertThat(letter.text().strip()).isEqualTo(MAIL.text().strip());
        assertThat(letter.html()).isEqualTo(MAIL.html());
        assertThat(letter.type()).isEqualTo("multipart/alternative");
        assertThat(letter.from()).contains("<noreply@chat.example.org>").startsWith("=?UTF-8?");
        assertThat(letter.raw())
                .contains("Auto-Submitted: auto-generated")
                .containsPattern("Message-ID: <[0-9a-f]{32}@chat.example.org>")
                .contains("8 Aug 2026");
    }

    @Test
    void nothing_but_the_wish_for_tls_is_said_in_the_clear() throws MailException {
        adapter(Security.STARTTLS, LOGIN).send(MAIL);

        assertThat(server.saidInTheClear()).hasSize(2).last().isEqualTo("STARTTLS");
        assertThat(server.saidInTheClear().get(0)).startsWith("EHLO ");
    }

    @Test
    void a_server_whose_starttls_was_taken_away_gets_neither_password_nor_letter() {
        server.stripStartTls();
        assertThat(refusal(adapter(Security.STARTTLS, LOGIN), MAIL)).hasMessageContaining("STARTTLS is required");
        assertThat(server.saidInTheClear()).allMatch(line -> line.startsWith("EHLO ") || line.equals("QUIT"));
        assertThat(server.letters()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(names = {"STARTTLS", "TLS"})
    void a_server_whose_certificate_nobody_trusts_gets_nothing(Security security) {
        MailAdapter adapter = adapter(port(security), security, LOGIN, null, PATIENCE);
        assertThat(refusal(adapter, MAIL)).hasMessageContaining("PKIX");
        assertThat(server.letters()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(names = {"STARTTLS", "TLS"})
    void a_server_whose_certificate_is_for_another_host_gets_nothing(Security security) {
        MailException refusal =
                refusal(adapter("127.0.0.1", port(security), security, LOGIN, server.certificates(), PATIENCE), MAIL);
        assertThat(refusal).hasMessageContaining("127.0.0.1");
        assertThat(server.letters()).isEmpty();
    }

    @Test
    void a_wrong_password_is_told_and_not_tried_again() {
        MailException refusal = refusal(adapter(Security.TLS, new Login(MailServer.USER, "wrong")), MAIL);
        assertThat(refusal.isPassing()).isFalse();
        assertThat(refusal)
                .hasMessageContaining("localhost:" + server.tlsPort())
                .hasMessageNotContaining("wrong")
                .hasMessageNotContaining("123456");
    }

    @Test
    void a_login_that_is_not_taken_for_now_may_be_tried_again() {
        try (OddMailServer odd = refusingLogins("454 4.7.0 Temporary authentication failure")) {
            MailException refusal = refusal(adapter(odd.port(), Security.NONE, LOGIN, null, PATIENCE), MAIL);
            assertThat(refusal.isPassing()).isTrue();
            assertThat(refusal).hasMessageContaining("454 4.7.0 Temporary authentication failure");
        }
    }

    private static OddMailServer refusingLogins(String answer) {
        return OddMailServer.answering(heard -> last(heard).startsWith("AUTH") ? answer : null, "AUTH PLAIN LOGIN");
    }

    private static String last(List<String> heard) {
        return heard.get(heard.size() - 1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "554 5.7.1 refused: 'This code signs you in: 123456'",
                "554-5.7.1 refused\r\n554 5.7.1 This code signs you in: 123 456.",
                "451 This=20code=20signs=20you=20in=0A=12=34=56"
            })
    void a_server_that_repeats_the_letter_does_not_bring_its_code_into_the_log(String answer) {
        try (OddMailServer odd = OddMailServer.answering(heard -> last(heard).equals(".") ? answer : null)) {
            MailException refusal = refusal(adapter(odd.port(), Security.NONE, null, null, PATIENCE), MAIL);
            assertThat(refusal).message().matches(".*\\((554[ -]5\\.7\\.1|451), and more, which is secret\\)");
            assertThat(refusal.isPassing()).isEqualTo(answer.startsWith("4"));
        }
    }

    @ParameterizedTest
    @CsvSource({"PLAIN, 100", "PLAIN, 60", "LOGIN, 100", "LOGIN, 6"})
    void a_server_that_repeats_the_login_does_not_bring_the_password_into_the_log(String mechanism, int most) {
        try (OddMailServer odd = OddMailServer.answering(
                heard -> mechanism.equals("PLAIN") ? repeatedPlain(last(heard), most) : repeatedLogin(heard, most),
                "AUTH " + mechanism)) {
            assertSecret(odd);
        }
    }

    @Test
    void a_server_that_has_understood_the_password_does_not_bring_it_into_the_log() {
        try (OddMailServer odd = refusingLogins("535 5.7.8 wrong: '" + MailServer.PASSWORD + "'")) {
            assertSecret(odd);
        }
    }

    private static @Nullable String repeatedPlain(String line, int most) {
        return line.startsWith("AUTH") ? repeated(line.substring("AUTH PLAIN ".length()), most) : null;
    }

    private static @Nullable String repeatedLogin(List<String> heard, int most) {
        int lines = heard.size();
        if (last(heard).equals("AUTH LOGIN")
                || (lines > 1 && heard.get(lines - 2).equals("AUTH LOGIN"))) {
            return "334 go on";
        }
        return lines > 2 && heard.get(lines - 3).equals("AUTH LOGIN") ? repeated(last(heard), most) : null;
    }

    private static String repeated(String secret, int most) {
        return "535 5.7.8 wrong: " + secret.substring(0, Math.min(most, secret.length()));
    }

    private static void assertSecret(OddMailServer odd) {
        assertThat(refusal(adapter(odd.port(), Security.NONE, LOGIN, null, PATIENCE), MAIL))
                .hasMessageEndingWith("(535 5.7.8, and more, which is secret)");
    }

    @Test
    void a_password_that_is_good_no_more_is_told_to_nobody_else() throws MailException {
        try (OddMailServer odd = OddMailServer.takingOnePassword()) {
            MailAdapter adapter = adapter(odd.port(), Security.NONE, LOGIN, null, PATIENCE);
            adapter.send(MAIL);
            for (int i = 0; i < 2; i++) {
                MailException refusal = refusal(adapter, MAIL);
                assertThat(refusal).hasMessageContaining("535");
                assertThat(refusal.isPassing()).isFalse();
            }
            assertThat(odd.heard().stream().filter(line -> line.startsWith("AUTH")))
                    .hasSize(3);
        }
    }

    @Test
    void a_server_that_is_not_there_may_be_tried_again() {
        MailException refusal = refusal(adapter(Ports.free(), Security.NONE, null, null, PATIENCE), MAIL);
        assertThat(refusal.isPassing()).isTrue();
        assertThat(refusal).hasMessageContaining("Connection refused");
    }

    @Test
    void a_server_that_says_nothing_is_waited_for_no_longer_than_the_timeout() {
        try (TcpProxy silent =
                new TcpProxy(new InetSocketAddress(InetAddress.getLoopbackAddress(), server.plainPort()))) {
            silent.set(TcpProxy.Mood.SILENT);
            MailAdapter adapter = adapter(silent.port(), Security.NONE, null, null, Duration.ofMillis(300));
            long begun = System.nanoTime();
            assertThat(refusal(adapter, MAIL).isPassing()).isTrue();
            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(5));
        }
    }

    @Test
    void a_server_that_always_says_one_more_line_is_left_when_the_letter_is_late() {
        try (OddMailServer tarpit = OddMailServer.neverDone(100)) {
            MailAdapter adapter = adapter(tarpit.port(), Security.NONE, null, null, PATIENCE);
            long begun = System.nanoTime();
            MailException refusal = refusal(adapter, MAIL);
            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isBetween(DEADLINE, DEADLINE.multipliedBy(3));
            assertThat(refusal).hasMessageContaining("not within 3 s");
            assertThat(refusal.isPassing()).isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"NONE", "STARTTLS"})
    void a_server_that_says_more_than_any_has_to_is_left(Security security) {
        try (OddMailServer flood = OddMailServer.endlessLine()) {
            MailException refusal = refusal(adapter(flood.port(), security, null, null, PATIENCE), MAIL);
            assertThat(refusal).hasMessageContaining("says more than 262144 bytes");
            assertThat(refusal.isPassing()).isTrue();
        }
    }

    @Test
    void what_a_server_says_is_told_in_a_line_that_can_be_read() {
        try (OddMailServer odd = OddMailServer.refusing("554 \u001b[31m\u0007" + "no! ".repeat(1_000))) {
            MailException refusal = refusal(adapter(odd.port(), Security.NONE, null, null, PATIENCE), MAIL);
            assertThat(refusal)
                    .message()
                    .hasSizeLessThan(400)
                    .doesNotContainPattern("\\p{Cntrl}")
                    .contains("554");
        }
    }

    @Test
    void an_address_that_is_not_ascii_is_for_servers_that_know_such() throws MailException {
        Mail mail = new Mail(new Email("grüße@example.org"), "s", "t", "h");
        try (OddMailServer old = OddMailServer.with("PIPELINING")) {
            MailException refusal = refusal(adapter(old.port(), Security.NONE, null, null, PATIENCE), mail);
            assertThat(refusal).hasMessageContaining("SMTPUTF8");
            assertThat(refusal.isPassing()).isFalse();
            assertThat(old.heard()).noneMatch(line -> line.startsWith("MAIL") || line.startsWith("RCPT"));
        }
        try (OddMailServer young = OddMailServer.with("SMTPUTF8")) {
            adapter(young.port(), Security.NONE, null, null, PATIENCE).send(mail);
            assertThat(young.heard())
                    .anyMatch(line ->
                            line.startsWith("MAIL FROM:<noreply@chat.example.org>") && line.contains("SMTPUTF8"))
                    .contains("RCPT TO:<grüße@example.org>", "To: grüße@example.org");
        }
    }

    @Test
    void an_address_is_one_address_whatever_is_in_it() throws MailException {
        adapter(Security.NONE, null)
                .send(new Mail(new Email("o'neil+a=b@example.org"), "s", "t 123456", "<b>123456</b>"));
        assertThat(server.take("o'neil+a=b@example.org").code()).isEqualTo("123456");
        assertThat(server.letters()).hasSize(1);
    }

    @Test
    void a_file_without_certificates_is_told_at_once() {
        assertThatIllegalStateException()
                .isThrownBy(() -> adapter(1, Security.TLS, null, Path.of("/nowhere/ca.pem"), PATIENCE))
                .withMessageContaining("EMAIL_CA_FILE");
    }
}
