package dev.parley.application.realtime;

import dev.parley.application.realtime.Outbox.Urgency;
import dev.parley.application.realtime.RecentChanges.Missed;
import java.util.Comparator;
import java.util.List;

/**
 * Sends one who comes back what a feed remembers and the client does not know, as far as its outbox has place for it beside
 * what happens next. Stateless; called in the feed's mailbox.
 */
final class Replay {
    private Replay() {}

    /** How many changes are looked at in one go: those by seq are put in order, for which all are needed. */
    static int most(Subscription subscription) {
        return subscription.isForNewAlone() ? Integer.MAX_VALUE : Outbox.MAX_FRAMES;
    }

    /**
     * Sends what was missed.
     *
     * @param missed by rev, those above the cursor and {@link #most} of them
     * @param end where the feed is
     * @return up to where the connection has been sent all
     */
    static long send(List<Missed> missed, long cursor, long end, Subscription subscription) {
        return subscription.isForNewAlone()
                ? sendNew(missed, cursor, end, subscription)
                : sendAll(missed, cursor, end, subscription);
    }

    private static long sendAll(List<Missed> missed, long cursor, long end, Subscription subscription) {
        long reached = cursor;
        for (Missed change : missed) {
            if (!isSent(change, subscription)) {
                return reached;
            }
            reached = change.rev();
        }
        return missed.size() < Outbox.MAX_FRAMES ? end : reached;
    }

    /** By seq, and as if none of it were sent until all is. */
    private static long sendNew(List<Missed> missed, long cursor, long end, Subscription subscription) {
        List<Missed> fresh = missed.stream()
                .filter(change -> change.seq() > subscription.told)
                .sorted(Comparator.comparingLong(Missed::seq))
                .toList();
        for (Missed change : fresh) {
            if (!isSent(change, subscription)) {
                return cursor;
            }
            subscription.told = change.seq();
        }
        return end;
    }

    /** Whether it is sent, or is nothing for the listener; if not, the outbox has no place for it. */
    private static boolean isSent(Missed change, Subscription subscription) {
        Connection connection = subscription.connection;
        byte[] frame = subscription.isFor(change.seq()) ? change.event().in(connection.format()) : null;
        if (frame == null) {
            return true;
        }
        if (connection.outbox().isHalfFull(frame.length)) {
            return false;
        }
        connection.outbox().offer(frame, Urgency.EVENT);
        return true;
    }
}
