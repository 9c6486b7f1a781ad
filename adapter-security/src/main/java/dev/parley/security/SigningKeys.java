package dev.parley.security;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The keys of the access tokens: the first one signs, all of them verify.
 *
 * <p>A key is changed without logging anybody out: put the new one first, keep the old one behind it until the last
 * token that it signed has expired.
 */
public record SigningKeys(List<SigningKey> keys) {
    /** @throws IllegalArgumentException if there is no key, or two have the same name */
    public SigningKeys {
        keys = List.copyOf(keys);
        if (keys.isEmpty()) {
            throw new IllegalArgumentException("at least one key is needed");
        }
        Set<String> kids = new HashSet<>();
        for (SigningKey key : keys) {
            if (!kids.add(key.kid())) {
                throw new IllegalArgumentException("two keys are named '" + key.kid() + "'");
            }
        }
    }

    public static SigningKeys of(String kid, String secret) {
        return new SigningKeys(List.of(new SigningKey(kid, secret)));
    }

    SigningKey signing() {
        return keys.get(0);
    }
}
