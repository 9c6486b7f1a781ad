package dev.parley.security;

import dev.parley.domain.account.CodeHash;
import dev.parley.domain.account.CodePurpose;
import dev.parley.domain.account.CodeSeal;
import dev.parley.domain.account.Email;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Seals one-time codes with HMAC-SHA256 (RFC 2104) under a key that is made of the one that signs access tokens, for this
 * use alone. Another signing key voids the codes of the last ten minutes.
 */
public final class HmacCodeSeal implements CodeSeal {
    private static final String ALGORITHM = "HmacSHA256";
    private static final String USE = "dev.parley one-time codes, 1";

    private final SecretKeySpec key;

    public HmacCodeSeal(SigningKeys keys) {
        SecretKeySpec secret = new SecretKeySpec(keys.signing().secret().getBytes(StandardCharsets.UTF_8), ALGORITHM);
        this.key = new SecretKeySpec(mac(secret, USE), ALGORITHM);
    }

    /** No address has a newline in it: the three cannot run into each other. */
    @Override
    public CodeHash seal(CodePurpose purpose, Email address, String code) {
        String sealed = purpose.name() + "\n" + address.key() + "\n" + code;
        return new CodeHash(HexFormat.of().formatHex(mac(key, sealed)));
    }

    private static byte[] mac(SecretKeySpec key, String text) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException | InvalidKeyException e) {
            throw new IllegalStateException("every JDK has " + ALGORITHM, e);
        }
    }
}
