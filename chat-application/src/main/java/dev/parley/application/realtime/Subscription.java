package dev.parley.application.realtime;

import dev.parley.domain.message.Head;
import dev.parley.domain.message.Message;
import dev.parley.domain.room.Membership;
import dev.parley.domain.room.Role;
import dev.parley.domain.room.Room;
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
    private final boolean newAlone;
    private final boolean translations;

    /** Live: changes up to this rev have been sent otherwise. */
    long cursor;

    boolean live;

    /** It is said from where on it is told. Under the connection's lock. */
    boolean begun;

    /** The last message that was told, or that the client knows; of use where new messages alone are told. */
    long told;

    /** The last message that the client knows from before; as the other. */
    long known;

    /** Unsubscribed: it will not be live again. */
    boolean over;

    private volatile Membership membership;

    /** Messages up to this seq are not for the member: asked for each delivery, so it is kept at hand. */
    private volatile long hidden;

    /** The place in the feed's list; -1 when not in it. */
    int index = -1;

    Subscription(Connection connection, RoomFeed feed, Membership membership) {
        this.connection = connection;
        this.feed = feed;
        this.newAlone = connection.format().tellsOfNewAlone();
        this.translations = newAlone && connection.format().tellsOfTranslations();
        this.membership = membership;
        this.hidden = membership.start().lastSeq().value();
    }

    RoomId room() {
        return feed.room();
    }

    Membership membership() {
        return membership;
    }

    /** The room has these settings. Returns whether they are newer than the known ones. Under the connection's lock. */
    boolean changed(Room room) {
        feed.changed(room);
        Membership known = membership;
        if (room.version() <= known.room().version()) {
            return false;
        }
        membership = new Membership(room, known.role(), known.joinedAfter());
        hidden = membership.start().lastSeq().value();
        return true;
    }

    /** The member has that role. Under the connection's lock. */
    void assigned(Role role) {
        membership = new Membership(membership.room(), role, membership.joinedAfter());
    }

    /** The member has left: it is sent nothing more, at once. To be said when it cannot be {@link #changed} any more. */
    void end() {
        hidden = Long.MAX_VALUE;
    }

    boolean isEnded() {
        return hidden == Long.MAX_VALUE;
    }

    /** Whether it is told of new messages alone: by {@link Novelties}, and not of each change. */
    boolean isForNewAlone() {
        return newAlone;
    }

    /** Whether it is told, beside that, that they have been translated. */
    boolean isForTranslations() {
        return translations;
    }

    boolean wants(Message change) {
        return live
                && !newAlone
                && change.rev().value() > cursor
                && isFor(change.seq().value());
    }

    boolean wantsNew(long seq) {
        return live && newAlone && seq > told && isFor(seq);
    }

    /** Whether it was told of this message as a new one, and is to be told that it was translated. */
    boolean wantsTranslated(long seq) {
        return live && translations && seq > known && seq <= told && isFor(seq);
    }

    /** Where the room's log ended when its member came in. */
    Head joinedAfter() {
        return membership.joinedAfter();
    }

    /** Whether the member may read the message: not what was there before it was, nor anything when it has left. */
    boolean isFor(long seq) {
        return seq > hidden;
    }
}
