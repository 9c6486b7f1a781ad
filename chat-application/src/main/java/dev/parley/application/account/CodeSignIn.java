package dev.parley.application.account;

import dev.parley.application.profile.Profiles;
import dev.parley.domain.ChatException;
import dev.parley.domain.ErrorCode;
import dev.parley.domain.account.AccessClaims;
import dev.parley.domain.account.CodePurpose;
import dev.parley.domain.account.DeviceName;
import dev.parley.domain.account.Email;
import dev.parley.domain.account.PasswordHash;
import dev.parley.domain.account.User;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Lets people in by a code that is mailed to them, which also proves that the address is theirs.
 *
 * <p>Anybody can sign up with an address that is somebody else's. So the first proof of an address takes the account from
 * whoever had it without one: the password becomes one that nobody knows and the open sessions end, unless the proof comes
 * from one of these sessions. Safe for concurrent use.
 */
public final class CodeSignIn {
    private final CodeSender sender;
    private final Codes codes;
    private final Accounts accounts;
    private final Passwords passwords;
    private final Sessions sessions;
    private final Profiles profiles;

    public CodeSignIn(
            CodeSender sender,
            Codes codes,
            Accounts accounts,
            Passwords passwords,
            Sessions sessions,
            Profiles profiles) {
        this.sender = sender;
        this.codes = codes;
        this.accounts = accounts;
        this.passwords = passwords;
        this.sessions = sessions;
        this.profiles = profiles;
    }

    /**
     * Has a code mailed to the address, if somebody has it. Nothing tells the caller whether.
     *
     * @throws ChatException.Unsupported if this server sends no mail
     * @throws ChatException.TooMany if too much was tried with this address
     * @throws ChatException.Unavailable if too many mails wait
     */
    public void request(Email address) {
        sender.demandMail();
        accounts.count(address);
        sender.request(CodePurpose.LOGIN, address);
    }

    /**
     * Opens a session for who has the code, and marks the address as proved.
     *
     * @param caller who is signed in already, if anybody is
     * @param device null if nobody knows what it is
     * @throws ChatException.Unauthenticated {@code invalid_code} if it is not the last one that was sent, or too old, used,
     *     or tried too often, or if there is no such account
     * @throws ChatException.Unsupported if this server sends no mail
     * @throws ChatException.TooMany if too much was tried with this address
     * @throws ChatException.Unavailable if too many hashes wait, or the store does not answer; then the code may be used up
     */
    public SignedIn login(
            Email address,
            String code,
            @Nullable AccessClaims caller,
            Duration accessLife,
            @Nullable DeviceName device) {
        sender.demandMail();
        accounts.count(address);
        PasswordHash unknown = passwords.unknown(); // Before the code is used up, for there may be no time for it.
        if (!codes.redeem(CodePurpose.LOGIN, address, code)) {
            throw invalid();
        }
        User user = accounts.withAddress(address).orElseThrow(CodeSignIn::invalid);
        boolean own = caller != null && caller.user().equals(user.id());
        User proved = user.emailVerified() || own
                ? profiles.verify(user.id(), address).orElseThrow(CodeSignIn::invalid)
                : passwords.replace(user, address, unknown);
        return sessions.open(proved, accessLife, device);
    }

    private static ChatException.Unauthenticated invalid() {
        return new ChatException.Unauthenticated(ErrorCode.INVALID_CODE);
    }
}
