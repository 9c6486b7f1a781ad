package dev.parley.application.realtime;

import dev.parley.application.profile.Profiles;
import dev.parley.application.schedule.Scheduling;
import dev.parley.domain.ChatException;
import dev.parley.domain.account.UserId;
import dev.parley.domain.message.Message;
import dev.parley.domain.message.Seq;
import dev.parley.domain.room.RoomId;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells a room what is kept nowhere: who is writing, and how far people have read.
 *
 * <p>Whispers are dropped where too many of them wait, and never cost a message. Confined to the feed's mailbox, but for
 * the two ways in.
 */
final class Whispers {
    /** How often a room hears of read marks. */
    static final Duration READ_INTERVAL = Duration.ofSeconds(1);

    private static final Logger LOG = LoggerFactory.getLogger(Whispers.class);
    private static final int MAX_WAITING = 64;

    private final RoomId room;
    private final Profiles profiles;
    private final Scheduling scheduling;
    private final Mailbox mailbox;
    private final Predicate<List<Event>> tell;

    private final AtomicInteger waiting = new AtomicInteger();
    private final Typists typists;
    private final ReadMarks marks = new ReadMarks();
    private boolean marksScheduled;
    private long marksToldAt;

    Whispers(RoomId room, Profiles profiles, Scheduling scheduling, Mailbox mailbox, Predicate<List<Event>> tell) {
        this.room = room;
        this.profiles = profiles;
        this.scheduling = scheduling;
        this.mailbox = mailbox;
        this.tell = tell;
        this.typists = new Typists(scheduling.nanoTime());
        this.marksToldAt = now() - READ_INTERVAL.toNanos();
    }

    /** From any thread. */
    void typing(UserId user) {
        whisper(() -> {
            if (typists.started(user)) {
                tellTypists();
                scheduling.after(Typists.LIFE, () -> mailbox.here(this::expireTypists));
            }
        });
    }

    /** From any thread. The first mark after a quiet second is told at once. */
    void read(UserId user, Seq seq) {
        whisper(() -> {
            marks.add(user, seq);
            if (!marksScheduled) {
                tellMarksFrom(marksToldAt + READ_INTERVAL.toNanos() - now());
            }
        });
    }

    /** These have come: their authors are not writing any more. */
    void wrote(List<Message> messages) {
        boolean stopped = false;
        for (Message message : messages) {
            stopped |= typists.stopped(message.author());
        }
        if (stopped) {
            tellTypists();
        }
    }

    private void whisper(Runnable task) {
        if (waiting.incrementAndGet() > MAX_WAITING) {
            waiting.decrementAndGet();
            return;
        }
        mailbox.execute(() -> {
            waiting.decrementAndGet();
            task.run();
        });
    }

    private void expireTypists() {
        if (typists.expire()) {
            tellTypists();
        }
    }

    private void tellTypists() {
        try {
            boolean unused = tell.test(List.of(new Event.Typing(
                    room, List.copyOf(profiles.of(typists.users()).values()))));
        } catch (ChatException.Unavailable e) {
            LOG.debug("Room {}: who is writing is not told: {}", room, e.getMessage());
        }
    }

    private void tellMarksFrom(long wait) {
        if (wait <= 0) {
            tellMarks();
        } else {
            marksScheduled = true;
            scheduling.after(Duration.ofNanos(wait), () -> mailbox.here(this::tellMarks));
        }
    }

    private void tellMarks() {
        marksScheduled = false;
        marksToldAt = now();
        List<Map.Entry<UserId, Seq>> some = marks.take();
        boolean told = tell.test(some.stream()
                .<Event>map(mark -> new Event.Read(room, mark.getKey(), mark.getValue()))
                .toList());
        if (!told) {
            some.forEach(mark -> marks.add(mark.getKey(), mark.getValue()));
        }
        if (!marks.isEmpty()) {
            tellMarksFrom(READ_INTERVAL.toNanos());
        }
    }

    private long now() {
        return scheduling.nanoTime().getAsLong();
    }
}
