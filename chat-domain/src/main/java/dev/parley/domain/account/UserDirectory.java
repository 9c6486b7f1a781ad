package dev.parley.domain.account;

import dev.parley.domain.ChatException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Everybody who has an account. Safe for concurrent use, also by several nodes on one store.
 *
 * <p>Every method throws {@link ChatException.Unavailable} when the store does not answer in time.
 */
public interface UserDirectory {
    /** The most users in one page. */
    int MAX_PAGE = 200;

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

    /**
     * Users whose username or display name contains the text, whatever its case, by number, above the one that is given.
     *
     * @param part empty for all; one that is no {@linkplain DisplayName#isPart part of a name} finds nobody
     * @param limit 1 to {@link #MAX_PAGE}
     */
    List<User> search(String part, long after, int limit);

    /**
     * Changes how the user is shown, in one atomic step; what is not to change stays as it is, also if another call
     * changes it meanwhile. Returns the user as it is after the call; empty if there is none.
     */
    Optional<User> update(UserId id, ProfileChange change);

    /**
     * Notes that the user has proved to read what is sent to the address, if it is still the user's, whatever its case.
     * Idempotent. Returns the user as it is after the call; empty if there is none with this address.
     */
    Optional<User> verify(UserId id, Email email);

    /**
     * Puts a hash in the place of the one that is known, in one atomic step: of several concurrent calls that know the
     * same one exactly one does. Returns whether this one did; not if the user has another by now.
     */
    boolean changePassword(UserId id, PasswordHash known, PasswordHash next);
}
