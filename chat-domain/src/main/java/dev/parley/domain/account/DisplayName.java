package dev.parley.domain.account;

import dev.parley.domain.ChatException;
import dev.parley.domain.ErrorCode;
import dev.parley.domain.Texts;

/** The name that others see: 1 to 64 characters of any script, trimmed, on one line, not all of them invisible. */
public record DisplayName(String value) {
    private static final int MAX_LENGTH = 64;

    /** @throws ChatException.Invalid if it is empty, too long, or has characters that cannot be shown */
    public DisplayName {
        value = value.strip();
        if (!Texts.isName(value, MAX_LENGTH)) {
            throw new ChatException.Invalid(ErrorCode.INVALID_DISPLAY_NAME);
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
