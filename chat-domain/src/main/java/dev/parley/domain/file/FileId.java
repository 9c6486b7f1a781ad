package dev.parley.domain.file;

import dev.parley.domain.ChatException;
import dev.parley.domain.ErrorCode;
import java.util.regex.Pattern;

/** The name of a file here: 128 random bits in URL-safe base64. Not a secret, but not to be guessed. */
public record FileId(String value) {
    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9_-]{22}");

    /** @throws ChatException.NotFound if it has another form: nobody here made it */
    public FileId {
        if (!FORM.matcher(value).matches()) {
            throw new ChatException.NotFound(ErrorCode.FILE_NOT_FOUND);
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
