package dev.parley.domain.mail;

import dev.parley.domain.Texts;
import dev.parley.domain.account.Email;

/**
 * A letter to one address, in two forms that say the same. It never prints what it says.
 *
 * @param subject on one line
 * @param text for those who read plain text
 * @param html for the others; who makes it has escaped what is not its own
 */
public record Mail(Email to, String subject, String text, String html) {
    private static final int MAX_SUBJECT = 200;

    /** @throws IllegalArgumentException if the subject could end its line and begin another header (RFC 5322 §2.2) */
    public Mail {
        if (!Texts.isName(subject, MAX_SUBJECT)) {
            throw new IllegalArgumentException("a subject is one line of 1 to " + MAX_SUBJECT + " characters");
        }
    }

    @Override
    public String toString() {
        return "Mail[redacted]";
    }
}
