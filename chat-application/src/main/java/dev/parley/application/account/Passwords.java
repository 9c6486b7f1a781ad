package dev.parley.application.account;

import dev.parley.application.profile.Profiles;
import dev.parley.domain.ChatException;
import dev.parley.domain.ErrorCode;
import dev.parley.domain.account.AccessClaims;
import dev.parley.domain.account.CodePurpose;
import dev.parley.domain.account.Email;
import dev.parley.domain.account.Password;
import dev.parley.domain.account.PasswordHash;
import dev.parley.domain.account.User;
import java.util.Base64;
import java.util.concurrent.atomic.AtomicReference;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Changes passwords, by the current one or by a code that is mailed, and ends the sessions that were opened before.
 *
 * <p>A login that has checked the old password meanwhile looks again after it has opened its session, so none stays open
 * that was opened by a password which is no more. Safe for concurrent use.
 */
public final class Passwords {
    private static final int RANDOM_BYTES = 32;

    private final Accounts accounts;
    private final Devices devices;
    private final Profiles profiles;
    private final Codes codes;
    private final CodeSender sender;
    private final RandomGenerator random;
    private final AtomicReference<@Nullable PasswordHash> unknown = new AtomicReference<>();

    /** @param random cryptographically strong */
    public Passwords(
            Accounts accounts,
            Devices devices,
            Profiles profiles,
            Codes codes,
            CodeSender sender,
            RandomGenerator random) {
        this.accounts = accounts;
        this.devices = devices;
        this.profiles = profiles;
        this.codes = codes;
        this.sender = sender;
        this.random = random;
    }

    /**
     * Changes the caller's password and ends its other sessions.
     *
     * @throws ChatException.Forbidden {@code wrong_password} if the current one is another
     * @throws ChatException.Unauthenticated {@code session_revoked} if the caller's session has ended meanwhile
     * @throws ChatException.TooMany if too many passwords were tried at this account
     * @throws ChatException.Unavailable if too many hashes wait, or the store does not answer; the password may be changed,
     *     and is not while other sessions are open
     */
    public void change(AccessClaims caller, String current, Password next) {
        User user = profiles.of(caller.user());
        PasswordHash known = accounts.demandPassword(user, current).passwordHash();
        PasswordHash hash = accounts.hash(next);
        // Before as well: cut behind the change, it cannot be repeated, for the current password is another then.
        devices.endOthers(caller);
        if (!accounts.changePassword(user, known, hash)) {
            throw new ChatException.Forbidden(ErrorCode.WRONG_PASSWORD); // Somebody was faster: it is current no more.
        }
        devices.endAll(user.id(), caller.session());
    }

    /** As {@link CodeSignIn#request}, for a code that sets a new password. */
    public void requestReset(Email address) {
        sender.demandMail();
        accounts.count(address);
        sender.request(CodePurpose.PASSWORD_RESET, address);
    }

    /**
     * Sets the password of who has the code, ends all its sessions, and marks the address as proved.
     *
     * @throws ChatException as {@link CodeSignIn#login}
     */
    public void reset(Email address, String code, Password next) {
        sender.demandMail();
        accounts.count(address);
        PasswordHash hash = accounts.hash(next); // Before the code is used up, for there may be no time for it.
        if (!codes.redeem(CodePurpose.PASSWORD_RESET, address, code)) {
            throw invalid();
        }
        User user = accounts.withAddress(address).orElseThrow(Passwords::invalid);
        User unused = replace(user, address, hash);
    }

    /**
     * What the password is checked against of all whose password nobody knows. It is hashed when the first asks.
     *
     * @throws ChatException.Unavailable if too many hashes wait
     */
    PasswordHash unknown() {
        PasswordHash made = unknown.get();
        if (made == null) {
            byte[] secret = new byte[RANDOM_BYTES];
            random.nextBytes(secret);
            made = accounts.hash(
                    new Password(Base64.getEncoder().withoutPadding().encodeToString(secret)));
            unknown.set(made);
        }
        return made;
    }

    /**
     * Sets the password, ends all sessions, and marks the address as proved. If it is cut anywhere before the address is
     * proved, the next proof does all of it again.
     */
    User replace(User user, Email address, PasswordHash hash) {
        devices.endAll(user.id(), null); // Where the address was proved before, there may be no next time.
        accounts.setPassword(user, hash);
        devices.endAll(user.id(), null);
        User proved = profiles.verify(user.id(), address).orElseThrow(Passwords::invalid);
        // Who has just signed up opens a session, and looks then whether the address was proved: perhaps not yet.
        devices.endAll(user.id(), null);
        return proved;
    }

    private static ChatException.Unauthenticated invalid() {
        return new ChatException.Unauthenticated(ErrorCode.INVALID_CODE);
    }
}
