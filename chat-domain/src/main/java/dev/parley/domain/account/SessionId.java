package dev.parley.domain.account;

import dev.parley.domain.ChatException;
import dev.parley.domain.ErrorCode;
import java.util.regex.Pattern;

/** The name of a session: 128 random bits or more, in URL-safe base64. Not a secret, but not to be guessed. */
public record SessionId(String value) {
    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9_-]{22,64}");

    /** @throws ChatException.Unauthenticated if it has another form: it came in a token that nobody here made */
    public SessionId {
        if (!FORM.matcher(value).matches()) {
            throw new ChatException.Unauthenticated(ErrorCode.INVALID_TOKEN);
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
