package dev.parley.application.realtime;

import dev.parley.application.profile.AuthoredMessage;
import dev.parley.application.profile.Profiles;
import dev.parley.application.realtime.Outbox.Urgency;
import dev.parley.application.schedule.Scheduling;
import dev.parley.domain.ChatException;
import dev.parley.domain.message.Head;
import dev.parley.domain.message.Message;
import dev.parley.domain.message.MessageLog;
import dev.parley.domain.message.Rev;
import dev.parley.domain.message.Seq;
import dev.parley.domain.room.RoomId;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings one subscription up to its feed: sends what the log has above the cursor, page by page and no faster than the
 * connection reads, until the feed can make it live.
 *
 * <p>One step runs at a time; each schedules the next. A store that is away is asked again until it answers or the
 * connection ends.
 */
final class Catchup {
    private static final Logger LOG = LoggerFactory.getLogger(Catchup.class);
    private static final int PAGE = 200;
    private static final Duration RETRY = Duration.ofMillis(500);

    private final Subscription subscription;
    private final MessageLog log;
    private final Profiles profiles;
    private final Scheduling scheduling;
    private final boolean announced;
    private final Runnable finished;

    private long cursor;
    private List<AuthoredMessage> page = List.of();
    private int next;
    private long end;
    private long endSeq;
    private boolean atEnd;

    /**
     * @param cursor the last rev that the client knows
     * @param atEnd whether that was the log's end a moment ago
     * @param announced whether the client is told when it has caught up
     * @param finished is run when the subscription is live
     */
    Catchup(
            Subscription subscription,
            Rev cursor,
            boolean atEnd,
            boolean announced,
            MessageLog log,
            Profiles profiles,
            Scheduling scheduling,
            Runnable finished) {
        this.subscription = subscription;
        this.cursor = cursor.value();
        this.atEnd = atEnd;
        this.announced = announced;
        this.log = log;
        this.profiles = profiles;
        this.scheduling = scheduling;
        this.finished = finished;
    }

    /** Begins, and goes on: asks the feed first, which remembers what was just said. */
    void goLive() {
        subscription.feed.goLive(subscription, cursor, atEnd, this::isLive, this::readFrom);
    }

    private void readFrom(long reached) {
        cursor = reached;
        readLater();
    }

    private void isLive() {
        if (announced) {
            Connection connection = subscription.connection;
            Event event = new Event.CaughtUp(subscription.room(), new Rev(subscription.cursor));
            byte[] frame = new EncodedEvent(event).in(connection.format());
            if (frame != null) {
                connection.outbox().offer(frame, Urgency.ANSWER);
            }
        }
        finished.run();
    }

    private void readLater() {
        subscription.connection.outbox().whenDrained(() -> scheduling.read(() -> guarded(this::read)));
    }

    /** A connection that cannot be brought up must not stay: it would be told nothing, and not know it. */
    private void guarded(Runnable step) {
        try {
            step.run();
        } catch (RuntimeException | Error e) {
            LOG.error("Room {}: a listener could not be brought up from {}", subscription.room(), cursor, e);
            subscription.connection.end(CloseReason.GOING_AWAY);
        }
    }

    private void read() {
        if (subscription.connection.isClosed()) {
            return;
        }
        if (subscription.isEnded()) {
            finished.run();
            return;
        }
        try {
            if (subscription.isForNewAlone()) {
                readNew();
            } else {
                readChanges();
            }
            if (!page.isEmpty()) {
                subscription.feed.muster(subscription);
            }
        } catch (ChatException.Unavailable e) {
            scheduling.readAfter(RETRY, () -> guarded(this::read));
            return;
        }
        next = 0;
        sendPage();
    }

    /** What was there before the member was is not read; if nothing else is, the end is asked for: a log that was restored ends earlier. */
    private void readChanges() {
        RoomId room = subscription.room();
        long from = Math.max(cursor, subscription.membership().start().lastRev().value());
        List<Message> changes = log.changesSince(room, new Rev(from), PAGE);
        page = profiles.attributed(changes.stream()
                .filter(change -> subscription.isFor(change.seq().value()))
                .toList());
        atEnd = changes.size() < PAGE;
        if (!changes.isEmpty()) {
            end = changes.get(changes.size() - 1).rev().value();
        } else {
            end = from == cursor
                    ? cursor
                    : Math.max(cursor, Math.min(from, head().lastRev().value()));
        }
    }

    private Head head() {
        RoomId room = subscription.room();
        return log.heads(List.of(room)).getOrDefault(room, Head.EMPTY);
    }

    /** By seq, for a message that was changed stands elsewhere among the changes. The head is read first: it is reached. */
    private void readNew() {
        Head head = head();
        List<Message> messages = log.after(subscription.room(), new Seq(subscription.told), PAGE);
        page = profiles.attributed(messages);
        endSeq = messages.isEmpty()
                ? subscription.told
                : messages.get(messages.size() - 1).seq().value();
        atEnd = endSeq >= head.lastSeq().value();
        end = atEnd ? Math.max(cursor, head.lastRev().value()) : cursor;
    }

    private void sendPage() {
        Connection connection = subscription.connection;
        while (next < page.size()) {
            AuthoredMessage message = page.get(next);
            byte[] frame = subscription.isFor(message.message().seq().value())
                    ? new EncodedEvent(subscription.feed.changed(message)).in(connection.format())
                    : null;
            if (frame != null && connection.outbox().isHalfFull(frame.length)) {
                connection.outbox().whenDrained(() -> scheduling.read(() -> guarded(this::sendPage)));
                return;
            }
            if (frame != null) {
                connection.outbox().offer(frame, Urgency.EVENT);
            }
            subscription.told =
                    Math.max(subscription.told, message.message().seq().value());
            next++;
        }
        page = List.of();
        cursor = end;
        subscription.told = Math.max(subscription.told, endSeq);
        goLive();
    }
}
