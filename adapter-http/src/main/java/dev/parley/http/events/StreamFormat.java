package dev.parley.http.events;

import dev.parley.application.language.Languages;
import dev.parley.application.realtime.Event;
import dev.parley.application.realtime.EventFormat;
import dev.parley.http.socket.SocketFormat;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Writes events as the lines of server-sent events: the type of the socket's frame, and the frame itself as the data,
 * which is one line, since JSON escapes what would break it. The empty line that ends an event is left to {@link
 * StreamText}, which may put an id before it.
 *
 * <p>In front of the lines stands how the event moves the stream's cursors: a byte, and with {@link #REACHED} the room and
 * the rev, with {@link #LEFT} the room, in eight bytes each.
 */
final class StreamFormat implements EventFormat {
    /** The cursors stay where they are. */
    static final byte UNMOVED = 0;

    /** The room has been told up to the rev. */
    static final byte REACHED = 1;

    /** The room is told no more. */
    static final byte LEFT = 2;

    private static final byte[] TYPE_FIRST = ascii("{\"type\":\"");
    private static final byte[] EVENT = ascii("event: ");
    private static final byte[] DATA = ascii("\ndata: ");

    private final SocketFormat frames;

    StreamFormat(Languages languages) {
        this.frames = new SocketFormat(languages);
    }

    @Override
    public byte[] encode(Event event) {
        byte[] lines = lines(frames.encode(event));
        if (event instanceof Event.MessageChanged changed) {
            var message = changed.message().message();
            return reached(message.room().value(), message.rev().value(), lines);
        }
        if (event instanceof Event.CaughtUp caughtUp) {
            return reached(caughtUp.room().value(), caughtUp.rev().value(), lines);
        }
        if (event instanceof Event.RoomLeft left) {
            return ByteBuffer.allocate(1 + Long.BYTES + lines.length)
                    .put(LEFT)
                    .putLong(left.room().value())
                    .put(lines)
                    .array();
        }
        if (event instanceof Event.Bye bye) {
            return unmoved(retry(bye.retryAfter().toMillis()), lines);
        }
        return unmoved(new byte[0], lines);
    }

    private static byte[] reached(long room, long rev, byte[] lines) {
        return ByteBuffer.allocate(1 + 2 * Long.BYTES + lines.length)
                .put(REACHED)
                .putLong(room)
                .putLong(rev)
                .put(lines)
                .array();
    }

    private static byte[] unmoved(byte[] retry, byte[] lines) {
        return ByteBuffer.allocate(1 + retry.length + lines.length)
                .put(UNMOVED)
                .put(retry)
                .put(lines)
                .array();
    }

    /** A frame of the socket as an event, but for its end. */
    static byte[] lines(byte[] frame) {
        byte[] type = type(frame);
        return ByteBuffer.allocate(EVENT.length + type.length + DATA.length + frame.length + 1)
                .put(EVENT)
                .put(type)
                .put(DATA)
                .put(frame)
                .put((byte) '\n')
                .array();
    }

    /** The type is a frame's first member. */
    private static byte[] type(byte[] frame) {
        ByteBuffer bytes = ByteBuffer.wrap(frame);
        ByteBuffer expected = ByteBuffer.wrap(TYPE_FIRST);
        if (frame.length < TYPE_FIRST.length || !bytes.limit(TYPE_FIRST.length).equals(expected)) {
            throw new IllegalStateException("a frame that does not begin with its type");
        }
        int end = TYPE_FIRST.length;
        while (frame[end] != '"') {
            end++;
        }
        return Arrays.copyOfRange(frame, TYPE_FIRST.length, end);
    }

    /** After which time a client that has lost its stream comes back. */
    static byte[] retry(long millis) {
        return ascii("retry: " + millis + "\n");
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
