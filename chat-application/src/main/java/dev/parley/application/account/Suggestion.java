package dev.parley.application.account;

import dev.parley.domain.account.Email;
import dev.parley.domain.account.Username;
import java.util.Objects;

/**
 * Makes a username for somebody who gave only an address: what stands before the {@code @}, then the same with a
 * number, {@code ann}, {@code ann2}, {@code ann3}, … and at last with numbers that nobody has.
 */
final class Suggestion {
    /** How many are tried before the sign-up is refused. */
    static final int ATTEMPTS = 16;

    private static final int ORDERLY = 8;

    private Suggestion() {}

    static Username of(SignUp wish, int attempt) {
        Email email = Objects.requireNonNull(wish.email());
        String stem = email.localPart().replaceAll("[^A-Za-z0-9_.-]", "");
        if (stem.length() < Username.MIN_LENGTH) {
            stem = "user" + stem;
        }
        String suffix = suffix(email, attempt);
        return new Username(stem.substring(0, Math.min(stem.length(), Username.MAX_LENGTH - suffix.length())) + suffix);
    }

    private static String suffix(Email email, int attempt) {
        if (attempt == 0) {
            return "";
        }
        if (attempt < ORDERLY) {
            return Integer.toString(attempt + 1);
        }
        // Spread by the whole address: a thousand anns of a thousand hosts do not try the same numbers.
        int spread = Math.floorMod(Objects.hash(email.key(), attempt), 1_000_000);
        return Integer.toString(ORDERLY + spread);
    }
}
