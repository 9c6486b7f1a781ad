package dev.parley.benchmarks.wire;

import java.io.IOException;
import java.net.ProtocolException;
import java.nio.ByteBuffer;
import java.util.Locale;

/** A client's HTTP/1.1 connection that is kept alive, with one request at a time. */
public abstract class HttpLink extends Link {
    private static final byte[] HTTP = Bytes.of("HTTP/1.1 ");
    private static final byte[] HEAD_END = Bytes.of("\r\n\r\n");
    private static final byte[] LENGTH = Bytes.of("\r\nContent-Length: ");
    private static final byte[] CHUNKED_END = Bytes.of("0\r\n\r\n");

    /** The connection stands: the first request may be sent. */
    @Override
    protected abstract void connected();

    /**
     * The whole answer to the request.
     *
     * @param from where the body begins (a chunked one comes with its chunk heads); valid during the call only
     */
    protected abstract void answered(int status, byte[] bytes, int from, int to);

    /** Sends a request, or a part of one, as it is. */
    protected final void request(byte[] bytes) {
        send(ByteBuffer.wrap(bytes));
    }

    @Override
    protected final int received(byte[] bytes, int from, int to) throws IOException {
        int headEnd = Bytes.indexOf(bytes, from, to, HEAD_END);
        if (headEnd < 0) {
            return from;
        }
        if (!Bytes.startsWith(bytes, from, to, HTTP)) {
            throw new ProtocolException("not HTTP/1.1: " + Bytes.text(bytes, from, Math.min(to, from + 40)));
        }
        int body = headEnd + HEAD_END.length;
        int end = bodyEnd(bytes, from, headEnd, body, to);
        if (end < 0 || end > to) {
            return from;
        }
        answered((int) Bytes.number(bytes, from + HTTP.length, headEnd), bytes, body, end);
        return end;
    }

    /** Where the body ends; -1 while that is not known. */
    private static int bodyEnd(byte[] bytes, int from, int headEnd, int body, int to) {
        long length = Bytes.numberAfter(bytes, from, headEnd, LENGTH);
        if (length >= 0) {
            return body + Math.toIntExact(length);
        }
        String head = Bytes.text(bytes, from, headEnd).toLowerCase(Locale.ROOT);
        if (head.contains("\r\ntransfer-encoding: chunked")) {
            boolean whole = to - body >= CHUNKED_END.length
                    && Bytes.startsWith(bytes, to - CHUNKED_END.length, to, CHUNKED_END);
            return whole ? to : -1;
        }
        int lower = head.indexOf("\r\ncontent-length: ");
        return lower < 0 ? body : body + (int) Bytes.number(bytes, from + lower + LENGTH.length, headEnd);
    }
}
