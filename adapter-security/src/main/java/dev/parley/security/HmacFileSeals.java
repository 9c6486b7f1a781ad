package dev.parley.security;

import dev.parley.domain.file.FileSeals;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Seals links by HMAC-SHA256 (RFC 2104) with keys of their own, derived from those of the access tokens: what is sealed here is
 * never a token, and the other way round. The first key seals, all of them are looked at.
 */
public final class HmacFileSeals implements FileSeals {
    private static final String ALGORITHM = "HmacSHA256";
    private static final String PURPOSE = "parley links to files 1";

    private final List<SecretKeySpec> keys;

    public HmacFileSeals(SigningKeys keys) {
        this.keys = keys.keys().stream().map(HmacFileSeals::derived).toList();
    }

    private static SecretKeySpec derived(SigningKey key) {
        byte[] secret = key.secret().getBytes(StandardCharsets.UTF_8);
        return new SecretKeySpec(mac(new SecretKeySpec(secret, ALGORITHM), PURPOSE), ALGORITHM);
    }

    @Override
    public String seal(String text) {
        return sealed(keys.get(0), text);
    }

    @Override
    public boolean fits(String text, String seal) {
        byte[] given = seal.getBytes(StandardCharsets.UTF_8);
        return keys.stream()
                .anyMatch(key -> MessageDigest.isEqual(sealed(key, text).getBytes(StandardCharsets.US_ASCII), given));
    }

    private static String sealed(SecretKeySpec key, String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(mac(key, text));
    }

    private static byte[] mac(SecretKeySpec key, String text) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has " + ALGORITHM, e);
        }
    }
}
