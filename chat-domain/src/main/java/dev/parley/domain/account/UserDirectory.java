package dev.parley.domain.account;

import dev.parley.domain.ChatException;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;

/**
 * Everybody who has an account. Safe for concurrent use, also by several nodes on one store.
 *
 * <p>Every method throws {@link ChatException.Unavailable} when the store does not answer in time.
 */
public interface UserDirectory {
    /**
     * Adds a user and gives it the next number, in one atomic step: of several concurrent calls with the same {@link
     * Username#key()} or {@link Email#key()} exactly one adds. If both are taken, the username is reported.
     */
    Registration register(NewUser user);

    /** What became of {@link #register}. */
    sealed interface Registration {
        record Registered(User user) implements Registration {}

        record UsernameTaken() implements Registration {}

        record EmailTaken() implements Registration {}
    }

    /** The users with these numbers; those who do not exist are absent. At most 1,000 at once. */
    Map<UserId, User> find(Collection<UserId> ids);

    /** The user with this name, whatever its case. */
    Optional<Credentials> findByUsername(Username username);

    /** The user with this address, whatever its case. */
    Optional<Credentials> findByEmail(Email email);
}
