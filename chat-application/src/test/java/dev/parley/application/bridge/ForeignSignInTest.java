package dev.parley.application.bridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.application.account.Accounts;
import dev.parley.application.account.Sessions;
import dev.parley.application.account.SignUp;
import dev.parley.application.account.SignedIn;
import dev.parley.application.bridge.ForeignSignIn.Guest;
import dev.parley.application.fixture.MemorySessionLedger;
import dev.parley.application.fixture.MemoryUserDirectory;
import dev.parley.application.fixture.PlainTokens;
import dev.parley.application.fixture.TestTime;
import dev.parley.application.limit.Rate;
import dev.parley.application.limit.RateLimiter;
import dev.parley.application.profile.Profiles;
import dev.parley.domain.ChatException;
import dev.parley.domain.ErrorCode;
import dev.parley.domain.account.DisplayName;
import dev.parley.domain.account.Email;
import dev.parley.domain.account.NewUser;
import dev.parley.domain.account.Password;
import dev.parley.domain.account.PasswordHash;
import dev.parley.domain.account.PasswordHasher;
import dev.parley.domain.account.User;
import dev.parley.domain.account.UserDirectory.Registration;
import dev.parley.domain.account.UserId;
import dev.parley.domain.account.Username;
import dev.parley.domain.bridge.BridgeLedger;
import dev.parley.domain.bridge.ForeignAccount;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ForeignSignInTest {
    private static final Duration HOUR = Duration.ofHours(1);
    private static final String PASSWORD = "correct:horse";
    private static final ForeignAccount HERS = new ForeignAccount("usrAAAAAAAAAAA");
    private static final ForeignAccount HIS = new ForeignAccount("usraaaaaaaaaaa");

    private final TestTime time = new TestTime();
    private final MemoryUserDirectory users = new MemoryUserDirectory();
    private final Profiles profiles = new Profiles(users, time::nanoTime);
    private final MemorySessionLedger ledger = new MemorySessionLedger();
    private final Sessions sessions =
            new Sessions(ledger, new PlainTokens(), profiles, time, time::nanoTime, new Random(1), Duration.ofDays(30));
    private final CountingHasher hasher = new CountingHasher();
    private final Accounts accounts =
            new Accounts(users, hasher, sessions, time, RateLimiter.of(new Rate(5, 5), time::nanoTime), Runnable::run);
    private final Links links = new Links();
    private final ForeignSignIn signIn = new ForeignSignIn(accounts, sessions, profiles, links.ledger());
    private final User ann = accounts.signUp(
            new SignUp(new Email("ann@example.com"), new Username("Ann"), new Password(PASSWORD), null, null));

    @ParameterizedTest
    @ValueSource(strings = {"Ann:correct:horse", "ann:correct:horse", "ANN@example.com:correct:horse"})
    void a_name_or_an_address_and_a_password_with_colons_in_it_are_somebody(String secret) {
        assertThat(signIn.admit(secret)).isEqualTo(new Guest.Newcomer(ann));
        assertThat(signIn.link(secret, HERS)).isTrue();
        assertThat(signIn.admit(secret)).isEqualTo(new Guest.Known(ann, HERS));
    }

    @Test
    void an_account_that_was_made_for_somebody_before_is_theirs() {
        links.link(ann.id(), HERS);

        assertThat(signIn.admit("ann:" + PASSWORD)).isEqualTo(new Guest.Known(ann, HERS));
    }

    @Test
    void an_access_token_is_somebody_until_its_session_ends() {
        SignedIn tokens = accounts.login("ann", PASSWORD, HOUR);
        assertThat(signIn.admit(tokens.accessToken())).isEqualTo(new Guest.Newcomer(ann));
        sessions.end(sessions.authenticate(tokens.accessToken()).session());

        assertRefused(() -> signIn.admit(tokens.accessToken()), ErrorCode.SESSION_REVOKED);
        assertRefused(() -> signIn.link(tokens.accessToken(), HERS), ErrorCode.SESSION_REVOKED);
        assertThat(links.accounts).isEmpty();
    }

    @Test
    void a_token_that_is_over_is_nobody() {
        SignedIn tokens = accounts.login("ann", PASSWORD, HOUR);
        time.advance(HOUR, () -> {});

        assertRefused(() -> signIn.admit(tokens.accessToken()), ErrorCode.TOKEN_EXPIRED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ann:wrong password", "nobody:correct:horse", ":correct:horse", "ann:", ":"})
    void a_wrong_secret_is_nobody_and_costs_one_hash_like_a_right_one(String secret) {
        accounts.warmUp();
        int hashes = hasher.matches;
        assertRefused(() -> signIn.admit(secret), ErrorCode.INVALID_CREDENTIALS);

        assertThat(hasher.matches - hashes).isEqualTo(1);
        assertRefused(() -> signIn.link(secret, HERS), ErrorCode.INVALID_CREDENTIALS);
        assertThat(links.accounts).isEmpty();
    }

    @Test
    void a_secret_of_a_megabyte_is_nobody_and_costs_no_hash() {
        int hashes = hasher.matches;
        assertRefused(() -> signIn.admit("ann:" + "x".repeat(1 << 20)), ErrorCode.INVALID_CREDENTIALS);

        assertThat(hasher.matches).isEqualTo(hashes);
    }

    @Test
    void attempts_at_one_name_are_limited_as_at_the_front_door() {
        for (int i = 0; i < 5; i++) {
            assertRefused(() -> signIn.admit("ann:wrong password"), ErrorCode.INVALID_CREDENTIALS);
        }
        assertRefused(() -> signIn.admit("ann:" + PASSWORD), ErrorCode.RATE_LIMITED);
        assertRefused(() -> accounts.login("ann", PASSWORD, HOUR), ErrorCode.RATE_LIMITED);
        time.advance(Duration.ofSeconds(12), () -> {});

        assertThat(signIn.admit("ann:" + PASSWORD).user()).isEqualTo(ann);
    }

    @Test
    void of_two_accounts_that_are_made_for_somebody_the_first_is_theirs() {
        assertThat(signIn.link("ann:" + PASSWORD, HERS)).isTrue();
        assertThat(signIn.link("ann:" + PASSWORD, HERS)).as("again").isTrue();
        assertThat(signIn.link("ann:" + PASSWORD, HIS)).isFalse();

        assertThat(signIn.admit("ann:" + PASSWORD)).isEqualTo(new Guest.Known(ann, HERS));
        assertThat(signIn.isLinked(HERS)).isTrue();
        assertThat(signIn.isLinked(HIS)).isFalse();
    }

    @Test
    void a_guest_has_an_account_there_and_cannot_sign_in_here() {
        accounts.warmUp();
        ForeignAccount nat = new ForeignAccount("usrNative");
        User guest = ((Registration.Registered) users.register(new NewUser(
                        new Username("guest-1"),
                        null,
                        new DisplayName("Nat"),
                        null,
                        PasswordHash.NONE,
                        time.instant())))
                .user();
        links.link(guest.id(), nat);
        assertThat(signIn.isLinked(nat)).isFalse();

        int hashes = hasher.matches;
        assertRefused(() -> signIn.admit("guest-1:!guest"), ErrorCode.INVALID_CREDENTIALS);
        assertThat(hasher.matches - hashes).isEqualTo(1);
        assertThat(hasher.last)
                .as("not that of a guest, which would be known by its speed")
                .isNotEqualTo(PasswordHash.NONE);
    }

    @Test
    void a_password_opens_no_session() {
        ledger.away(true);

        assertThat(signIn.admit("ann:" + PASSWORD).user()).isEqualTo(ann);
    }

    private static void assertRefused(Runnable call, ErrorCode code) {
        assertThatThrownBy(call::run)
                .isInstanceOfSatisfying(
                        ChatException.class,
                        refusal -> assertThat(refusal.code()).isEqualTo(code));
    }

    /** Hashes by repeating, and counts. */
    private static final class CountingHasher implements PasswordHasher {
        private int matches;
        private @Nullable PasswordHash last;

        @Override
        public PasswordHash hash(Password password) {
            return new PasswordHash(password.value().repeat(2));
        }

        @Override
        public boolean isOutdated(PasswordHash hash) {
            return false;
        }

        @Override
        public boolean matches(Password password, PasswordHash hash) {
            matches++;
            last = hash;
            return hash.equals(hash(password));
        }
    }

    /** Whose account is whose, and nothing else of what a bridge knows. */
    private static final class Links {
        private final Map<UserId, ForeignAccount> accounts = new HashMap<>();

        BridgeLedger ledger() {
            return (BridgeLedger) Proxy.newProxyInstance(
                    BridgeLedger.class.getClassLoader(),
                    new Class<?>[] {BridgeLedger.class},
                    (proxy, method, arguments) -> switch (method.getName()) {
                        case "accountsOf" -> accountsOf((Collection<?>) arguments[0]);
                        case "usersOf" -> usersOf((Collection<?>) arguments[0]);
                        case "link" -> link((UserId) arguments[0], (ForeignAccount) arguments[2]);
                        default -> throw new UnsupportedOperationException(method.getName());
                    });
        }

        private Map<UserId, ForeignAccount> accountsOf(Collection<?> asked) {
            return accounts.entrySet().stream()
                    .filter(link -> asked.contains(link.getKey()))
                    .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
        }

        private Map<ForeignAccount, UserId> usersOf(Collection<?> asked) {
            return accounts.entrySet().stream()
                    .filter(link -> asked.contains(link.getValue()))
                    .collect(Collectors.toMap(Map.Entry::getValue, Map.Entry::getKey));
        }

        boolean link(UserId user, ForeignAccount account) {
            if (!accounts.containsValue(account)) {
                accounts.putIfAbsent(user, account);
            }
            return account.equals(accounts.get(user));
        }
    }
}
