package dev.parley.security;

import dev.parley.domain.account.Password;
import dev.parley.domain.account.PasswordHash;
import dev.parley.domain.account.PasswordHasher;
import java.security.SecureRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.mindrot.jbcrypt.BCrypt;

/**
 * Hashes passwords by bcrypt (Provos and Mazières, 1999), in the form {@code $2a$<cost>$<salt><hash>}.
 *
 * <p>Each call runs 2<sup>cost</sup> rounds on the caller's thread, so the caller limits how many run at once. bcrypt's
 * own traps, the 72nd byte and the NUL, are kept out by {@link Password}. The cost stands in each hash: raising it
 * leaves the old hashes valid, but outdated. Safe for concurrent use.
 */
public final class BcryptPasswordHasher implements PasswordHasher {
    public static final int MIN_COST = 4;
    /** About two seconds a hash; a stored hash that claims more is taken for damaged rather than worked on for hours. */
    public static final int MAX_COST = 15;

    private static final Pattern FORM = Pattern.compile("\\$2a\\$(0[4-9]|1[0-5])\\$[./A-Za-z0-9]{53}");

    private final int cost;
    private final SecureRandom random;

    /**
     * @param cost {@link #MIN_COST} to {@link #MAX_COST}; 10 takes some 60 ms
     * @param random where salts come from
     */
    public BcryptPasswordHasher(int cost, SecureRandom random) {
        if (cost < MIN_COST || cost > MAX_COST) {
            throw new IllegalArgumentException("the cost of bcrypt is " + MIN_COST + " to " + MAX_COST);
        }
        this.cost = cost;
        this.random = random;
    }

    @Override
    public PasswordHash hash(Password password) {
        return new PasswordHash(BCrypt.hashpw(password.value(), BCrypt.gensalt(cost, random)));
    }

    @Override
    public boolean matches(Password password, PasswordHash hash) {
        return FORM.matcher(hash.value()).matches() && BCrypt.checkpw(password.value(), hash.value());
    }

    @Override
    public boolean isOutdated(PasswordHash hash) {
        Matcher form = FORM.matcher(hash.value());
        return form.matches() && Integer.parseInt(form.group(1)) != cost;
    }
}
