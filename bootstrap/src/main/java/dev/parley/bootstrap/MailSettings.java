package dev.parley.bootstrap;

import dev.parley.domain.account.Email;
import dev.parley.mail.MailConfig;
import dev.parley.mail.MailConfig.Login;
import dev.parley.mail.MailConfig.Security;
import dev.parley.mail.MailConfig.Sender;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads how mail is sent. */
final class MailSettings {
    /** Where TLS begins with the first byte (RFC 8314 §3.3). */
    private static final int SUBMISSIONS = 465;

    private static final Duration TIMEOUT = Duration.ofSeconds(15);
    private static final Duration DEADLINE = Duration.ofSeconds(60);

    private MailSettings() {}

    /**
     * Null if no mail is sent.
     *
     * @param level from which on is logged
     * @param problems where problems are added
     */
    static @Nullable MailConfig read(SettingReader read, Config.LogLevel level, List<String> problems) {
        Optional<String> host = read.find(Settings.EMAIL_HOST);
        boolean toLog = read.get(Settings.EMAIL_TRANSPORT) == Config.MailTransport.LOG;
        int port = read.get(Settings.EMAIL_PORT);
        Security security =
                read.find(Settings.EMAIL_SECURITY).orElse(port == SUBMISSIONS ? Security.TLS : Security.STARTTLS);
        Login login = login(read, host.isPresent(), problems);
        Optional<Sender> from = sender(read);
        if (toLog) {
            if (host.isPresent()) {
                problems.add("EMAIL_HOST: is set together with EMAIL_TRANSPORT=log, set only one of them");
            }
            if (level.compareTo(Config.LogLevel.INFO) > 0) {
                problems.add("LOG_LEVEL: must be info or less with EMAIL_TRANSPORT=log, which logs mail at info");
            }
            return new MailConfig.ToLog();
        }
        if (host.isEmpty()) {
            return null;
        }
        if (from.isEmpty()) {
            if (!read.isSet(Settings.EMAIL_FROM)) {
                problems.add("EMAIL_FROM: is needed with EMAIL_HOST, unless EMAIL_USER is an address");
            }
            return null;
        }
        return new MailConfig.Smtp(
                host.get(),
                port,
                security,
                login,
                from.get(),
                read.find(Settings.EMAIL_CA_FILE).map(read::resolved).orElse(null),
                TIMEOUT,
                DEADLINE);
    }

    private static @Nullable Login login(SettingReader read, boolean wanted, List<String> problems) {
        Optional<String> user = read.find(Settings.EMAIL_USER);
        Optional<Secret> password = read.find(Settings.EMAIL_PASS);
        if (wanted && user.isPresent() != password.isPresent()) {
            problems.add(
                    user.isPresent()
                            ? "EMAIL_PASS: is needed with EMAIL_USER"
                            : "EMAIL_USER: is needed with EMAIL_PASS");
        }
        return user.isPresent() && password.isPresent()
                ? new Login(user.get(), password.get().value())
                : null;
    }

    private static Optional<Sender> sender(SettingReader read) {
        return read.find(Settings.EMAIL_FROM)
                .or(() -> read.find(Settings.EMAIL_USER).flatMap(Email::of).map(address -> new Sender(null, address)));
    }
}
