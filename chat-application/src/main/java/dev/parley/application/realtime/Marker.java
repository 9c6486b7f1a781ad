package dev.parley.application.realtime;

import dev.parley.application.room.Rooms;
import dev.parley.application.schedule.Scheduling;
import dev.parley.domain.ChatException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Has it written, once a second and a last time at the end, how far authors have read. Where the store is away it waits. */
final class Marker {
    private static final Logger LOG = LoggerFactory.getLogger(Marker.class);
    private static final Duration INTERVAL = Duration.ofSeconds(1);

    /** How many batches are written in one round: a busy second is spread over several. */
    private static final int MAX_BATCHES = 10;

    private final Rooms rooms;
    private final Scheduling scheduling;
    private volatile boolean closed;

    Marker(Rooms rooms, Scheduling scheduling) {
        this.rooms = rooms;
        this.scheduling = scheduling;
    }

    void start() {
        scheduling.after(INTERVAL, this::writeOn);
    }

    void close() {
        closed = true;
        write();
    }

    private void writeOn() {
        if (!closed) {
            write();
            scheduling.after(INTERVAL, this::writeOn);
        }
    }

    private void write() {
        try {
            int batches = 1;
            while (rooms.writeMarks() && batches < MAX_BATCHES) {
                batches++;
            }
        } catch (ChatException.Unavailable e) {
            LOG.debug("The store is away: how far authors have read is written later", e);
        } catch (RuntimeException e) {
            LOG.error("How far authors have read could not be written", e);
        }
    }
}
