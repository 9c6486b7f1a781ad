package dev.parley.application.realtime;

import dev.parley.application.profile.Profiles;
import dev.parley.domain.account.UserId;
import dev.parley.domain.message.Message;
import dev.parley.domain.message.MessageLog;
import dev.parley.domain.message.Seq;
import dev.parley.domain.room.RoomId;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Keeps one feed for each room that somebody here listens to. Guarded by the map: feeds are counted under it. */
final class RoomFeeds {
    private final MessageLog log;
    private final Profiles profiles;
    private final Scheduling scheduling;
    private final ConcurrentMap<RoomId, RoomFeed> feeds = new ConcurrentHashMap<>();

    RoomFeeds(MessageLog log, Profiles profiles, Scheduling scheduling) {
        this.log = log;
        this.profiles = profiles;
        this.scheduling = scheduling;
    }

    /** A held subscription to the room. Whatever is committed from now on, the feed hears of. */
    Subscription subscribe(Connection connection, RoomId room) {
        RoomFeed feed = feeds.compute(room, (id, known) -> {
            RoomFeed counted = known == null ? new RoomFeed(room, log, profiles, scheduling) : known;
            counted.holders++;
            return counted;
        });
        Subscription subscription = new Subscription(connection, Objects.requireNonNull(feed));
        feed.subscribe(subscription);
        return subscription;
    }

    void unsubscribe(Subscription subscription) {
        subscription.feed.unsubscribe(subscription);
        feeds.computeIfPresent(subscription.room(), (id, feed) -> --feed.holders == 0 ? null : feed);
    }

    /** As {@link RoomFeed#arrived}. */
    Runnable arrived(RoomId room, List<Message> changes) {
        RoomFeed feed = find(room);
        return feed == null || changes.isEmpty() ? () -> {} : feed.arrived(changes);
    }

    /** As {@link Arrivals#appetite}; where nobody listens it has no end. */
    int appetite(RoomId room, Runnable grown) {
        RoomFeed feed = find(room);
        return feed == null ? Integer.MAX_VALUE : feed.appetite(grown);
    }

    void doubt(RoomId room) {
        ifHeard(room, RoomFeed::doubt);
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
