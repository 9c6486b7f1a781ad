package dev.parley.bootstrap;

import dev.parley.domain.account.Email;
import dev.parley.mail.MailConfig;
import dev.parley.mail.MailConfig.Login;
import dev.parley.mail.MailConfig.Security;
import dev.parley.mail.MailConfig.Sender;
import java.nio.file.Files;
import java.nio.file.Path;
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
        Optional<String> user = read.find(Settings.EMAIL_USER);
        Login login = login(read, user, host.isPresent(), problems);
        Optional<Sender> from = sender(read, user);
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
        Optional<Path> certificates = read.find(Settings.EMAIL_CA_FILE).map(read::resolved);
        certificates
                .filter(file -> !Files.isReadable(file) || Files.isDirectory(file))
                .ifPresent(file -> problems.add("EMAIL_CA_FILE: cannot read '" + file + "'"));
        if (from.isEmpty()) {
            if (!read.isSet(Settings.EMAIL_FROM)) {
                problems.add("EMAIL_FROM: is needed with EMAIL_HOST, unless EMAIL_USER is an address");
            }
            return null;
        }
        return new MailConfig.Smtp(
                host.get(), port, security, login, from.get(), certificates.orElse(null), TIMEOUT, DEADLINE);
    }

    private static @Nullable Login login(
            SettingReader read, Optional<String> user, boolean wanted, List<String> problems) {
        Optional<Secret> password = read.find(Settings.EMAIL_PASS);
        boolean named = read.isSet(Settings.EMAIL_USER);
        if (wanted && named != read.isSet(Settings.EMAIL_PASS)) {
            problems.add(named ? "EMAIL_PASS: is needed with EMAIL_USER" : "EMAIL_USER: is needed with EMAIL_PASS");
        }
        return user.isPresent() && password.isPresent()
                ? new Login(user.get(), password.get().value())
                : null;
    }

    private static Optional<Sender> sender(SettingReader read, Optional<String> user) {
        return read.find(Settings.EMAIL_FROM)
                .or(() -> user.flatMap(Email::of).map(address -> new Sender(null, address)));
    }
}
