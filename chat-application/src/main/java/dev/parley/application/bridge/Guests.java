package dev.parley.application.bridge;

import dev.parley.domain.ChatException;
import dev.parley.domain.Texts;
import dev.parley.domain.account.DisplayName;
import dev.parley.domain.account.NewUser;
import dev.parley.domain.account.PasswordHash;
import dev.parley.domain.account.UserDirectory;
import dev.parley.domain.account.UserDirectory.Registration;
import dev.parley.domain.account.UserId;
import dev.parley.domain.account.Username;
import dev.parley.domain.bridge.BridgeLedger;
import dev.parley.domain.bridge.ForeignAccount;
import dev.parley.domain.bridge.ForeignAccounts;
import dev.parley.domain.bridge.MessengerException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Gives the other messenger's users accounts here: one each, made on first sight, which nobody can log in to.
 *
 * <p>A guest's username is made from the name of the account there, so that two nodes that meet it at once make one. At
 * most {@value #MAX_KNOWN} are kept in memory. Guarded by the cache's lock, which is never held while anybody is asked.
 */
final class Guests {
    private static final int MAX_KNOWN = 20_000;
    private static final int MAX_NAME = 64;
    private static final int NAME_BYTES = 8;
    private static final int ATTEMPTS = 10;
    private static final DisplayName NAMELESS = new DisplayName("Guest");

    private final UserDirectory users;
    private final BridgeLedger ledger;
    private final InstantSource clock;
    private final Map<ForeignAccount, UserId> known = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<ForeignAccount, UserId> eldest) {
            return size() > MAX_KNOWN;
        }
    };

    Guests(UserDirectory users, BridgeLedger ledger, InstantSource clock) {
        this.users = users;
        this.ledger = ledger;
        this.clock = clock;
    }

    /** The users with these accounts; those who have none are given one. */
    Map<ForeignAccount, UserId> welcome(Collection<ForeignAccount> accounts, ForeignAccounts there)
            throws MessengerException {
        Map<ForeignAccount, UserId> found = known(accounts);
        for (ForeignAccount account : accounts) {
            if (!found.containsKey(account)) {
                found.put(account, welcome(account, there));
            }
        }
        return found;
    }

    /** The users with these accounts; those who have none are absent. */
    Map<ForeignAccount, UserId> known(Collection<ForeignAccount> accounts) {
        Map<ForeignAccount, UserId> found = new HashMap<>();
        synchronized (known) {
            for (ForeignAccount account : accounts) {
                UserId user = known.get(account);
                if (user != null) {
                    found.put(account, user);
                }
            }
        }
        List<ForeignAccount> unknown = accounts.stream()
                .filter(account -> !found.containsKey(account))
                .distinct()
                .toList();
        for (int i = 0; i < unknown.size(); i += BridgeLedger.MAX_QUERY) {
            List<ForeignAccount> part = unknown.subList(i, Math.min(unknown.size(), i + BridgeLedger.MAX_QUERY));
            ledger.usersOf(part).forEach((account, user) -> {
                remember(account, user);
                found.put(account, user);
            });
        }
        return found;
    }

    private void remember(ForeignAccount account, UserId user) {
        synchronized (known) {
            known.put(account, user);
        }
    }

    private UserId welcome(ForeignAccount account, ForeignAccounts there) throws MessengerException {
        DisplayName name = nameOf(account, there);
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            Optional<UserId> user = register(username(account, attempt), name);
            if (user.isPresent() && ledger.link(user.get(), null, account)) {
                remember(account, user.get());
                return user.get();
            }
        }
        throw new IllegalStateException("account " + account + " cannot be given a user");
    }

    private static DisplayName nameOf(ForeignAccount account, ForeignAccounts there) throws MessengerException {
        try {
            return presentable(there.nameOf(account));
        } catch (MessengerException e) {
            return switch (e.remedy()) {
                case MISSING, JOIN, NEVER -> NAMELESS; // It has left, or hides: what it said is still its own.
                case LOOK, AGAIN, ATTACH -> throw e;
            };
        }
    }

    private static DisplayName presentable(String raw) {
        StringBuilder name = new StringBuilder();
        raw.codePoints()
                .filter(c -> !Character.isISOControl(c) && c != '\u2028' && c != '\u2029')
                .filter(c -> Character.getType(c) != Character.SURROGATE)
                .limit(MAX_NAME)
                .forEach(name::appendCodePoint);
        return Texts.isInvisible(name.toString()) ? NAMELESS : new DisplayName(name.toString());
    }

    /** The user with this name, if it is a guest. Somebody who signed up under the name of a guest to be is none. */
    private Optional<UserId> register(Username username, DisplayName name) {
        Registration registration = users.register(new NewUser(
                username, null, name, null, PasswordHash.NONE, clock.instant().truncatedTo(ChronoUnit.MILLIS)));
        if (registration instanceof Registration.Registered registered) {
            return Optional.of(registered.user().id());
        }
        return users.findByUsername(username)
                .filter(credentials -> !credentials.passwordHash().isUsable())
                .map(credentials -> credentials.user().id());
    }

    private static Username username(ForeignAccount account, int attempt) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256")
                    .digest((account + "#" + attempt).getBytes(StandardCharsets.UTF_8));
            return new Username("guest-" + HexFormat.of().formatHex(digest, 0, NAME_BYTES));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        } catch (ChatException.Invalid e) {
            throw new IllegalStateException(e);
        }
    }
}
