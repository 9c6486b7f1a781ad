package dev.parley.application.account;

import static dev.parley.application.account.Household.ADDRESS;
import static dev.parley.application.account.Household.HOUR;
import static dev.parley.application.account.Household.PASSWORD;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.domain.ChatException;
import dev.parley.domain.ErrorCode;
import dev.parley.domain.account.AccessClaims;
import dev.parley.domain.account.DeviceName;
import dev.parley.domain.account.Email;
import dev.parley.domain.account.Password;
import dev.parley.domain.account.SessionId;
import dev.parley.domain.account.User;
import dev.parley.domain.account.Username;
import dev.parley.domain.mail.MailException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CodeSignInTest {
    private static final Email NOBODY = new Email("nobody@example.org");
    private static final Password NEW = new Password("battery staple");

    private final Household home = new Household();

    private SignedIn login(String code, @Nullable AccessClaims caller) {
        return home.codeSignIn.login(ADDRESS, code, caller, HOUR, new DeviceName("phone"));
    }

    private String requested() {
        home.codeSignIn.request(ADDRESS);
        return home.code();
    }

    private static void assertRefused(Runnable call, ErrorCode code) {
        assertThatThrownBy(call::run)
                .isInstanceOfSatisfying(
                        ChatException.class,
                        refusal -> assertThat(refusal.code()).isEqualTo(code));
    }

    private static MailException refusal(boolean passing) {
        return new MailException("not today", passing, new IllegalStateException());
    }

    @Test
    void a_request_is_answered_before_anything_is_looked_up() {
        home.squat();
        home.users.away(true);
        home.codeSignIn.request(ADDRESS);
        home.codeSignIn.request(NOBODY);
        assertThat(home.codeLedger.has(ADDRESS)).isFalse();
        assertThat(home.letterbox.tries).isZero();
    }

    @Test
    void an_address_that_nobody_has_gets_a_code_which_nobody_is_told() {
        home.codeSignIn.request(NOBODY);
        home.workers.settle();
        assertThat(home.codeLedger.has(NOBODY)).isTrue();
        assertThat(home.letterbox.tries).isZero();
    }

    @Test
    void codes_have_six_digits_each_time_others() {
        home.squat();
        Set<String> codes = new HashSet<>();
        for (int i = 0; i < 20; i++) {
            String code = requested();
            assertThat(code).matches("[0-9]{6}");
            codes.add(code);
            home.pass(Duration.ofMinutes(2));
        }
        assertThat(codes).hasSizeGreaterThan(18);
    }

    @Test
    void a_code_is_good_for_ten_minutes() {
        home.squat();
        String late = requested();
        home.pass(Codes.LIFE);
        assertRefused(() -> login(late, null), ErrorCode.INVALID_CODE);
        String good = requested();
        home.pass(Codes.LIFE.minusMillis(1));
        assertThat(login(good, null).user().emailVerified()).isTrue();
        assertRefused(() -> login(good, null), ErrorCode.INVALID_CODE);
    }

    @Test
    void the_first_proof_voids_the_password_and_the_sessions_of_before() {
        home.squat();
        SignedIn squatter = home.accounts.login("ann", PASSWORD, HOUR);
        List<SessionId> ended = new ArrayList<>();
        home.sessions.onEnd(ended::add);
        SessionId before = home.claims(squatter).session();

        SignedIn owner = login(requested(), null);

        assertThat(ended).containsExactly(before);
        assertRefused(() -> home.claims(squatter), ErrorCode.SESSION_REVOKED);
        assertRefused(() -> home.accounts.login("ann", PASSWORD, HOUR), ErrorCode.INVALID_CREDENTIALS);
        assertThat(home.claims(owner).user()).isEqualTo(squatter.user().id());
        assertThat(home.profiles.of(owner.user().id()).emailVerified()).isTrue();
    }

    @Test
    void who_logs_in_by_the_password_while_the_address_is_proved_gets_no_session_that_stays() {
        home.squat();
        String code = requested();
        home.hasher.afterMatch(() -> login(code, null));

        assertRefused(() -> home.accounts.login("ann", PASSWORD, HOUR), ErrorCode.INVALID_CREDENTIALS);

        User ann = home.users.findByEmail(ADDRESS).orElseThrow().user();
        assertThat(home.ledger.of(ann.id(), home.time.instant()))
                .singleElement()
                .satisfies(device -> assertThat(device.name()).isEqualTo(new DeviceName("phone")));
    }

    @Test
    void who_has_just_signed_up_gets_no_session_for_an_address_that_was_proved_meanwhile() {
        User squatter = home.squat();
        SignedIn owner = login(requested(), null);
        assertRefused(() -> home.accounts.welcome(squatter, HOUR), ErrorCode.EMAIL_TAKEN);
        assertThat(home.ledger.of(squatter.id(), home.time.instant())).hasSize(1);
        home.claims(owner);
    }

    @Test
    void who_signs_up_in_the_middle_of_the_proof_gets_no_session_that_stays() {
        User squatter = home.squat();
        SignedIn before = home.accounts.welcome(squatter, HOUR);
        List<SignedIn> late = new ArrayList<>();
        home.sessions.onEnd(session -> {
            if (late.isEmpty()) {
                late.add(before);
                late.add(home.accounts.welcome(squatter, HOUR));
            }
        });
        SignedIn owner = login(requested(), null);
        assertThat(late)
                .hasSize(2)
                .allSatisfy(each -> assertRefused(() -> home.claims(each), ErrorCode.SESSION_REVOKED));
        home.claims(owner);
    }

    @Test
    void a_proof_from_an_own_session_takes_nothing_and_one_from_anothers_does() {
        home.squat();
        SignedIn own = home.accounts.login("ann", PASSWORD, HOUR);
        login(requested(), home.claims(own));
        home.claims(own);
        home.accounts.login("ann", PASSWORD, HOUR);

        Household other = new Household();
        other.squat();
        SignedIn stranger = other.sessions.open(other.users.add("bob"), HOUR);
        SignedIn squatter = other.accounts.login("ann", PASSWORD, HOUR);
        other.codeSignIn.request(ADDRESS);
        other.codeSignIn.login(ADDRESS, other.code(), other.claims(stranger), HOUR, null);
        assertRefused(() -> other.claims(squatter), ErrorCode.SESSION_REVOKED);
        other.claims(stranger);
    }

    @Test
    void a_later_proof_takes_nothing() {
        home.squat();
        SignedIn first = login(requested(), null);
        home.pass(Duration.ofMinutes(2));
        login(requested(), null);
        home.claims(first);
    }

    @Test
    void a_reset_by_a_code_sets_the_password_and_ends_all_sessions() {
        home.squat();
        SignedIn before = home.accounts.login("ann", PASSWORD, HOUR);
        home.passwords.requestReset(ADDRESS);
        String code = home.code();
        assertRefused(() -> login(code, null), ErrorCode.INVALID_CODE); // It is for something else, and costs a try.

        home.passwords.reset(ADDRESS, code, NEW);

        assertRefused(() -> home.claims(before), ErrorCode.SESSION_REVOKED);
        assertRefused(() -> home.accounts.login("ann", PASSWORD, HOUR), ErrorCode.INVALID_CREDENTIALS);
        assertThat(home.accounts.login("ann", NEW.value(), HOUR).user().emailVerified())
                .isTrue();
        assertRefused(() -> home.passwords.reset(ADDRESS, code, NEW), ErrorCode.INVALID_CODE);
    }

    @Test
    void a_reset_sets_no_password_while_the_sessions_cannot_be_ended() {
        home.squat();
        login(requested(), null); // Proved: the next proof takes nothing by itself.
        home.pass(Duration.ofMinutes(2));
        home.passwords.requestReset(ADDRESS);
        String code = home.code();
        home.ledger.away(true);
        assertRefused(() -> home.passwords.reset(ADDRESS, code, NEW), ErrorCode.STORE_UNAVAILABLE);
        home.ledger.away(false);
        assertRefused(() -> home.accounts.login("ann", NEW.value(), HOUR), ErrorCode.INVALID_CREDENTIALS);
    }

    @Test
    void a_code_that_there_was_no_time_for_is_good_later() {
        home.squat();
        String code = requested();
        home.hasher.left = 0;
        assertRefused(() -> login(code, null), ErrorCode.OVERLOADED);
        home.hasher.left = 1;
        assertThat(login(code, null).user().emailVerified()).isTrue();

        home.pass(Duration.ofMinutes(2));
        home.passwords.requestReset(ADDRESS);
        String second = home.code();
        assertRefused(() -> home.passwords.reset(ADDRESS, second, NEW), ErrorCode.OVERLOADED);
        home.hasher.left = 1;
        home.passwords.reset(ADDRESS, second, NEW);
    }

    @Test
    void a_password_that_nobody_knows_costs_one_hash_for_all() {
        home.squat();
        login(requested(), null);
        home.accounts.signUp(
                new SignUp(new Email("bob@example.org"), new Username("bob"), new Password(PASSWORD), null, null));
        Email address = new Email("bob@example.org");
        home.codeSignIn.request(address);
        home.hasher.left = 0;
        assertThat(home.codeSignIn
                        .login(address, home.code(), null, HOUR, null)
                        .user()
                        .emailVerified())
                .isTrue();
        assertRefused(() -> home.accounts.login("bob", PASSWORD, HOUR), ErrorCode.INVALID_CREDENTIALS);
    }

    @Test
    void attempts_at_an_address_are_limited_known_or_not() {
        home.squat();
        for (Email address : List.of(ADDRESS, NOBODY)) {
            for (int i = 0; i < 20; i++) {
                assertRefused(() -> home.codeSignIn.login(address, "000000", null, HOUR, null), ErrorCode.INVALID_CODE);
            }
            assertRefused(() -> home.codeSignIn.login(address, "000000", null, HOUR, null), ErrorCode.RATE_LIMITED);
            assertRefused(() -> home.codeSignIn.request(address), ErrorCode.RATE_LIMITED);
            assertRefused(() -> home.passwords.requestReset(address), ErrorCode.RATE_LIMITED);
            assertRefused(() -> home.passwords.reset(address, "000000", NEW), ErrorCode.RATE_LIMITED);
        }
    }

    @Test
    void a_letter_that_was_not_taken_is_sent_twice_more_and_then_given_up() {
        home.squat();
        home.letterbox.refusals.addAll(List.of(refusal(true), refusal(true), refusal(true)));
        home.codeSignIn.request(ADDRESS);
        home.workers.settle();
        assertThat(home.letterbox.tries).isEqualTo(1);
        home.pass(Duration.ofSeconds(5));
        assertThat(home.letterbox.tries).isEqualTo(2);
        home.pass(Duration.ofSeconds(30));
        assertThat(home.letterbox.tries).isEqualTo(3);
        home.pass(Duration.ofMinutes(5));
        assertThat(home.letterbox.tries).isEqualTo(3);

        home.letterbox.refusals.add(refusal(true));
        home.codeSignIn.request(ADDRESS);
        home.workers.settle();
        home.pass(Duration.ofSeconds(5));
        login(home.code(), null);
    }

    @Test
    void a_letter_that_another_may_have_overtaken_is_not_sent() {
        home.squat();
        home.letterbox.refusals.addAll(List.of(refusal(true), refusal(true)));
        home.letterbox.whileTrying =
                () -> home.time.advance(Duration.ofSeconds(13), () -> {}); // The server is slow to refuse.
        home.codeSignIn.request(ADDRESS);
        home.workers.settle();
        home.pass(Duration.ofSeconds(5));
        assertThat(home.letterbox.tries).isEqualTo(2);
        home.letterbox.whileTrying = () -> {};
        home.pass(Duration.ofSeconds(29)); // A minute after the first.
        String next = requested();
        home.pass(Duration.ofMinutes(2));
        assertThat(home.letterbox.letters).hasSize(1);
        login(next, null);
    }

    @Test
    void a_letter_that_will_never_be_taken_is_not_tried_again() {
        home.squat();
        home.letterbox.refusals.add(refusal(false));
        home.codeSignIn.request(ADDRESS);
        home.workers.settle();
        home.pass(Duration.ofMinutes(5));
        assertThat(home.letterbox.tries).isEqualTo(1);
    }

    @Test
    void no_more_requests_wait_than_can_and_those_that_are_done_make_room() {
        for (int round = 0; round < 3; round++) {
            for (int i = 0; i < 200; i++) {
                home.codeSignIn.request(new Email("u" + round + "." + i + "@example.org"));
            }
            assertRefused(() -> home.codeSignIn.request(ADDRESS), ErrorCode.OVERLOADED);
            home.workers.settle();
        }
        home.workers.shutDown();
        assertRefused(() -> home.codeSignIn.request(NOBODY), ErrorCode.SHUTTING_DOWN);
    }

    @Test
    void what_fails_on_the_way_makes_room_as_well() {
        home.users.away(true);
        for (int i = 0; i < 201; i++) {
            home.codeSignIn.request(new Email("u" + i + "@example.org"));
            home.workers.settle();
        }
        assertThat(home.letterbox.tries).isZero();
    }

    @Test
    void without_mail_everything_says_so() {
        Household mute = new Household(false);
        mute.squat();
        assertRefused(() -> mute.codeSignIn.request(ADDRESS), ErrorCode.NO_MAIL);
        assertRefused(() -> mute.passwords.requestReset(ADDRESS), ErrorCode.NO_MAIL);
        assertRefused(() -> mute.codeSignIn.login(ADDRESS, "000000", null, HOUR, null), ErrorCode.NO_MAIL);
        assertRefused(() -> mute.passwords.reset(ADDRESS, "000000", NEW), ErrorCode.NO_MAIL);
    }
}
