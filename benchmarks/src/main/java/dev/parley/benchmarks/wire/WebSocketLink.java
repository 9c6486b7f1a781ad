package dev.parley.benchmarks.wire;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.ProtocolException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** A client's WebSocket: fixed-bytes handshake, frames read in place, pings answered, masks of zero. */
public abstract class WebSocketLink extends Link {
    /** Key and accept value are the worked example of RFC 6455, section 1.3. */
    private static final String KEY = "dGhlIHNhbXBsZSBub25jZQ==";

    private static final byte[] ACCEPT = Bytes.of("s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
    private static final byte[] SWITCHING = Bytes.of("HTTP/1.1 101 ");
    private static final byte[] HEAD_END = Bytes.of("\r\n\r\n");

    private final byte[] handshake;
    private boolean upgraded;
    private int closeCode = -1;
    private @Nullable ByteArrayOutputStream fragments;

    /**
     * @param headers further lines of the upgrade request, each ended by CR LF
     */
    protected WebSocketLink(String host, String path, String headers) {
        handshake = Bytes.of("GET " + path + " HTTP/1.1\r\nHost: " + host
                + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: "
                + KEY + "\r\n" + headers + "\r\n");
    }

    /** The server has answered 101. */
    protected abstract void upgraded();

    /** A whole text message; the bytes are valid during the call only. */
    protected abstract void text(byte[] bytes, int from, int to);

    /** The code of the server's close frame, or -1. */
    public final int closeCode() {
        return closeCode;
    }

    @Override
    protected final void connected() {
        send(ByteBuffer.wrap(handshake));
    }

    @Override
    protected final int received(byte[] bytes, int from, int to) throws IOException {
        int at = from;
        if (!upgraded) {
            int end = Bytes.indexOf(bytes, from, to, HEAD_END);
            if (end < 0) {
                return from;
            }
            if (!Bytes.startsWith(bytes, from, to, SWITCHING) || Bytes.indexOf(bytes, from, end, ACCEPT) < 0) {
                throw new ProtocolException("upgrade refused: " + Bytes.text(bytes, from, Math.min(to, from + 300)));
            }
            upgraded = true;
            upgraded();
            at = end + HEAD_END.length;
        }
        return Frames.read(bytes, at, to, this::frame);
    }

    private void frame(boolean last, int opcode, byte[] bytes, int from, int to) throws ProtocolException {
        switch (opcode) {
            case Frames.TEXT, Frames.CONTINUATION -> {
                if (last && fragments == null) {
                    text(bytes, from, to);
                } else {
                    fragment(last, bytes, from, to);
                }
            }
            case Frames.PING -> sendFrame(Frames.PONG, bytes, from, to);
            case Frames.PONG -> {}
            case Frames.CLOSE -> {
                closeCode = to - from < 2 ? 1005 : (bytes[from] & 0xFF) << 8 | (bytes[from + 1] & 0xFF);
                sendFrame(Frames.CLOSE, bytes, from, Math.min(to, from + 2));
            }
            default -> throw new ProtocolException("opcode " + opcode);
        }
    }

    private void fragment(boolean last, byte[] bytes, int from, int to) {
        ByteArrayOutputStream whole = fragments == null ? new ByteArrayOutputStream() : fragments;
        whole.write(bytes, from, to - from);
        fragments = last ? null : whole;
        if (last) {
            text(whole.toByteArray(), 0, whole.size());
        }
    }

    /** Sends a text message. */
    public final void sendText(byte[] payload) {
        sendFrame(Frames.TEXT, payload, 0, payload.length);
    }

    /** Begins the closing handshake; the server then ends the connection. */
    public final void sayGoodbye() {
        sendFrame(Frames.CLOSE, new byte[] {0x03, (byte) 0xE8}, 0, 2);
    }

    private void sendFrame(int opcode, byte[] payload, int from, int to) {
        ByteBuffer out = loop().out.clear();
        Frames.putMasked(out, opcode, payload, from, to);
        send(out.flip());
    }
}
