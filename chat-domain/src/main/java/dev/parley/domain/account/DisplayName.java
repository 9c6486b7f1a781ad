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

    /** What is searched: that of a name that contains a part contains the part {@linkplain Texts#folded folded}. */
    public String key() {
        return Texts.folded(value);
    }

    /** Whether a name may have the text in it, at least as far as anybody would search for it. */
    public static boolean isPart(String text) {
        return Texts.length(text) <= MAX_LENGTH && !Texts.isTorn(text) && !Texts.hasControl(text, "");
    }

    @Override
    public String toString() {
        return value;
    }
}
