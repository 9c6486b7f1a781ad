package dev.parley.application.profile;

import dev.parley.domain.ChatException;
import dev.parley.domain.ErrorCode;
import dev.parley.domain.account.Email;
import dev.parley.domain.account.ProfileChange;
import dev.parley.domain.account.User;
import dev.parley.domain.account.UserDirectory;
import dev.parley.domain.account.UserId;
import dev.parley.domain.message.Message;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Knows the names of those who write, without asking the store for each message.
 *
 * <p>What it says may be a minute old. At most {@value #MAX_USERS} users are kept. Guarded by the cache's lock, which
 * is never held while the store is asked.
 */
public final class Profiles {
    private static final Logger LOG = LoggerFactory.getLogger(Profiles.class);
    private static final int MAX_USERS = 20_000;
    private static final int MAX_QUERY = 1_000;
    private static final Duration MAX_AGE = Duration.ofMinutes(1);

    private final UserDirectory directory;
    private final LongSupplier nanoTime;
    private final Map<UserId, Known> cache = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<UserId, Known> eldest) {
            return size() > MAX_USERS;
        }
    };

    public Profiles(UserDirectory directory, LongSupplier nanoTime) {
        this.directory = directory;
        this.nanoTime = nanoTime;
    }

    /** How many changes this node has made. */
    private long changes;

    private record Known(User user, long readAt) {}

    /** The user, who exists. */
    public User of(UserId id) {
        return of(id, MAX_AGE);
    }

    /** As {@link #of(Collection, Duration)}, of one who exists. */
    public User of(UserId id, Duration age) {
        User user = of(List.of(id), age).get(id);
        if (user == null) {
            throw new IllegalStateException("there is no user " + id);
        }
        return user;
    }

    /** The users with these ids; those who do not exist are absent. */
    public Map<UserId, User> of(Collection<UserId> ids) {
        return of(ids, MAX_AGE);
    }

    /**
     * The same, for whom a minute is too long to wait for what another node has changed.
     *
     * @param age how old at most is what is said; zero to read all of them anew
     */
    public Map<UserId, User> of(Collection<UserId> ids, Duration age) {
        Map<UserId, User> found = new HashMap<>();
        Set<UserId> unknown = lookUp(ids, age, found);
        if (!unknown.isEmpty()) {
            List<UserId> rest = List.copyOf(unknown);
            long before = changes();
            for (int i = 0; i < rest.size(); i += MAX_QUERY) {
                directory.find(rest.subList(i, Math.min(rest.size(), i + MAX_QUERY))).values().stream()
                        .peek(user -> remember(user, before))
                        .forEach(user -> found.put(user.id(), user));
            }
        }
        return found;
    }

    /** A page of those whose names contain the text, by number, above the one that is given. */
    public List<User> search(String part, long after, int limit) {
        return directory.search(part, after, limit);
    }

    /**
     * Changes how the user is shown. That is seen on this node from now on, and on others within a minute.
     *
     * @throws ChatException.NotFound if there is no such user
     */
    public User change(UserId id, ProfileChange change) {
        try {
            return directory.update(id, change).orElseThrow(() -> new ChatException.NotFound(ErrorCode.USER_NOT_FOUND));
        } finally {
            forget(id);
        }
    }

    /** Notes that the user has proved the address, if it is still the user's. Returns the user; empty if it is not. */
    public Optional<User> verify(UserId id, Email email) {
        try {
            return directory.verify(id, email);
        } finally {
            forget(id);
        }
    }

    /** The messages with their authors, in the same order. */
    public List<AuthoredMessage> authored(List<Message> messages) {
        Map<UserId, User> authors =
                of(messages.stream().map(Message::author).distinct().toList());
        return messages.stream().map(message -> authored(message, authors)).toList();
    }

    /**
     * The messages with their authors, in the same order. One whose author does not exist is a fault of the store: it is
     * logged and left out, so that it cannot stop what comes behind it.
     */
    public List<AuthoredMessage> attributed(List<Message> messages) {
        Map<UserId, User> authors =
                of(messages.stream().map(Message::author).distinct().toList());
        List<AuthoredMessage> attributed = new ArrayList<>(messages.size());
        for (Message message : messages) {
            User author = authors.get(message.author());
            if (author == null) {
                LOG.error("Message {} of room {} has no author", message.seq(), message.room());
            } else {
                attributed.add(new AuthoredMessage(message, author));
            }
        }
        return attributed;
    }

    private static AuthoredMessage authored(Message message, Map<UserId, User> authors) {
        User author = authors.get(message.author());
        if (author == null) {
            throw new IllegalStateException("the log names user " + message.author() + ", who does not exist");
        }
        return new AuthoredMessage(message, author);
    }

    private Set<UserId> lookUp(Collection<UserId> ids, Duration age, Map<UserId, User> found) {
        Set<UserId> unknown = new TreeSet<>((a, b) -> Long.compare(a.value(), b.value()));
        long now = nanoTime.getAsLong();
        synchronized (cache) {
            for (UserId id : ids) {
                Known known = cache.get(id);
                if (known != null && now - known.readAt < age.toNanos()) {
                    found.put(id, known.user);
                } else {
                    unknown.add(id);
                }
            }
        }
        return unknown;
    }

    /** What was read before something changed may be what was so before. */
    private void remember(User user, long changesBefore) {
        synchronized (cache) {
            if (changes == changesBefore) {
                cache.put(user.id(), new Known(user, nanoTime.getAsLong()));
            }
        }
    }

    private long changes() {
        synchronized (cache) {
            return changes;
        }
    }

    private void forget(UserId user) {
        synchronized (cache) {
            changes++;
            cache.remove(user);
        }
    }
}
