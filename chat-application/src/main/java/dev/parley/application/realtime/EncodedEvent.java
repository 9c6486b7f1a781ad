package dev.parley.application.realtime;

import java.util.ArrayList;
import java.util.List;

/** Encodes an event once for each format that somebody listens in. Confined to the feed's mailbox. */
final class EncodedEvent {
    private final Event event;
    private final List<EventFormat> formats = new ArrayList<>(1);
    private final List<byte[]> frames = new ArrayList<>(1);

    EncodedEvent(Event event) {
        this.event = event;
    }

    byte[] in(EventFormat format) {
        for (int i = 0; i < formats.size(); i++) {
            if (formats.get(i) == format) {
                return frames.get(i);
            }
        }
        byte[] frame = format.encode(event);
        formats.add(format);
        frames.add(frame);
        return frame;
    }
}
