package dev.parley.application.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.application.fixture.MemorySessionLedger;
import dev.parley.application.fixture.MemoryUserDirectory;
import dev.parley.application.fixture.PlainTokens;
import dev.parley.application.fixture.TestTime;
import dev.parley.application.limit.Rate;
import dev.parley.application.limit.RateLimiter;
import dev.parley.application.profile.Profiles;
import dev.parley.domain.ChatException;
import dev.parley.domain.ErrorCode;
import dev.parley.domain.account.Email;
import dev.parley.domain.account.Password;
import dev.parley.domain.account.PasswordHash;
import dev.parley.domain.account.PasswordHasher;
import dev.parley.domain.account.User;
import dev.parley.domain.account.Username;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AccountsTest {
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Password PASSWORD = new Password("correct horse");

    private final TestTime time = new TestTime();
    private final MemoryUserDirectory users = new MemoryUserDirectory();
    private final CountingHasher hasher = new CountingHasher();
    private final Sessions sessions = new Sessions(
            new MemorySessionLedger(),
            new PlainTokens(),
            new Profiles(users, time::nanoTime),
            time,
            time::nanoTime,
            new Random(1),
            Duration.ofDays(30));
    private final Accounts accounts =
            new Accounts(users, hasher, sessions, time, RateLimiter.of(new Rate(5, 5), time::nanoTime), Runnable::run);

    @Test
    void who_signs_up_can_log_in_by_name_and_by_address_whatever_the_case() {
        User ann = accounts.signUp(wish("ann@example.com", "Ann"));
        assertThat(ann.displayName()).hasToString("Ann");
        assertThat(ann.createdAt()).isEqualTo(time.instant().truncatedTo(ChronoUnit.MILLIS));

        for (String login : Set.of("Ann", " ann ", "ANN@example.COM")) {
            SignedIn signedIn = accounts.login(login, PASSWORD.value(), HOUR);
            assertThat(signedIn.user()).isEqualTo(ann);
            assertThat(sessions.authenticate(signedIn.accessToken()).user()).isEqualTo(ann.id());
            assertThat(signedIn).asString().doesNotContain(signedIn.refreshToken());
        }
    }

    @Test
    void a_warm_up_for_which_there_is_no_time_is_left_to_the_first_login() {
        Accounts stopping =
                new Accounts(users, hasher, sessions, time, RateLimiter.of(new Rate(5, 5), time::nanoTime), hash -> {
                    throw new RejectedExecutionException();
                });
        stopping.warmUp();
        assertThat(hasher.calls).isZero();
    }

    @Test
    void a_taken_name_or_address_is_refused_before_any_hash() {
        accounts.signUp(wish("ann@example.com", "ann"));
        int hashes = hasher.calls;
        assertRefused(() -> accounts.signUp(wish("other@example.com", "ANN")), ErrorCode.USERNAME_TAKEN);
        assertRefused(() -> accounts.signUp(wish("Ann@Example.com", "other")), ErrorCode.EMAIL_TAKEN);
        assertRefused(() -> accounts.signUp(wish("Ann@Example.com", null)), ErrorCode.EMAIL_TAKEN);
        assertRefused(() -> accounts.signUp(wish("ann@example.com", "ann")), ErrorCode.USERNAME_TAKEN);

        assertThat(hasher.calls).isEqualTo(hashes);
    }

    @Test
    void a_name_that_is_taken_during_the_hash_is_refused_too() {
        hasher.during = () -> users.add("ann");
        assertRefused(() -> accounts.signUp(wish(null, "ann")), ErrorCode.USERNAME_TAKEN);
    }

    @ParameterizedTest
    @CsvSource({"ann@example.com,ann", "a@example.com,usera", "o'neil+x@example.com,oneilx", "用户@example.com,user"})
    void who_gives_only_an_address_is_called_by_it(String email, String expected) {
        assertThat(accounts.signUp(wish(email, null)).username()).hasToString(expected);
    }

    @Test
    void a_suggested_name_that_is_taken_gets_a_number_and_never_grows_too_long() {
        Set<String> names = new HashSet<>();
        for (int i = 0; i < 40; i++) {
            User user = accounts.signUp(wish("a".repeat(60) + "@host" + i + ".example.com", null));
            names.add(user.username().key());
            assertThat(user.username().value()).hasSizeLessThanOrEqualTo(Username.MAX_LENGTH);
        }
        assertThat(names).hasSize(40).contains("a".repeat(32), "a".repeat(31) + "2", "a".repeat(31) + "8");
    }

    @Test
    void two_hundred_anns_find_a_name_each() {
        IntStream.range(0, 200)
                .forEach(i -> assertThat(accounts.signUp(wish("ann@host" + i + ".example.com", null))
                                .username()
                                .value())
                        .startsWith("ann"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"nobody", "nobody@example.com", "not a name", "", "@", "\u0000"})
    void an_unknown_user_costs_what_a_wrong_password_costs(String login) {
        accounts.warmUp();
        accounts.signUp(wish(null, "ann"));
        int hashes = hasher.calls;
        assertRefused(() -> accounts.login("ann", "wrong password", HOUR), ErrorCode.INVALID_CREDENTIALS);
        assertThat(hasher.calls - hashes).isEqualTo(1);
        assertRefused(() -> accounts.login(login, PASSWORD.value(), HOUR), ErrorCode.INVALID_CREDENTIALS);

        assertThat(hasher.calls - hashes).isEqualTo(2);
    }

    @Test
    void the_password_of_nobody_opens_nothing() {
        accounts.signUp(wish(null, "ann"));
        assertRefused(() -> accounts.login("nobody", "nobody has this password", HOUR), ErrorCode.INVALID_CREDENTIALS);
        assertRefused(() -> accounts.login("ann", "nobody has this password", HOUR), ErrorCode.INVALID_CREDENTIALS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "short", "correct horse\u0000", "\ud83d12345678"})
    void a_password_that_nobody_can_have_is_wrong_and_not_invalid(String password) {
        accounts.signUp(wish(null, "ann"));
        int hashes = hasher.calls;
        assertRefused(() -> accounts.login("ann", password, HOUR), ErrorCode.INVALID_CREDENTIALS);

        assertThat(hasher.calls).isGreaterThan(hashes);
    }

    @Test
    void attempts_at_one_name_are_limited_whoever_makes_them_and_also_when_they_would_succeed() {
        accounts.signUp(wish(null, "ann"));
        for (int i = 0; i < 5; i++) {
            String login = i % 2 == 0 ? "ann" : " ANN ";
            assertRefused(() -> accounts.login(login, "wrong password", HOUR), ErrorCode.INVALID_CREDENTIALS);
        }
        assertRefused(() -> accounts.login("ann", PASSWORD.value(), HOUR), ErrorCode.RATE_LIMITED);
        time.advance(Duration.ofSeconds(12), () -> {});

        assertThat(accounts.login("ann", PASSWORD.value(), HOUR)
                        .user()
                        .username()
                        .key())
                .isEqualTo("ann");
    }

    @Test
    void an_account_has_one_limit_under_its_two_names_which_does_not_tell_that_they_are_one() {
        accounts.warmUp();
        accounts.signUp(wish("ann@example.com", "ann"));
        for (int i = 0; i < 5; i++) {
            assertRefused(() -> accounts.login("ann", "wrong password", HOUR), ErrorCode.INVALID_CREDENTIALS);
        }
        int hashes = hasher.calls;
        assertRefused(() -> accounts.login("ann@example.com", PASSWORD.value(), HOUR), ErrorCode.INVALID_CREDENTIALS);
        assertThat(hasher.calls - hashes).isEqualTo(1);
        time.advance(Duration.ofSeconds(12), () -> {});

        assertThat(accounts.login("ann@example.com", PASSWORD.value(), HOUR).accessToken())
                .isNotEmpty();
    }

    @Test
    void a_login_of_a_megabyte_is_limited_and_refused_as_any_other() {
        String long1 = "x".repeat(1 << 20) + "1";
        String long2 = "x".repeat(1 << 20) + "2";
        IntStream.range(0, 5)
                .forEach(i -> assertRefused(
                        () -> accounts.login(long1, "wrong password", HOUR), ErrorCode.INVALID_CREDENTIALS));
        assertRefused(() -> accounts.login(long2, "wrong password", HOUR), ErrorCode.RATE_LIMITED);
    }

    @Test
    void neither_address_nor_name_is_no_wish() {
        assertRefused(() -> wish(null, null), ErrorCode.INVALID_FIELD);
    }

    private static SignUp wish(@Nullable String email, @Nullable String username) {
        return new SignUp(
                email == null ? null : new Email(email),
                username == null ? null : new Username(username),
                PASSWORD,
                null,
                null);
    }

    private static void assertRefused(Runnable call, ErrorCode code) {
        assertThatThrownBy(call::run)
                .isInstanceOfSatisfying(
                        ChatException.class,
                        refusal -> assertThat(refusal.code()).isEqualTo(code));
    }

    /** Hashes by reversing, and counts. */
    private static final class CountingHasher implements PasswordHasher {
        private int calls;
        private Runnable during = () -> {};

        @Override
        public PasswordHash hash(Password password) {
            calls++;
            during.run();
            return new PasswordHash(reversed(password));
        }

        @Override
        public boolean isOutdated(PasswordHash hash) {
            return false;
        }

        @Override
        public boolean matches(Password password, PasswordHash hash) {
            calls++;
            return hash.value().equals(reversed(password));
        }

        private static String reversed(Password password) {
            return new StringBuilder(password.value()).reverse().toString().toLowerCase(Locale.ROOT);
        }
    }
}
