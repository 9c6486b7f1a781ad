package dev.parley.benchmarks.wire;

import java.net.ProtocolException;
import java.nio.ByteBuffer;

/** Reads a server's WebSocket frames where they lie, and writes a client's (RFC 6455, section 5). */
public final class Frames {
    /** The opcodes that occur. */
    public static final int CONTINUATION = 0;

    public static final int TEXT = 1;
    public static final int BINARY = 2;
    public static final int CLOSE = 8;
    public static final int PING = 9;
    public static final int PONG = 10;

    /** The largest payload that is believed; more is taken for a broken stream. */
    static final int MAX_PAYLOAD = 8 << 20;

    private static final int FIN = 0x80;
    private static final int MASKED = 0x80;

    private Frames() {}

    /** Takes one whole frame; the bytes are valid during the call only. */
    public interface Sink {
        void frame(boolean last, int opcode, byte[] bytes, int from, int to) throws ProtocolException;
    }

    /**
     * Hands every whole frame in {@code [from, to)} to the sink.
     *
     * @return where the first unfinished frame begins; {@code to} if none does
     * @throws ProtocolException for a masked frame, a reserved bit or a payload beyond belief
     */
    public static int read(byte[] bytes, int from, int to, Sink sink) throws ProtocolException {
        int at = from;
        while (to - at >= 2) {
            int head = bytes[at] & 0xFF;
            int size = bytes[at + 1] & 0xFF;
            if ((head & 0x70) != 0 || size >= MASKED) {
                throw new ProtocolException("frame head 0x%02x%02x is not a server's".formatted(head, size));
            }
            int headLength = size < 126 ? 2 : size == 126 ? 4 : 10;
            if (to - at < headLength) {
                break;
            }
            long length = size < 126 ? size : bigEndian(bytes, at + 2, headLength - 2);
            if (length < 0 || length > MAX_PAYLOAD) {
                throw new ProtocolException("frame of " + length + " bytes");
            }
            int payload = at + headLength;
            if (to - payload < length) {
                break;
            }
            at = payload + (int) length;
            sink.frame((head & FIN) != 0, head & 0x0F, bytes, payload, at);
        }
        return at;
    }

    private static long bigEndian(byte[] bytes, int at, int count) {
        long value = 0;
        for (int i = 0; i < count; i++) {
            value = (value << 8) | (bytes[at + i] & 0xFF);
        }
        return value;
    }

    /** Puts a client's frame with the mask 0, which leaves the payload as it is. */
    static void putMasked(ByteBuffer out, int opcode, byte[] payload, int from, int to) {
        putHead(out, opcode, to - from, MASKED);
        out.putInt(0);
        out.put(payload, from, to - from);
    }

    /** Puts a server's frame. */
    public static void put(ByteBuffer out, int opcode, byte[] payload, int from, int to) {
        putHead(out, opcode, to - from, 0);
        out.put(payload, from, to - from);
    }

    private static void putHead(ByteBuffer out, int opcode, int length, int mask) {
        out.put((byte) (FIN | opcode));
        if (length < 126) {
            out.put((byte) (mask | length));
        } else if (length < 1 << 16) {
            out.put((byte) (mask | 126)).putShort((short) length);
        } else {
            out.put((byte) (mask | 127)).putLong(length);
        }
    }
}
