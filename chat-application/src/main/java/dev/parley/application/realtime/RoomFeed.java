package dev.parley.application.realtime;

import dev.parley.application.profile.AuthoredMessage;
import dev.parley.application.profile.Profiles;
import dev.parley.application.realtime.Outbox.Urgency;
import dev.parley.application.realtime.RecentChanges.Missed;
import dev.parley.application.schedule.Scheduling;
import dev.parley.domain.ChatException;
import dev.parley.domain.account.UserId;
import dev.parley.domain.message.Message;
import dev.parley.domain.message.MessageLog;
import dev.parley.domain.message.Rev;
import dev.parley.domain.message.Seq;
import dev.parley.domain.room.Room;
import dev.parley.domain.room.RoomId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets the changes of one room through to its listeners: each once, in the order of their revs, none left out but those
 * that a later change of the same message has replaced before they could be read.
 *
 * <p>The change that is next passes at once. After a gap, whatever its reason (another node wrote, an arrival was
 * dropped, a write had an unknown outcome), the feed reads what is missing from the log. So an arrival is a hint: it may
 * come late, twice or never. {@link Arrivals} are bounded; those that find no place are read from the log as well. A
 * doubt stays until the log was read. Confined to the mailbox, but for the arrivals.
 *
 * <p>What is written faster than it can be delivered would be heard later and later: so whoever writes asks for the
 * feed's {@linkplain #appetite appetite} first.
 */
final class RoomFeed {
    private static final Logger LOG = LoggerFactory.getLogger(RoomFeed.class);
    private static final int PAGE = 200;
    private static final Duration RETRY = Duration.ofMillis(500);

    /** Nobody is live yet: what the log held before the first one is none of the feed's business. */
    private static final long UNKNOWN = -1;

    private final RoomId room;
    private volatile Room known;
    private final MessageLog log;
    private final Profiles profiles;
    private final Muster muster;
    private final Scheduling scheduling;
    private final Mailbox mailbox;

    private final Arrivals arrivals = new Arrivals();

    private final List<Subscription> subscriptions = new ArrayList<>(1);
    private final Novelties novelties;
    private final RecentChanges recent = new RecentChanges();
    private final Whispers whispers;
    /** Written in the mailbox alone; elsewhere it may be a moment old. */
    private volatile long position = UNKNOWN;

    private long announced = UNKNOWN;
    private long warnedOf = UNKNOWN;
    /** Whether all who are to hear the present batch have been found to be there. */
    private boolean mustered;

    private boolean unsure;
    private boolean retrying;
    private boolean forgetting;

    /** How many connections hold this feed; guarded by the feeds' map. */
    int holders;

    /** That of the oldest settings which one of them was given; written under the feeds' map. */
    volatile long version = Long.MAX_VALUE;

    RoomFeed(Room room, MessageLog log, Profiles profiles, Muster muster, LatelyTold lately, Scheduling scheduling) {
        this.room = room.id();
        this.known = room;
        this.log = log;
        this.profiles = profiles;
        this.muster = muster;
        this.scheduling = scheduling;
        this.mailbox = new Mailbox(scheduling, dropped -> arrivals.uncalled());
        this.novelties = new Novelties(this, log, profiles, lately);
        this.whispers = new Whispers(this.room, profiles, scheduling, mailbox, this::whisper);
    }

    RoomId room() {
        return room;
    }

    /**
     * Changes were committed. In any order; some may be missing.
     *
     * @return what lets them through; to be run at once, by a thread of the workers
     */
    Runnable arrived(List<Message> changes) {
        return arrivals.add(changes) && mailbox.add(this::pump) ? mailbox::run : () -> {};
    }

    /** Changes may have been committed that nobody told of. */
    void doubt() {
        if (arrivals.doubt()) {
            mailbox.execute(this::pump);
        }
    }

    /** Somebody says that the log goes up to this rev, who may be wrong. */
    void rumoured(Rev rev) {
        if (rev.value() > position) {
            doubt();
        }
    }

    /** The log is known to go up to this rev: what is missing is read. */
    void reached(Rev rev) {
        if (rev.value() > position) {
            mailbox.execute(() -> {
                announced = Math.max(announced, rev.value());
                if (position != UNKNOWN) {
                    letThrough(List.of());
                }
            });
        }
    }

    /** As {@link Arrivals#listeners}. */
    void listeners(int count) {
        arrivals.listeners(count);
    }

    /** As {@link Arrivals#appetite}. */
    int appetite() {
        return arrivals.appetite();
    }

    /** As {@link Arrivals#whenHungry}. */
    void whenHungry(Runnable task) {
        arrivals.whenHungry(task);
    }

    private void pump() {
        Arrivals.Taken taken = arrivals.take();
        unsure |= taken.doubtful();
        taken.changes()
                .forEach(change -> announced = Math.max(announced, change.rev().value()));
        try {
            if (position != UNKNOWN) {
                letThrough(taken.changes());
            }
        } finally {
            arrivals.delivered(taken.changes().size());
        }
    }

    private void letThrough(List<Message> changes) {
        try {
            deliver(next(changes));
            if (unsure || announced > position) {
                readMissing();
            }
        } catch (ChatException.Unavailable e) {
            retryLater();
        } catch (RuntimeException e) {
            LOG.error("Room {}: the log could not be read", room, e);
            retryLater();
        }
    }

    /** Those of the changes that follow without a hole on where the feed is. */
    private List<Message> next(List<Message> changes) {
        List<Message> next = new ArrayList<>(changes.size());
        for (Message change : changes) {
            if (change.rev().value() == position + next.size() + 1) {
                next.add(change);
            }
        }
        return next;
    }

    private void readMissing() {
        List<Message> page;
        do {
            page = log.changesSince(room, new Rev(position), PAGE);
            deliver(page);
        } while (page.size() == PAGE);
        unsure = false;
        if (announced > position) {
            if (warnedOf != announced) {
                warnedOf = announced;
                LOG.warn("Room {}: change {} was announced and the log ends at {}", room, announced, position);
            }
            retryLater();
        }
    }

    private void retryLater() {
        unsure = true;
        if (!retrying) {
            retrying = true;
            scheduling.after(
                    RETRY,
                    () -> mailbox.here(() -> {
                        retrying = false;
                        if (!subscriptions.isEmpty()) {
                            letThrough(List.of());
                        }
                    }));
        }
    }

    /** All of them, or, without their authors' names, none. */
    private void deliver(List<Message> changes) {
        if (changes.isEmpty()) {
            return;
        }
        List<AuthoredMessage> authored = profiles.attributed(changes);
        musterAll();
        novelties.tell(authored, subscriptions);
        authored.forEach(this::deliver);
        position = changes.get(changes.size() - 1).rev().value();
        mustered = true;
        try {
            whispers.wrote(changes);
        } finally {
            mustered = false;
        }
    }

    private void musterAll() {
        if (isToBeMustered()) {
            muster.call(subscriptions.stream()
                    .map(subscription -> subscription.connection.user())
                    .collect(Collectors.toSet()));
        }
    }

    private boolean isToBeMustered() {
        return muster.isCalledFor() && !room.equals(RoomId.GENERAL); // Which nobody leaves.
    }

    /**
     * What has been read is about to be sent to this one alone.
     *
     * @throws ChatException.Unavailable if the store does not answer
     */
    void muster(Subscription subscription) {
        if (isToBeMustered()) {
            muster.call(List.of(subscription.connection.user()));
        }
    }

    /** The newest settings of the room that somebody here was given. */
    Room known() {
        return known;
    }

    /** The room has these settings, which may be older than the known ones. */
    synchronized void changed(Room room) {
        if (room.version() > known.version()) {
            known = room;
        }
    }

    /** What is told of the message. */
    Event changed(AuthoredMessage message) {
        return new Event.MessageChanged(message, known);
    }

    /** What is told of the message to those who know it otherwise. */
    Event translated(AuthoredMessage message) {
        return new Event.MessageTranslated(message, known);
    }

    private void deliver(AuthoredMessage message) {
        Message change = message.message();
        EncodedEvent event = new EncodedEvent(changed(message));
        remember(position, change, event);
        position = change.rev().value();
        for (int i = 0; i < subscriptions.size(); i++) {
            Subscription subscription = subscriptions.get(i);
            if (subscription.wants(change)) {
                tell(subscription, event);
            }
        }
    }

    /** Sends it the change, or sends it away: the others are not to be left with a hole by what one of them met. */
    void tell(Subscription subscription, EncodedEvent event) {
        try {
            send(subscription, event, Urgency.EVENT);
        } catch (Error e) {
            LOG.error("Room {}: a listener could not be told and is sent away", room, e);
            subscription.connection.end(CloseReason.GOING_AWAY);
        }
    }

    private void remember(long previous, Message change, EncodedEvent event) {
        recent.add(previous, change, scheduling.nanoTime().getAsLong(), event);
        if (!forgetting) {
            forgetting = true;
            scheduling.after(RecentChanges.AGE, () -> mailbox.here(this::forget));
        }
    }

    private void forget() {
        forgetting = recent.expire(scheduling.nanoTime().getAsLong());
        if (forgetting) {
            scheduling.after(RecentChanges.AGE, () -> mailbox.here(this::forget));
        }
    }

    private static void send(Subscription subscription, EncodedEvent event, Urgency urgency) {
        Connection connection = subscription.connection;
        byte[] frame = event.in(connection.format());
        if (frame != null) {
            connection.outbox().offer(frame, urgency);
        }
    }

    private void add(Subscription subscription) {
        if (subscription.index < 0) {
            subscription.index = subscriptions.size();
            subscriptions.add(subscription);
            novelties.added(subscription);
        }
    }

    /** Sends it nothing more, whatever it asks for. */
    void unsubscribe(Subscription subscription) {
        mailbox.execute(() -> {
            subscription.over = true;
            subscription.live = false;
            int index = subscription.index;
            if (index < 0) {
                return;
            }
            Subscription last = subscriptions.remove(subscriptions.size() - 1);
            if (last != subscription) {
                subscriptions.set(index, last);
                last.index = index;
            }
            subscription.index = -1;
            novelties.removed(subscription);
        });
    }

    /**
     * Sends the connection what it has yet to be sent, from memory, and makes it live. If its outbox has no place for all
     * of that, it goes on when that is drained; so who is a little behind a busy room need not run after it in the log.
     *
     * @param cursor what the connection has been sent
     * @param atEnd whether that was the log's end a moment ago
     * @param live is run in the mailbox before any later change is sent
     * @param behind is told what the connection has been sent by then, if it has to read more from the log
     */
    void goLive(Subscription subscription, long cursor, boolean atEnd, Runnable live, LongConsumer behind) {
        mailbox.execute(() -> {
            try {
                bringUp(subscription, cursor, atEnd, live, behind);
            } catch (RuntimeException | Error e) { // It would be told nothing, and not know it.
                LOG.error("Room {}: a listener could not be brought up from {}", room, cursor, e);
                subscription.connection.end(CloseReason.GOING_AWAY);
            }
        });
    }

    private void bringUp(Subscription subscription, long cursor, boolean atEnd, Runnable live, LongConsumer behind) {
        if (subscription.over) {
            behind.accept(cursor); // Who asks finds that out.
            return;
        }
        subscription.live = false;
        if (position == UNKNOWN && atEnd) {
            position = cursor;
        }
        List<Missed> missed = position > cursor ? recent.above(cursor, Replay.most(subscription)) : List.of();
        if (missed == null || position == UNKNOWN || !isMustered(missed, subscription)) {
            behind.accept(cursor);
            return;
        }
        long reached = Replay.send(missed, cursor, Math.max(cursor, position), subscription);
        if (reached < position) {
            subscription.connection.outbox().whenDrained(() -> goLive(subscription, reached, false, live, behind));
            return;
        }
        add(subscription);
        novelties.live(subscription);
        subscription.cursor = Math.max(cursor, position);
        subscription.live = true;
        live.run();
        pump();
    }

    /** Whether it may be sent what it missed; not if the store is away, and then who asks waits for it. */
    private boolean isMustered(List<Missed> missed, Subscription subscription) {
        try {
            if (!missed.isEmpty()) {
                muster(subscription);
            }
            return !subscription.isEnded();
        } catch (ChatException.Unavailable e) {
            LOG.debug("Room {}: a listener is brought up when the store is back", room, e);
            return false;
        }
    }

    void typing(UserId user) {
        whispers.typing(user);
    }

    void read(UserId user, Seq seq) {
        whispers.read(user, seq);
    }

    /** What is kept nowhere. Returns whether it was told: not while the store is away, for who is to hear it is not known. */
    private boolean whisper(List<Event> events) {
        if (events.isEmpty() || subscriptions.isEmpty()) {
            return true;
        }
        try {
            if (!mustered) {
                musterAll();
            }
        } catch (ChatException.Unavailable e) {
            LOG.debug("Room {}: a whisper is left out", room, e);
            return false;
        }
        for (Event event : events) {
            EncodedEvent encoded = new EncodedEvent(event);
            for (int i = 0; i < subscriptions.size(); i++) {
                if (subscriptions.get(i).live && !subscriptions.get(i).isEnded()) {
                    send(subscriptions.get(i), encoded, Urgency.EPHEMERAL);
                }
            }
        }
        return true;
    }
}
