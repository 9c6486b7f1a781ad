package dev.parley.application.language;

import dev.parley.application.presence.Presence;
import dev.parley.application.profile.Profiles;
import dev.parley.domain.account.Language;
import dev.parley.domain.account.User;
import dev.parley.domain.account.UserId;
import dev.parley.domain.room.Member;
import dev.parley.domain.room.RoomDirectory;
import dev.parley.domain.room.RoomId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Knows in which languages the people of a room read: of those who have said so, the most read first.
 *
 * <p>In General, where everybody is, those count who are online on any node; in the other rooms the members, of a large one
 * the {@value #MAX_READERS} first. Of a room with at most {@value #SMALL} the store is asked each time, for what is said to
 * whoever has just come in, or has just set another language on any node, is to be read; what is said of General and of larger
 * rooms may be {@link #AGE} old. Guarded by its own lock, which is never held while the store is asked.
 */
public final class Audience {
    static final int MAX_READERS = 1_000;
    static final int SMALL = 100;
    static final Duration AGE = Duration.ofSeconds(3);

    private static final int MAX_ROOMS = 1_000;

    private final RoomDirectory rooms;
    private final Profiles profiles;
    private final Presence presence;
    private final LongSupplier nanoTime;
    /** None of them small. */
    private final Map<RoomId, Known> known = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<RoomId, Known> eldest) {
            return size() > MAX_ROOMS;
        }
    };

    public Audience(RoomDirectory rooms, Profiles profiles, Presence presence, LongSupplier nanoTime) {
        this.rooms = rooms;
        this.profiles = profiles;
        this.presence = presence;
        this.nanoTime = nanoTime;
    }

    private record Known(List<UserId> readers, long since) {}

    /** The primary languages of the others than the author; the most read first. */
    List<Language> languages(RoomId room, UserId author) {
        Map<Language, Integer> counts = new HashMap<>();
        List<UserId> readers = readers(room);
        Map<UserId, User> users = profiles.of(readers, isSmall(room, readers) ? Duration.ZERO : AGE);
        users.forEach((id, user) -> {
            Language language = user.language();
            if (language != null && !id.equals(author)) {
                counts.merge(language.primary(), 1, Integer::sum);
            }
        });
        return counts.entrySet().stream()
                .sorted(Map.Entry.<Language, Integer>comparingByValue(Comparator.reverseOrder())
                        .thenComparing(each -> each.getKey().tag()))
                .map(Map.Entry::getKey)
                .toList();
    }

    private List<UserId> readers(RoomId room) {
        long now = nanoTime.getAsLong();
        synchronized (known) {
            Known last = known.get(room);
            if (last != null && now - last.since < AGE.toNanos()) {
                return last.readers;
            }
        }
        List<UserId> readers = room.equals(RoomId.GENERAL) ? presence.online(MAX_READERS) : members(room);
        if (!isSmall(room, readers)) {
            synchronized (known) {
                known.put(room, new Known(readers, now));
            }
        }
        return readers;
    }

    private static boolean isSmall(RoomId room, List<UserId> readers) {
        return !room.equals(RoomId.GENERAL) && readers.size() <= SMALL;
    }

    private List<UserId> members(RoomId room) {
        List<UserId> members = new ArrayList<>();
        List<Member> page;
        do {
            long last = members.isEmpty() ? 0 : members.get(members.size() - 1).value();
            page = rooms.members(room, last, RoomDirectory.MAX_PAGE);
            page.forEach(member -> members.add(member.user()));
        } while (page.size() == RoomDirectory.MAX_PAGE && members.size() < MAX_READERS);
        return List.copyOf(members);
    }
}
