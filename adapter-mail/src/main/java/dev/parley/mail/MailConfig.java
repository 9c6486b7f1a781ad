package dev.parley.mail;

import dev.parley.domain.ChatException;
import dev.parley.domain.Texts;
import dev.parley.domain.account.Email;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** How mail leaves the server. */
public sealed interface MailConfig {
    /** Letters are written into the log, codes and all, instead of being sent. For development alone. */
    record ToLog() implements MailConfig {}

    /**
     * Letters are handed to an SMTP server.
     *
     * @param login null if the server wants none
     * @param certificates a file with those that are trusted, as PEM; null if Java's are
     * @param timeout to connect, and for each answer
     * @param deadline for all of one letter, from the connection to the goodbye
     */
    record Smtp(
            String host,
            int port,
            Security security,
            @Nullable Login login,
            Sender from,
            @Nullable Path certificates,
            Duration timeout,
            Duration deadline)
            implements MailConfig {}

    /** What protects the connection. */
    enum Security {
        /** TLS, asked for before anything else is said, and demanded. */
        STARTTLS,
        /** TLS from the first byte. */
        TLS,
        /** Nothing: the password and the letters can be read on the way. */
        NONE
    }

    /** Who the server is to the mail server. It never prints the password. */
    record Login(String user, String password) {
        @Override
        public String toString() {
            return "Login[user=" + user + ", password=redacted]";
        }
    }

    /**
     * Who letters are from.
     *
     * @param name null if only the address is shown
     */
    record Sender(@Nullable String name, Email address) {
        private static final Pattern NAMED = Pattern.compile("([^<>]+?)\\s*<([^<>]+)>");
        private static final Pattern QUOTED = Pattern.compile("\"((?:[^\"\\\\]|\\\\.)*)\"");
        private static final int MAX_NAME = 100;

        /**
         * Reads {@code noreply@example.org} or {@code Parley <noreply@example.org>}; a name in quotes is a quoted string (RFC
         * 5322 §3.2.4).
         *
         * @throws IllegalArgumentException if it is neither
         */
        public static Sender parse(String text) {
            Matcher named = NAMED.matcher(text.strip());
            try {
                if (!named.matches()) {
                    return new Sender(null, new Email(text.strip()));
                }
                String name = unquoted(named.group(1).strip());
                if (!Texts.isName(name, MAX_NAME)) {
                    throw new IllegalArgumentException("must have a name that can be shown");
                }
                return new Sender(name, new Email(named.group(2)));
            } catch (ChatException.Invalid e) {
                throw new IllegalArgumentException("must be an address, or a name with an address in <>", e);
            }
        }

        private static String unquoted(String name) {
            Matcher quoted = QUOTED.matcher(name);
            return quoted.matches()
                    ? quoted.group(1).replaceAll("\\\\(.)", "$1").strip()
                    : name;
        }
    }
}
