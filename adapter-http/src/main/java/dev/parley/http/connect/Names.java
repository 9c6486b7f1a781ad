package dev.parley.http.connect;

import dev.parley.application.UseCases;
import dev.parley.application.limit.RateLimiter;
import dev.parley.domain.ChatException;
import dev.parley.domain.ErrorCode;
import dev.parley.domain.account.AccessClaims;
import dev.parley.domain.account.User;
import dev.parley.domain.account.UserId;
import dev.parley.domain.account.Username;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Compares the names that clients of contract E send along with who they are; or, where the operator has chosen so,
 * believes them.
 *
 * <p>What a believed name is given is never handed out: a session of its own for a socket, which ends with it, and whose
 * token nobody has.
 */
public final class Names {
    static final String USERNAME = "username";

    private static final Logger LOG = LoggerFactory.getLogger(Names.class);

    private final UseCases services;
    private final RateLimiter loginsPerAddress;
    private final Duration life;
    private final boolean believed;

    /**
     * @param life how long a socket lives that was opened for a name
     * @param believed whether a name is enough
     */
    public Names(UseCases services, RateLimiter loginsPerAddress, Duration life, boolean believed) {
        this.services = services;
        this.loginsPerAddress = loginsPerAddress;
        this.life = life;
        this.believed = believed;
    }

    /** @throws ChatException.Forbidden if a name is given and is another user's */
    void demandOwn(UserId user, Optional<String> username) {
        if (username.isPresent()
                && !username.get()
                        .toLowerCase(Locale.ROOT)
                        .equals(services.profiles().of(user).username().key())) {
            throw new ChatException.Forbidden(ErrorCode.WRONG_USER);
        }
    }

    /** A session for who has the name, if names are believed. It counts as a login of this address. */
    Optional<AccessClaims> presume(String username, String address) {
        if (!believed) {
            return Optional.empty();
        }
        User user = demandUser(username, address);
        return Optional.of(services.sessions()
                .authenticate(services.accounts().welcome(user, life).accessToken()));
    }

    /** Who has the name, if names are believed. */
    Optional<UserId> believe(Optional<String> username, String address) {
        return believed ? username.map(name -> demandUser(name, address).id()) : Optional.empty();
    }

    private User demandUser(String username, String address) {
        loginsPerAddress.take(address);
        return find(username).orElseThrow(() -> new ChatException.Unauthenticated(ErrorCode.INVALID_CREDENTIALS));
    }

    private Optional<User> find(String username) {
        try {
            return services.accounts().named(new Username(username));
        } catch (ChatException.Invalid e) {
            return Optional.empty();
        }
    }

    /** Ends the session that was opened for a name. Where the store is away it stays: nobody has its token. */
    void forget(AccessClaims claims) {
        try {
            services.sessions().end(claims.session());
        } catch (ChatException.Unavailable e) {
            LOG.debug("The session of a socket stays until it expires", e);
        }
    }
}
