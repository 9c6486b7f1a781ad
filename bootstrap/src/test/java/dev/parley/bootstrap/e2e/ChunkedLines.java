package dev.parley.bootstrap.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Takes the lines out of a body that comes in chunks (RFC 9112 §7.1), as far as it has come. */
final class ChunkedLines {
    private byte[] raw = new byte[1 << 14];
    private int rawStart;
    private int rawEnd;
    private byte[] body = new byte[1 << 14];
    private int bodyStart;
    private int bodyEnd;
    private boolean whole;

    /** So many bytes have come. */
    void add(byte[] part, int count) {
        raw = room(raw, rawStart, rawEnd, count);
        rawEnd -= rawStart;
        rawStart = 0;
        System.arraycopy(part, 0, raw, rawEnd, count);
        rawEnd += count;
        decode();
    }

    /** Whether the last chunk has come. */
    boolean isWhole() {
        return whole;
    }

    /** The next line; null if it has not come to its end. */
    @Nullable
    String line() {
        for (int i = bodyStart; i < bodyEnd; i++) {
            if (body[i] == '\n') {
                String line = new String(body, bodyStart, i - bodyStart, StandardCharsets.UTF_8);
                assertThat(line).doesNotContain("\r");
                bodyStart = i + 1;
                return line;
            }
        }
        return null;
    }

    /** The end of a chunk may come with the next one. */
    private void decode() {
        while (!whole) {
            int end = rawStart;
            while (end < rawEnd && raw[end] != '\n') {
                end++;
            }
            if (end == rawEnd) {
                return;
            }
            String line = new String(raw, rawStart, end - rawStart, StandardCharsets.US_ASCII).strip();
            int size = line.isEmpty() ? 0 : Integer.parseInt(line, 16);
            if (rawEnd < end + 1 + size) {
                return;
            }
            body = room(body, bodyStart, bodyEnd, size);
            bodyEnd -= bodyStart;
            bodyStart = 0;
            System.arraycopy(raw, end + 1, body, bodyEnd, size);
            bodyEnd += size;
            rawStart = end + 1 + size;
            if (line.equals("0")) {
                whole = true;
            }
        }
    }

    /** The bytes between the two at the front of an array that has room for more. */
    private static byte[] room(byte[] bytes, int start, int end, int more) {
        int length = Math.max(bytes.length, end - start + more);
        return Arrays.copyOf(Arrays.copyOfRange(bytes, start, end), length);
    }
}
