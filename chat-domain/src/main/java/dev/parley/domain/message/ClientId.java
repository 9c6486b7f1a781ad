package dev.parley.domain.message;

import dev.parley.domain.ChatException;
import dev.parley.domain.ErrorCode;
import dev.parley.domain.Texts;

/** The name that a client gives to its message so that a repeat is known as one: 1 to 64 characters, no controls. */
public record ClientId(String value) {
    private static final int MAX_LENGTH = 64;

    /** @throws ChatException.Invalid if it is empty, too long, or has characters that cannot be shown */
    public ClientId {
        if (value.isEmpty() || Texts.length(value) > MAX_LENGTH || Texts.isTorn(value) || Texts.hasControl(value, "")) {
            throw new ChatException.Invalid(ErrorCode.INVALID_CLIENT_ID);
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
