package dev.parley.testkit.mail;

import static org.awaitility.Awaitility.await;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** Is a real SMTP server on free ports of localhost, which wants {@link #USER} and {@link #PASSWORD} where it is asked. */
public final class MailServer implements AutoCloseable {
    public static final String USER = "parley@example.org";
    public static final String PASSWORD = "mail pass, word";

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String LOOPBACK = "127.0.0.1";

    private final Certificate certificate = Certificate.only();
    private final GreenMail greenMail = new GreenMail(new ServerSetup[] {
        new ServerSetup(0, LOOPBACK, ServerSetup.PROTOCOL_SMTP),
        new ServerSetup(0, LOOPBACK, ServerSetup.PROTOCOL_SMTPS)
    });
    private final StartTlsDoor startTls;
    private final Map<String, Integer> taken = new ConcurrentHashMap<>();

    private MailServer() {
        greenMail.setUser(USER, USER, PASSWORD);
        greenMail.start();
        startTls = new StartTlsDoor(plainPort(), certificate.context());
    }

    public static MailServer start() {
        return new MailServer();
    }

    /** Where it speaks in the clear. */
    public int plainPort() {
        return greenMail.getSmtp().getPort();
    }

    /** Where it speaks TLS from the first byte. */
    public int tlsPort() {
        return greenMail.getSmtps().getPort();
    }

    /** Where it wants STARTTLS before anything else. */
    public int startTlsPort() {
        return startTls.port();
    }

    /** What was said in the clear to the port of STARTTLS. */
    public List<String> saidInTheClear() {
        return startTls.heard();
    }

    /** From now on there is no STARTTLS at its port, as if somebody on the way had taken it away. */
    public void stripStartTls() {
        startTls.strip();
    }

    /** A file with the certificate to trust, as PEM. */
    public Path certificates() {
        return certificate.pem();
    }

    /** All letters so far, the oldest first. */
    public List<Letter> letters() {
        return Stream.of(greenMail.getReceivedMessages()).map(Letter::of).toList();
    }

    /** The oldest letter to the address that has not been taken, when it is there; it is taken then. */
    public Letter take(String address) {
        int before = taken.getOrDefault(address, 0);
        await("a letter to " + address).atMost(PATIENCE).until(() -> to(address).size() > before);
        taken.put(address, before + 1);
        return to(address).get(before);
    }

    private List<Letter> to(String address) {
        return letters().stream().filter(letter -> letter.to().equals(address)).toList();
    }

    @Override
    public void close() {
        startTls.close();
        greenMail.stop();
    }
}
