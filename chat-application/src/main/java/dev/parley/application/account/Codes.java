package dev.parley.application.account;

import dev.parley.domain.account.CodeLedger;
import dev.parley.domain.account.CodePurpose;
import dev.parley.domain.account.CodeSeal;
import dev.parley.domain.account.Email;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/** Makes one-time codes of six digits and checks them. Safe for concurrent use. */
public final class Codes {
    /** How long a code is good. */
    public static final Duration LIFE = Duration.ofMinutes(10);

    /** What lies between two codes for one address at least. */
    public static final Duration PAUSE = Duration.ofSeconds(60);

    private static final int POSSIBLE = 1_000_000;
    private static final Pattern FORM = Pattern.compile("[0-9]{6}");

    private final CodeLedger ledger;
    private final CodeSeal seal;
    private final InstantSource clock;
    private final RandomGenerator random;

    /** @param random cryptographically strong */
    public Codes(CodeLedger ledger, CodeSeal seal, InstantSource clock, RandomGenerator random) {
        this.ledger = ledger;
        this.seal = seal;
        this.clock = clock;
        this.random = random;
    }

    /** A new code for the address; none if one was made a short time ago. */
    Optional<String> issue(CodePurpose purpose, Email address) {
        String code = String.format(Locale.ROOT, "%06d", random.nextInt(POSSIBLE));
        Instant now = clock.instant();
        boolean issued = ledger.issue(address, seal.seal(purpose, address, code), now, PAUSE, now.plus(LIFE));
        return issued ? Optional.of(code) : Optional.empty();
    }

    /** Whether the code was the right one; it is void afterwards. A text that can be no code does not count as a try. */
    boolean redeem(CodePurpose purpose, Email address, String code) {
        String digits = code.strip();
        return FORM.matcher(digits).matches()
                && ledger.redeem(address, seal.seal(purpose, address, digits), clock.instant());
    }

    /** Forgets what has expired. A store that is left alone has nothing of it then. */
    public void purge() {
        Instant now = clock.instant();
        Steps.untilNone(() -> ledger.purge(now));
    }
}
