package dev.parley.bootstrap.e2e;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;

/**
 * Is a WebSocket as it is on the wire (RFC 6455): it sends what no library would, and reads nothing that it
 * is not asked to read. One thread sends and one reads.
 */
final class RawSocket implements AutoCloseable {
    static final int CONTINUATION = 0;
    static final int TEXT = 1;
    static final int BINARY = 2;
    static final int CLOSE = 8;
    static final int PING = 9;
    static final int PONG = 10;

    private static final int FIN = 0x80;
    private static final int MASKED = 0x80;
    private static final int FIRST_CONTROL = 8;
    private static final byte[] MASK = {0x12, 0x34, 0x56, 0x78};
    private static final int HANDSHAKE_MILLIS = 20_000;

    private final Socket socket = new Socket();
    private final InputStream in;
    private final Answer handshake;
    private final ByteArrayOutputStream fragments = new ByteArrayOutputStream();
    private int opcodeOfFragments;
    private byte[] unparsed = new byte[0];

    /** A frame that the server sent. It fragments nothing. */
    static final class Frame {
        final int opcode;
        final byte[] payload;

        Frame(int opcode, byte[] payload) {
            this.opcode = opcode;
            this.payload = payload;
        }
    }

    /**
     * Connects and asks for an upgrade.
     *
     * @param receiveBuffer in bytes; 0 leaves it to the system
     */
    RawSocket(int port, String path, Map<String, String> headers, int receiveBuffer) throws IOException {
        if (receiveBuffer > 0) {
            socket.setReceiveBufferSize(receiveBuffer);
        }
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(HANDSHAKE_MILLIS);
        in = new BufferedInputStream(socket.getInputStream());
        StringBuilder request = new StringBuilder("GET " + path + " HTTP/1.1\r\nHost: localhost:" + port
                + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n");
        headers.forEach(
                (name, value) -> request.append(name).append(": ").append(value).append("\r\n"));
        socket.getOutputStream().write(request.append("\r\n").toString().getBytes(StandardCharsets.UTF_8));
        handshake = RawHttp.read(in, "GET " + path + " HTTP/1.1");
    }

    /** What the server said to the upgrade. */
    Answer handshake() {
        return handshake;
    }

    void send(int opcode, boolean fin, byte[] payload) throws IOException {
        ByteArrayOutputStream frame = new ByteArrayOutputStream();
        frame.write((fin ? FIN : 0) | opcode);
        if (payload.length < 126) {
            frame.write(MASKED | payload.length);
        } else if (payload.length < 1 << 16) {
            frame.write(MASKED | 126);
            frame.writeBytes(
                    ByteBuffer.allocate(2).putShort((short) payload.length).array());
        } else {
            frame.write(MASKED | 127);
            frame.writeBytes(ByteBuffer.allocate(8).putLong(payload.length).array());
        }
        frame.writeBytes(MASK);
        for (int i = 0; i < payload.length; i++) {
            frame.write(payload[i] ^ MASK[i % MASK.length]);
        }
        sendBytes(frame.toByteArray());
    }

    void sendBytes(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
    }

    /** The next frame; empty if none came in time. @throws EOFException if the connection has ended */
    Optional<Frame> poll(Duration patience) throws IOException {
        long end = System.nanoTime() + patience.toNanos();
        Optional<Frame> frame = parse();
        while (frame.isEmpty()) {
            long left = Duration.ofNanos(end - System.nanoTime()).toMillis();
            if (left <= 0 || !readMore((int) left)) {
                return Optional.empty();
            }
            frame = parse();
        }
        return frame;
    }

    private boolean readMore(int millis) throws IOException {
        byte[] more = new byte[8 << 10];
        socket.setSoTimeout(millis);
        int read;
        try {
            read = in.read(more);
        } catch (SocketTimeoutException e) {
            return false;
        }
        if (read < 0) {
            throw new EOFException();
        }
        int known = unparsed.length;
        unparsed = Arrays.copyOf(unparsed, known + read);
        System.arraycopy(more, 0, unparsed, known, read);
        return true;
    }

    private Optional<Frame> parse() {
        ByteBuffer buffer = ByteBuffer.wrap(unparsed);
        if (buffer.remaining() < 2) {
            return Optional.empty();
        }
        int first = buffer.get();
        int length = buffer.get() & 0x7f;
        int wide = length == 126 ? 2 : length == 127 ? 8 : 0;
        if (buffer.remaining() < wide) {
            return Optional.empty();
        }
        if (wide > 0) {
            length = wide == 2 ? Short.toUnsignedInt(buffer.getShort()) : Math.toIntExact(buffer.getLong());
        }
        if (buffer.remaining() < length) {
            return Optional.empty();
        }
        byte[] payload = new byte[length];
        buffer.get(payload);
        unparsed = Arrays.copyOfRange(unparsed, buffer.position(), unparsed.length);
        return joined(first & 0x0f, (first & FIN) != 0, payload);
    }

    /** What the server has sent in fragments (RFC 6455 §5.4) is one frame for who reads it. */
    private Optional<Frame> joined(int opcode, boolean fin, byte[] payload) {
        if (opcode >= FIRST_CONTROL) {
            return Optional.of(new Frame(opcode, payload));
        }
        fragments.writeBytes(payload);
        opcodeOfFragments = opcode == CONTINUATION ? opcodeOfFragments : opcode;
        if (!fin) {
            return parse();
        }
        Frame whole = new Frame(opcodeOfFragments, fragments.toByteArray());
        fragments.reset();
        return Optional.of(whole);
    }

    /** Ends the connection without a word. */
    @Override
    public void close() throws IOException {
        socket.close();
    }
}
