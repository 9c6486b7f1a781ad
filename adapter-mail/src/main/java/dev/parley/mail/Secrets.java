package dev.parley.mail;

import dev.parley.domain.mail.Mail;
import dev.parley.mail.MailConfig.Login;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Knows what must not be told of a letter and of the login that sent it, and finds it in what a mail server says: some repeat
 * what they refuse.
 */
final class Secrets {
    private static final Pattern CODE = Pattern.compile("[0-9]{6,}");

    /** What may come between the parts of a code that is quoted, and what Base64 has beside letters and digits. */
    private static final Pattern SIGNS = Pattern.compile("[^A-Za-z0-9]+");

    /** How a reply begins (RFC 5321 §4.2, RFC 3463 §2). */
    private static final Pattern REPLY = Pattern.compile("\\b[245][0-9]{2}\\b(?:[ -][245](?:\\.[0-9]{1,3}){2}\\b)?");

    /** Of letters and digits, enough not to come by chance, and few enough not to tell the rest. */
    private static final int BEGINNING = 4;

    private final @Nullable String password;
    private final List<String> traces = new ArrayList<>();

    Secrets(Mail mail, @Nullable Login login) {
        Matcher code = CODE.matcher(mail.text());
        while (code.find()) {
            traces.add(code.group());
        }
        password = login == null ? null : login.password();
        if (login != null) {
            for (int before = 0; before < 3; before++) {
                traces.add(bare(encoded(login.password(), before)));
            }
        }
    }

    /**
     * How the password begins in Base64 (RFC 4648 §4), for no more of it may be repeated.
     *
     * @param before how many bytes of a group of three stand before it, the end of a user's name perhaps
     */
    private static String encoded(String password, int before) {
        byte[] bytes = ("\0".repeat(before) + password).getBytes(StandardCharsets.UTF_8);
        String text = Base64.getEncoder().encodeToString(bytes);
        int begin = (before * 8 + 5) / 6; // Six bits are a character.
        return text.substring(begin, Math.min(begin + BEGINNING, text.length()));
    }

    /** What was said, or of that no more than how the reply begins. */
    String hiddenIn(String said) {
        String bare = bare(said);
        if ((password == null || !said.contains(password)) && traces.stream().noneMatch(bare::contains)) {
            return said;
        }
        Matcher reply = REPLY.matcher(said);
        return (reply.find() ? reply.group() + ", and" : "It says") + " more, which is secret";
    }

    private static String bare(String text) {
        return SIGNS.matcher(text).replaceAll("");
    }
}
