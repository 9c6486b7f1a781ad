package dev.parley.application.account;

import static dev.parley.application.account.Household.HOUR;
import static dev.parley.application.account.Household.PASSWORD;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.domain.ChatException;
import dev.parley.domain.ErrorCode;
import dev.parley.domain.account.AccessClaims;
import dev.parley.domain.account.Device;
import dev.parley.domain.account.DeviceLedger;
import dev.parley.domain.account.DeviceName;
import dev.parley.domain.account.Password;
import dev.parley.domain.account.SessionId;
import dev.parley.domain.account.User;
import dev.parley.domain.account.Username;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PasswordsTest {
    private static final Password NEW = new Password("battery staple");

    private final Household home = new Household();
    private final User ann = home.squat();
    private final SignedIn here = home.accounts.login("ann", PASSWORD, HOUR, new DeviceName("here"));
    private final AccessClaims caller = home.claims(here);

    private static void assertRefused(Runnable call, ErrorCode code) {
        assertThatThrownBy(call::run)
                .isInstanceOfSatisfying(
                        ChatException.class,
                        refusal -> assertThat(refusal.code()).isEqualTo(code));
    }

    @Test
    void a_new_password_ends_the_other_sessions() {
        SignedIn other = home.accounts.login("ann", PASSWORD, HOUR);
        home.passwords.change(caller, PASSWORD, NEW);
        home.claims(here);
        assertRefused(() -> home.claims(other), ErrorCode.SESSION_REVOKED);
        assertRefused(() -> home.accounts.login("ann", PASSWORD, HOUR), ErrorCode.INVALID_CREDENTIALS);
        home.accounts.login("ann", NEW.value(), HOUR);
    }

    @Test
    void a_wrong_password_changes_nothing_and_is_counted() {
        SignedIn other = home.accounts.login("ann", PASSWORD, HOUR);
        for (String wrong : new String[] {"wrong horse", "", "x".repeat(80)}) {
            assertRefused(() -> home.passwords.change(caller, wrong, NEW), ErrorCode.WRONG_PASSWORD);
        }
        home.claims(other);
        for (int i = 0; i < 20; i++) {
            try {
                home.passwords.change(caller, "wrong horse", NEW);
            } catch (ChatException.Forbidden e) {
                // As before, until there were too many.
            } catch (ChatException.TooMany e) {
                return;
            }
        }
        throw new AssertionError("nobody has counted");
    }

    @Test
    void who_was_faster_has_changed_it() {
        home.hasher.afterMatch(() -> home.passwords.change(caller, PASSWORD, NEW));
        assertRefused(
                () -> home.passwords.change(caller, PASSWORD, new Password("something else")),
                ErrorCode.WRONG_PASSWORD);
        home.accounts.login("ann", NEW.value(), HOUR);
    }

    @Test
    void who_is_put_out_while_it_changes_the_password_puts_nobody_out() {
        home.codeSignIn.request(Household.ADDRESS);
        String code = home.code();
        List<SignedIn> owner = new ArrayList<>();
        home.hasher.afterMatch(() -> owner.add(home.codeSignIn.login(Household.ADDRESS, code, null, HOUR, null)));
        assertRefused(() -> home.passwords.change(caller, PASSWORD, NEW), ErrorCode.SESSION_REVOKED);
        assertThat(home.claims(owner.get(0)).user()).isEqualTo(ann.id());
        assertRefused(() -> home.accounts.login("ann", NEW.value(), HOUR), ErrorCode.INVALID_CREDENTIALS);
    }

    @Test
    void while_the_other_sessions_cannot_be_ended_the_password_stays_and_the_change_can_be_repeated() {
        SignedIn other = home.accounts.login("ann", PASSWORD, HOUR);
        home.hasher.afterMatch(() -> home.ledger.away(true));
        assertRefused(() -> home.passwords.change(caller, PASSWORD, NEW), ErrorCode.STORE_UNAVAILABLE);
        home.ledger.away(false);
        home.passwords.change(caller, PASSWORD, NEW);
        assertRefused(() -> home.claims(other), ErrorCode.SESSION_REVOKED);
        home.accounts.login("ann", NEW.value(), HOUR);
    }

    @Test
    void a_change_that_is_cut_behind_the_new_password_leaves_no_other_session() {
        SignedIn other = home.accounts.login("ann", PASSWORD, HOUR);
        home.sessions.onEnd(session -> home.ledger.away(true));
        assertRefused(() -> home.passwords.change(caller, PASSWORD, NEW), ErrorCode.STORE_UNAVAILABLE);
        home.ledger.away(false);
        home.accounts.login("ann", NEW.value(), HOUR);
        assertRefused(() -> home.claims(other), ErrorCode.SESSION_REVOKED);
    }

    @Test
    void a_login_by_the_old_password_that_is_under_way_opens_nothing_that_stays() {
        home.hasher.afterMatch(() -> home.passwords.change(caller, PASSWORD, NEW));
        assertRefused(() -> home.accounts.login("ann", PASSWORD, HOUR), ErrorCode.INVALID_CREDENTIALS);
        assertThat(home.devices.of(caller)).extracting(Device::session).containsExactly(caller.session());
    }

    @Test
    void a_login_makes_a_hash_of_another_cost_anew() {
        String old = hash();
        home.hasher.cost = "dearer ";
        home.hasher.left = 0;
        home.accounts.login("ann", PASSWORD, HOUR);
        assertThat(hash()).as("there is no time").isEqualTo(old);
        home.hasher.left = 2;
        home.accounts.login("ann", PASSWORD, HOUR);
        String renewed = hash();
        assertThat(renewed).startsWith("dearer ");
        home.accounts.authenticate("ann", PASSWORD);
        assertThat(hash()).isEqualTo(renewed);
        assertThat(home.claims(home.accounts.login("ann", PASSWORD, HOUR)).user())
                .isEqualTo(caller.user());
    }

    @Test
    void a_login_while_another_one_makes_the_hash_anew_is_good() {
        home.hasher.cost = "dearer ";
        home.hasher.afterMatch(() -> home.accounts.login("ann", PASSWORD, HOUR));
        SignedIn signedIn = home.accounts.login("ann", PASSWORD, HOUR);
        assertThat(home.claims(signedIn).user()).isEqualTo(caller.user());
    }

    private String hash() {
        return home.users
                .findByUsername(new Username("ann"))
                .orElseThrow()
                .passwordHash()
                .value();
    }

    @Test
    void devices_are_shown_with_their_last_use_which_the_store_is_told_later() {
        SignedIn phone = home.accounts.login("ann", PASSWORD, HOUR, new DeviceName("phone"));
        home.pass(Duration.ofMinutes(5));
        home.claims(phone);
        assertThat(home.devices.of(caller)).first().satisfies(device -> {
            assertThat(device.name()).isEqualTo(new DeviceName("phone"));
            assertThat(device.usedAt()).isEqualTo(home.time.instant());
        });
        assertThat(home.ledger.of(ann.id(), home.time.instant()))
                .allSatisfy(device -> assertThat(device.usedAt()).isEqualTo(device.createdAt()));

        home.devices.noteUses();
        assertThat(home.ledger.of(ann.id(), home.time.instant()))
                .first()
                .satisfies(device -> assertThat(device.usedAt()).isEqualTo(home.time.instant()));
    }

    @Test
    void a_session_is_ended_by_its_user_alone() {
        User bob = home.users.add("bob");
        AccessClaims bobs = home.claims(home.sessions.open(bob, HOUR));
        assertRefused(() -> home.devices.end(bobs, caller.session()), ErrorCode.SESSION_NOT_FOUND);
        assertRefused(() -> home.devices.end(caller, new SessionId("a".repeat(22))), ErrorCode.SESSION_NOT_FOUND);
        home.devices.end(caller, caller.session());
        assertRefused(() -> home.claims(here), ErrorCode.SESSION_REVOKED);
    }

    @Test
    void of_more_sessions_than_are_listed_the_own_one_is_shown_and_each_can_be_ended() {
        SignedIn old = home.accounts.login("ann", PASSWORD, HOUR);
        AccessClaims oldest = home.claims(old);
        home.pass(Duration.ofMinutes(1));
        for (int i = 0; i < DeviceLedger.MAX_LISTED; i++) {
            home.sessions.open(ann, HOUR);
        }
        home.pass(Duration.ofMinutes(1));

        AccessClaims again = home.claims(here);
        assertThat(home.devices.of(again))
                .hasSize(DeviceLedger.MAX_LISTED)
                .first()
                .extracting(Device::session)
                .isEqualTo(again.session());
        home.devices.end(again, oldest.session());
        assertRefused(() -> home.claims(old), ErrorCode.SESSION_REVOKED);
    }

    @Test
    void a_refreshed_session_may_be_named_anew() {
        home.devices.name(here, new DeviceName("kitchen"));
        assertThat(home.devices.of(caller)).extracting(Device::name).containsExactly(new DeviceName("kitchen"));
    }
}
