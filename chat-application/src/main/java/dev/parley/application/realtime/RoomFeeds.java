package dev.parley.application.realtime;

import dev.parley.application.profile.Profiles;
import dev.parley.application.schedule.Scheduling;
import dev.parley.domain.account.UserId;
import dev.parley.domain.message.Message;
import dev.parley.domain.message.MessageLog;
import dev.parley.domain.message.Rev;
import dev.parley.domain.message.Seq;
import dev.parley.domain.room.Membership;
import dev.parley.domain.room.Room;
import dev.parley.domain.room.RoomId;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Keeps one feed for each room that somebody here listens to. Guarded by the map: feeds are counted under it. */
final class RoomFeeds {
    private static final Duration DOUBT = Duration.ofMinutes(2);
    private static final Duration LOOK = Duration.ofSeconds(5);

    private final MessageLog log;
    private final Profiles profiles;
    private final Scheduling scheduling;
    private final LatelyTold lately;
    private final ConcurrentMap<RoomId, RoomFeed> feeds = new ConcurrentHashMap<>();
    /** The rooms with a write of unknown outcome, and until when they are looked at, in nanoseconds of the clock. */
    private final ConcurrentMap<RoomId, Long> doubts = new ConcurrentHashMap<>();

    private Muster muster = Muster.NONE;

    RoomFeeds(MessageLog log, Profiles profiles, Scheduling scheduling) {
        this.log = log;
        this.profiles = profiles;
        this.scheduling = scheduling;
        this.lately = new LatelyTold(scheduling.nanoTime());
    }

    /** To be said before anybody subscribes. */
    void musterBy(Muster other) {
        muster = other;
    }

    LatelyTold lately() {
        return lately;
    }

    /** A held subscription to the room. Whatever is committed from now on, the feed hears of. */
    Subscription subscribe(Connection connection, Membership membership) {
        RoomId room = membership.room().id();
        RoomFeed feed = feeds.compute(room, (id, known) -> {
            RoomFeed counted =
                    known == null ? new RoomFeed(membership.room(), log, profiles, muster, lately, scheduling) : known;
            counted.listeners(++counted.holders);
            counted.version = Math.min(counted.version, membership.room().version());
            counted.changed(membership.room());
            return counted;
        });
        return new Subscription(connection, Objects.requireNonNull(feed), shared(membership, feed.known()));
    }

    /** The same with the settings that all have who are in the room: there are many of them, and each has read its own. */
    private static Membership shared(Membership membership, Room known) {
        return known.version() == membership.room().version()
                ? new Membership(known, membership.role(), membership.joinedAfter())
                : membership;
    }

    void unsubscribe(Subscription subscription) {
        subscription.feed.unsubscribe(subscription);
        feeds.computeIfPresent(subscription.room(), (id, feed) -> {
            feed.listeners(--feed.holders);
            return feed.holders == 0 ? null : feed;
        });
    }

    /** As {@link RoomFeed#arrived}. */
    Runnable arrived(RoomId room, List<Message> changes) {
        RoomFeed feed = find(room);
        return feed == null || changes.isEmpty() ? () -> {} : feed.arrived(changes);
    }

    /** As {@link Arrivals#appetite}; where nobody listens it has no end. */
    int appetite(RoomId room) {
        RoomFeed feed = find(room);
        return feed == null ? Integer.MAX_VALUE : feed.appetite();
    }

    /** As {@link Arrivals#whenHungry}. */
    void whenHungry(RoomId room, Runnable task) {
        RoomFeed feed = find(room);
        if (feed == null) {
            task.run();
        } else {
            feed.whenHungry(task);
        }
    }

    /**
     * A write has an unknown outcome: it may have happened, or may yet. The room's feed, if it has one, looks now and then
     * for two minutes, which is longer than a store that still answers at all keeps a write.
     */
    void doubtForLong(RoomId room) {
        ifHeard(room, RoomFeed::doubt);
        long end = scheduling.nanoTime().getAsLong() + DOUBT.toNanos();
        if (doubts.put(room, end) == null) {
            scheduling.after(LOOK, () -> look(room));
        }
    }

    private void look(RoomId room) {
        ifHeard(room, RoomFeed::doubt);
        Long end = doubts.computeIfPresent(
                room, (id, until) -> scheduling.nanoTime().getAsLong() - until < 0 ? until : null);
        if (end != null) {
            scheduling.after(LOOK, () -> look(room));
        }
    }

    /** The log of the room is known to go up to this rev. */
    void reached(RoomId room, Rev rev) {
        ifHeard(room, feed -> feed.reached(rev));
    }

    /** As {@link RoomFeed#rumoured}. */
    void rumoured(RoomId room, Rev rev) {
        ifHeard(room, feed -> feed.rumoured(rev));
    }

    /** The rooms that somebody here listens to. */
    List<RoomId> rooms() {
        return List.copyOf(feeds.keySet());
    }

    /** The same with the version of the oldest settings that somebody was given. */
    Map<RoomId, Long> versions() {
        Map<RoomId, Long> versions = new HashMap<>();
        feeds.forEach((room, feed) -> versions.put(room, feed.version));
        return versions;
    }

    /** All have been told of these settings who were given that version; unless somebody was given an older one meanwhile. */
    void told(Room room, long before) {
        feeds.computeIfPresent(room.id(), (id, feed) -> {
            feed.version = feed.version == before ? room.version() : feed.version;
            return feed;
        });
    }

    void typing(RoomId room, UserId user) {
        ifHeard(room, feed -> feed.typing(user));
    }

    void read(RoomId room, UserId user, Seq seq) {
        ifHeard(room, feed -> feed.read(user, seq));
    }

    /** The room's feed, or null if nobody listens. */
    @Nullable
    RoomFeed find(RoomId room) {
        return feeds.get(room);
    }

    boolean isEmpty() {
        return feeds.isEmpty();
    }

    private void ifHeard(RoomId room, Consumer<RoomFeed> action) {
        RoomFeed feed = find(room);
        if (feed != null) {
            action.accept(feed);
        }
    }
}
