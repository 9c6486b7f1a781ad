package dev.parley.domain.file;

import dev.parley.domain.ChatException;
import dev.parley.domain.ErrorCode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.regex.Pattern;

/** The name of a file here: 128 random bits in URL-safe base64. Not a secret, but not to be guessed. */
public record FileId(String value) {
    private static final int BYTES = 16;
    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9_-]{22}");

    /** @throws ChatException.NotFound if it has another form: nobody here made it */
    public FileId {
        if (!FORM.matcher(value).matches()) {
            throw new ChatException.NotFound(ErrorCode.FILE_NOT_FOUND);
        }
    }

    /** The name under which its thumbnail lies. */
    public FileId thumbnail() {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256")
                    .digest(("thumbnail:" + value).getBytes(StandardCharsets.US_ASCII));
            return new FileId(Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(digest, BYTES)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
