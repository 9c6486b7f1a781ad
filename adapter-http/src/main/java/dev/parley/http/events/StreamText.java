package dev.parley.http.events;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Puts together what one stream is sent: the shared bytes of the events, and the stream's own ids.
 *
 * <p>Each event that moves a cursor has an id, as long as that is short. A long one, of somebody with hundreds of rooms,
 * is sent with such events once a second at most; what happened last is in the id that comes with the next sign of life.
 * An event without an id leaves the client with the one before it, from which it may be told a change again, which it
 * knows by its rev, and never misses one. An id that would not fit into a request's header is not sent at all. Confined
 * to the write under way.
 */
final class StreamText {
    static final int SHORT_ID = 1 << 10;
    static final int LONGEST_ID = 6 << 10;
    static final long INTERVAL_NANOS = 1_000_000_000L;

    private static final int USUAL_ID = 64;
    private static final byte[] ID = "id: ".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] COMMENT = ":\n".getBytes(StandardCharsets.US_ASCII);

    private final Cursors cursors;
    private int idLength;
    private long toldAt;
    private boolean stale;

    StreamText(Cursors cursors) {
        this.cursors = cursors;
    }

    /** The first event, which tells where the stream starts. */
    ByteBuffer opening(byte[] retry, byte[] hello, long now) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(hello.length + SHORT_ID);
        out.writeBytes(retry);
        out.writeBytes(StreamFormat.lines(hello));
        tellId(out, now);
        out.write('\n');
        return ByteBuffer.wrap(out.toByteArray());
    }

    /** @param frames of {@link StreamFormat} */
    ByteBuffer events(List<byte[]> frames, long now) {
        int size = frames.stream().mapToInt(frame -> frame.length + USUAL_ID).sum();
        ByteArrayOutputStream out = new ByteArrayOutputStream(size);
        for (byte[] frame : frames) {
            ByteBuffer header = ByteBuffer.wrap(frame);
            boolean moved = move(header);
            out.write(frame, header.position(), header.remaining());
            if (moved && (idLength <= SHORT_ID || now - toldAt >= INTERVAL_NANOS)) {
                tellId(out, now);
            } else {
                stale |= moved;
            }
            out.write('\n');
        }
        return ByteBuffer.wrap(out.toByteArray());
    }

    /** A sign of life; it brings the id that has not been told yet (a block without data sets it, and is no event). */
    ByteBuffer comment(long now) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(COMMENT.length + 1);
        out.writeBytes(COMMENT);
        if (stale) {
            tellId(out, now);
        }
        out.write('\n');
        return ByteBuffer.wrap(out.toByteArray());
    }

    private boolean move(ByteBuffer frame) {
        switch (frame.get()) {
            case StreamFormat.REACHED -> cursors.reached(frame.getLong(), frame.getLong());
            case StreamFormat.LEFT -> cursors.left(frame.getLong());
            default -> {
                return false;
            }
        }
        return true;
    }

    private void tellId(ByteArrayOutputStream out, long now) {
        String id = cursors.id();
        stale = false;
        toldAt = now;
        idLength = id.length();
        if (idLength <= LONGEST_ID) {
            out.writeBytes(ID);
            out.writeBytes(id.getBytes(StandardCharsets.US_ASCII));
            out.write('\n');
        }
    }
}
