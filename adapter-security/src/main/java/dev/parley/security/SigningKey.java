package dev.parley.security;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/**
 * A secret of HMAC-SHA256 and its name. It never prints the secret.
 *
 * @param kid 1 to 64 of A–Z, a–z, 0–9, {@code _ . -}; stands in the header of each token (RFC 7515 §4.1.4)
 * @param secret at least {@link #MIN_BYTES} bytes in UTF-8: shorter ones can be guessed offline (RFC 7518 §3.2)
 */
public record SigningKey(String kid, String secret) {
    public static final int MIN_BYTES = 32;

    private static final Pattern KID = Pattern.compile("[A-Za-z0-9_.-]{1,64}");

    /** @throws IllegalArgumentException if the name has another form or the secret is too short */
    public SigningKey {
        if (!KID.matcher(kid).matches()) {
            throw new IllegalArgumentException("a key's name has 1 to 64 letters, digits, '_', '.' or '-'");
        }
        int bytes = secret.getBytes(StandardCharsets.UTF_8).length;
        if (bytes < MIN_BYTES) {
            throw new IllegalArgumentException(
                    "a secret needs at least " + MIN_BYTES + " bytes, this one has " + bytes);
        }
    }

    @Override
    public String toString() {
        return "SigningKey[kid=" + kid + ", secret=redacted]";
    }
}
