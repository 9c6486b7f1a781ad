package dev.parley.benchmarks.floor;

import dev.parley.benchmarks.wire.Bytes;
import dev.parley.benchmarks.wire.Frames;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** The frames of the floor: shaped and sized as Parley's. */
final class FloorFrames {
    private static final byte[] REF = Bytes.of("\"ref\":\"");
    private static final byte[] CONTENT = Bytes.of("\"content\":\"");
    private static final byte[] QUOTE = Bytes.of("\"");

    private final ByteBuffer answer = ByteBuffer.allocateDirect(64 * 1024);
    private final ByteBuffer message = ByteBuffer.allocateDirect(64 * 1024);
    private long seq;

    /** The two frames that a send leads to; valid until the next send. */
    record Said(ByteBuffer answer, ByteBuffer message) {}

    ByteBuffer hello() {
        return frame(
                ByteBuffer.allocate(512),
                "{\"type\":\"hello\",\"session\":\"floor\",\"rooms\":[{\"id\":1,\"last_seq\":" + seq + ",\"last_rev\":"
                        + seq + "}]}");
    }

    Said said(byte[] request) {
        seq++;
        String body = "{\"id\":\"1-" + seq + "\",\"room\":1,\"seq\":" + seq + ",\"rev\":" + seq
                + ",\"author\":{\"id\":2,\"username\":\"bench-floor-0\",\"display_name\":\"bench-floor-0\"},\"content\":\""
                + after(CONTENT, request)
                + "\",\"lang\":null,\"files\":[],\"reply_to\":null,\"reactions\":{},"
                + "\"sent_at\":\"2026-01-01T00:00:00.000Z\",\"client_id\":\"b1-" + seq + "\"}}";
        frame(answer, "{\"type\":\"ok\",\"ref\":\"" + after(REF, request) + "\",\"message\":" + body);
        frame(message, "{\"type\":\"message\",\"room\":1,\"message\":" + body);
        return new Said(answer, message);
    }

    private static String after(byte[] label, byte[] request) {
        int from = Bytes.indexOf(request, 0, request.length, label) + label.length;
        return Bytes.text(request, from, Bytes.indexOf(request, from, request.length, QUOTE));
    }

    private static ByteBuffer frame(ByteBuffer into, String json) {
        byte[] payload = json.getBytes(StandardCharsets.UTF_8);
        Frames.put(into.clear(), Frames.TEXT, payload, 0, payload.length);
        return into.flip();
    }
}
