package dev.parley.bootstrap.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import dev.parley.testkit.mail.MailServer;
import dev.parley.testkit.net.Ports;
import dev.parley.testkit.net.TcpProxy;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The ways by which mail leaves the server, those that lead nowhere, and a server without any. */
@Timeout(60)
class MailDoorsTest {
    private static final String OTP = "/api/v1/auth/otp";
    private static final String VERIFY = OTP + "/verify";
    private static final String RESET = "/api/v1/auth/password/reset";
    private static final Pattern CODE = Pattern.compile("\\b[0-9]{6}\\b");
    private static final Duration AT_ONCE = Duration.ofSeconds(3);

    @TempDir
    private Path directory = Path.of("");

    private final MailServer mail = MailServer.start();

    @AfterEach
    void stop() {
        mail.close();
    }

    private RunningServer server(Map<String, String> settings) {
        return RunningServer.start(StoreKind.SQLITE, directory, settings);
    }

    private static Map<String, String> smtp(int port, String security) {
        Map<String, String> settings = new HashMap<>();
        settings.put("EMAIL_HOST", "localhost");
        settings.put("EMAIL_PORT", Integer.toString(port));
        settings.put("EMAIL_SECURITY", security);
        settings.put("EMAIL_USER", MailServer.USER);
        settings.put("EMAIL_PASS", MailServer.PASSWORD);
        return settings;
    }

    private static String signUp(RunningServer server, String name) {
        String address = name + "@example.org";
        server.api()
                .post(
                        "/api/v1/auth/signup",
                        Json.object("username", name, "email", address, "password", Person.PASSWORD))
                .expect(201);
        return address;
    }

    private void assertCodeArrives(RunningServer server) {
        String address = signUp(server, "ann");
        server.api().post(OTP, Json.object("email", address)).expect(202);
        String code = mail.take(address).code();
        server.api().post(VERIFY, Json.object("email", address, "code", code)).expect(200);
    }

    @Test
    void mail_goes_over_tls() {
        Map<String, String> settings = smtp(mail.tlsPort(), "tls");
        settings.put("EMAIL_CA_FILE", mail.certificates().toString());
        try (RunningServer server = server(settings)) {
            assertCodeArrives(server);
            assertThat(server.startWarnings()).isEmpty();
            assertThat(mail.letters().get(0).from()).isEqualTo(MailServer.USER);
        }
    }

    @Test
    void mail_goes_in_the_clear_if_the_operator_says_so_who_is_warned() {
        try (RunningServer server = server(smtp(mail.plainPort(), "none"))) {
            assertCodeArrives(server);
            assertThat(server.startWarnings()).singleElement().asString().startsWith("EMAIL_SECURITY is 'none'");
        }
    }

    @Test
    void a_mail_server_without_starttls_gets_no_mail_in_the_clear() {
        Map<String, String> settings = smtp(mail.plainPort(), "starttls");
        try (HeardLog log = new HeardLog("dev.parley.application.account", Level.WARN);
                RunningServer server = server(settings)) {
            String address = signUp(server, "ann");
            server.api().post(OTP, Json.object("email", address)).expect(202);
            assertThat(log.hear(line -> line.startsWith("A mail was not sent"))).contains("STARTTLS is required");
            server.api()
                    .post(VERIFY, Json.object("email", address, "code", "000000"))
                    .expectRefusal(401, "invalid_code");
            assertThat(mail.letters()).isEmpty();
        }
    }

    @Test
    void mail_that_is_logged_is_warned_of() {
        try (HeardLog log = new HeardLog("dev.parley.mail", Level.INFO);
                RunningServer server = server(Map.of("EMAIL_TRANSPORT", "log"))) {
            assertThat(server.startWarnings()).singleElement().asString().startsWith("EMAIL_TRANSPORT is 'log'");
            String address = signUp(server, "ann");
            server.api().post(OTP, Json.object("email", address)).expect(202);
            Matcher code = CODE.matcher(log.hear(line -> line.startsWith("Mail to " + address)));
            assertThat(code.find()).isTrue();
            server.api()
                    .post(VERIFY, Json.object("email", address, "code", code.group()))
                    .expect(200);
        }
    }

    @Test
    void without_mail_the_routes_say_so() {
        try (RunningServer server = server(Map.of())) {
            String address = signUp(server, "ann");
            for (String path : List.of(OTP, RESET)) {
                server.api().post(path, Json.object("email", address)).expectRefusal(501, "no_mail");
            }
            server.api()
                    .post(VERIFY, Json.object("email", address, "code", "000000"))
                    .expectRefusal(501, "no_mail");
            server.api()
                    .post(
                            RESET + "/confirm",
                            Json.object("email", address, "code", "000000", "password", "battery staple"))
                    .expectRefusal(501, "no_mail");
            assertThat(server.startWarnings()).isEmpty();
        }
    }

    @Test
    void a_dead_mail_server_costs_the_mail_and_nothing_else() {
        Map<String, String> settings = smtp(Ports.free(), "none");
        try (RunningServer server = server(settings)) {
            assertNothingWaits(server);
        }
    }

    @Test
    void a_silent_mail_server_costs_the_mail_and_nothing_else() {
        InetSocketAddress behind = new InetSocketAddress(InetAddress.getLoopbackAddress(), mail.plainPort());
        try (TcpProxy silent = new TcpProxy(behind)) {
            silent.set(TcpProxy.Mood.SILENT);
            try (RunningServer server = server(smtp(silent.port(), "none"))) {
                assertNothingWaits(server);
            }
        }
    }

    @Test
    void a_mail_that_was_not_taken_is_sent_when_the_mail_server_is_back() {
        InetSocketAddress behind = new InetSocketAddress(InetAddress.getLoopbackAddress(), mail.plainPort());
        try (TcpProxy proxy = new TcpProxy(behind)) {
            proxy.set(TcpProxy.Mood.CUT);
            try (RunningServer server = server(smtp(proxy.port(), "none"))) {
                String address = signUp(server, "ann");
                server.api().post(OTP, Json.object("email", address)).expect(202);
                server.api().post(OTP, Json.object("email", address)).expect(202);
                proxy.set(TcpProxy.Mood.OPEN);
                String code = mail.take(address).code();
                server.api()
                        .post(VERIFY, Json.object("email", address, "code", code))
                        .expect(200);
                assertThat(mail.letters()).hasSize(1);
            }
        }
    }

    /** More letters than there are workers are under way, and everybody is served as if there were none. */
    private static void assertNothingWaits(RunningServer server) {
        Person ann = server.person("ann");
        try (TestSocket socket = ann.listening()) {
            List<String> addresses = IntStream.range(0, 6)
                    .mapToObj(i -> signUp(server, "waiter" + i))
                    .toList();
            long begun = System.nanoTime();
            addresses.forEach(address ->
                    server.api().post(OTP, Json.object("email", address)).expect(202));
            ann.say("meanwhile");
            assertThat(socket.await("message").path("message").path("content").asText())
                    .isEqualTo("meanwhile");
            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(AT_ONCE);
        }
    }

    @Test
    void more_than_can_wait_are_refused_whether_they_are_known_or_not() {
        InetSocketAddress behind = new InetSocketAddress(InetAddress.getLoopbackAddress(), mail.plainPort());
        try (TcpProxy silent = new TcpProxy(behind)) {
            silent.set(TcpProxy.Mood.SILENT);
            try (RunningServer server = server(smtp(silent.port(), "none"))) {
                // Two keep the workers waiting; behind them nobody is looked up.
                for (int i = 0; i < 2; i++) {
                    server.api()
                            .post(OTP, Json.object("email", signUp(server, "first" + i)))
                            .expect(202);
                }
                int refused = 0;
                for (int i = 0; i < 250; i++) {
                    Answer answer = server.api().post(OTP, Json.object("email", "nobody" + i + "@example.org"));
                    if (answer.status() == 503) {
                        answer.expectRefusal(503, "overloaded");
                        refused++;
                    } else {
                        answer.expect(202);
                    }
                }
                assertThat(refused).isBetween(40, 60);
            }
        }
    }
}
