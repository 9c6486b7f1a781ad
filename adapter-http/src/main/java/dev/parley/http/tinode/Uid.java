package dev.parley.http.tinode;

import dev.parley.domain.ChatException;
import dev.parley.domain.ErrorCode;
import dev.parley.domain.bridge.ForeignAccount;
import java.util.regex.Pattern;

/** The number of a Tinode user as it stands in these requests: without the {@code usr} that it has everywhere else. */
record Uid(String value) {
    private static final String PREFIX = "usr";
    /** Eight bytes in Base64 for URLs (RFC 4648 §5). */
    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9_-]{11}");

    /** @throws ChatException.Invalid if it has another form */
    Uid {
        if (!FORM.matcher(value).matches()) {
            throw new ChatException.Invalid(ErrorCode.INVALID_FIELD, "'uid' must be a user of Tinode.");
        }
    }

    /** @throws IllegalArgumentException if it is an account of something else than Tinode */
    static Uid of(ForeignAccount account) {
        if (!account.value().startsWith(PREFIX)) {
            throw new IllegalArgumentException(account + " is no user of Tinode");
        }
        return new Uid(account.value().substring(PREFIX.length()));
    }

    ForeignAccount account() {
        return new ForeignAccount(PREFIX + value);
    }
}
