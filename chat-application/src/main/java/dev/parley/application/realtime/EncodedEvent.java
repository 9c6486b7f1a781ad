package dev.parley.application.realtime;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Encodes an event once for each format that somebody listens in. Confined to the mailbox or the catch-up that made it.
 *
 * <p>An event that a format cannot write is a bug in the format. It is logged and left out there: it must not stop what
 * comes behind it, and a listener that came back for it would find it again.
 */
final class EncodedEvent {
    private static final Logger LOG = LoggerFactory.getLogger(EncodedEvent.class);

    private final Event event;
    private final List<EventFormat> formats = new ArrayList<>(1);
    private final List<byte @Nullable []> frames = new ArrayList<>(1);

    EncodedEvent(Event event) {
        this.event = event;
    }

    /** The frame, or null if there is none. */
    byte @Nullable [] in(EventFormat format) {
        for (int i = 0; i < formats.size(); i++) {
            if (formats.get(i) == format) {
                return frames.get(i);
            }
        }
        byte[] frame = encode(format);
        formats.add(format);
        frames.add(frame);
        return frame;
    }

    private byte @Nullable [] encode(EventFormat format) {
        try {
            return format.encode(event);
        } catch (RuntimeException e) {
            LOG.error("{} cannot write {}", format, event.getClass().getSimpleName(), e);
            return null;
        }
    }
}
