package dev.parley.application.realtime;

import dev.parley.domain.message.Rev;
import dev.parley.domain.room.RoomId;

/**
 * Ties a connection to a room's feed.
 *
 * <p>It starts <em>held</em>: it keeps the feed in being, which sends it nothing. The connection's {@link Catchup} brings
 * it up to the feed and makes it <em>live</em>. All but the two ends is confined to the feed's mailbox.
 */
final class Subscription {
    final Connection connection;
    final RoomFeed feed;

    /** Live: changes up to this rev have been sent otherwise. */
    long cursor;

    boolean live;

    /** Unsubscribed: it will not be live again. */
    boolean over;

    /** The place in the feed's list; -1 when not in it. */
    int index = -1;

    Subscription(Connection connection, RoomFeed feed) {
        this.connection = connection;
        this.feed = feed;
    }

    RoomId room() {
        return feed.room();
    }

    boolean wants(Rev rev) {
        return live && rev.value() > cursor;
    }
}
