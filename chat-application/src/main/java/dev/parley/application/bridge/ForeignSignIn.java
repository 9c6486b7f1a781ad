package dev.parley.application.bridge;

import dev.parley.application.account.Accounts;
import dev.parley.application.account.Sessions;
import dev.parley.application.profile.Profiles;
import dev.parley.domain.ChatException;
import dev.parley.domain.ErrorCode;
import dev.parley.domain.account.User;
import dev.parley.domain.account.UserId;
import dev.parley.domain.bridge.BridgeLedger;
import dev.parley.domain.bridge.ForeignAccount;
import java.util.List;
import java.util.function.Consumer;

/**
 * Lets people in at the other messenger by what lets them in here, and says which account there is theirs.
 *
 * <p>A secret is {@code login:password} or an access token: no token has a colon in it. It opens no session here. Safe
 * for concurrent use; a password blocks for its hash.
 */
public final class ForeignSignIn {
    /** Longer secrets are nobody's: an address, a password and a token all are far shorter. */
    private static final int MAX_SECRET = 4_096;

    private final Accounts accounts;
    private final Sessions sessions;
    private final Profiles profiles;
    private final BridgeLedger ledger;
    private volatile Consumer<UserId> linked = user -> {};

    public ForeignSignIn(Accounts accounts, Sessions sessions, Profiles profiles, BridgeLedger ledger) {
        this.accounts = accounts;
        this.sessions = sessions;
        this.profiles = profiles;
        this.ledger = ledger;
    }

    /** Has this one told of everybody who is linked. To be said before anybody comes. */
    public void onLink(Consumer<UserId> told) {
        linked = told;
    }

    /** Who came to the other messenger's door. */
    public sealed interface Guest {
        User user();

        /** Somebody with an account there, whoever made it. */
        record Known(User user, ForeignAccount account) implements Guest {}

        /** Somebody who needs one first, and is then {@link ForeignSignIn#link linked}. */
        record Newcomer(User user) implements Guest {}
    }

    /**
     * Who the secret is.
     *
     * @throws ChatException.Unauthenticated if it is nobody's, or its session is over
     * @throws ChatException.TooMany if this name was tried too often
     * @throws ChatException.Unavailable if too many hashes wait, or the store does not answer
     */
    public Guest admit(String secret) {
        User user = prove(secret);
        ForeignAccount account = ledger.accountsOf(List.of(user.id())).get(user.id());
        return account == null ? new Guest.Newcomer(user) : new Guest.Known(user, account);
    }

    /**
     * Says that the account was made for whom the secret is. May be repeated. Of several accounts that are made for
     * somebody at once, the first is theirs.
     *
     * @return whether it is theirs after the call
     * @throws ChatException as {@link #admit}: the secret is proved again, since nothing is remembered between the two
     */
    public boolean link(String secret, ForeignAccount account) {
        UserId user = prove(secret).id();
        boolean theirs = ledger.link(user, null, account);
        if (theirs) {
            linked.accept(user);
        }
        return theirs;
    }

    /** Whether somebody who signs in here has the account; guests do not. */
    public boolean isLinked(ForeignAccount account) {
        return ledger.usersOf(List.of(account)).values().stream()
                .map(profiles::of)
                .anyMatch(accounts::canLogIn);
    }

    private User prove(String secret) {
        if (secret.length() > MAX_SECRET) {
            throw new ChatException.Unauthenticated(ErrorCode.INVALID_CREDENTIALS);
        }
        int colon = secret.indexOf(':');
        return colon < 0
                ? profiles.of(sessions.authenticate(secret).user())
                : accounts.authenticate(secret.substring(0, colon), secret.substring(colon + 1));
    }
}
