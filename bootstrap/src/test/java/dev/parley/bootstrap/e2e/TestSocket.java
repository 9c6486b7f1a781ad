package dev.parley.bootstrap.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Is a client of the socket {@code /api/v1/ws}. It reads only while it is asked for something; what it reads
 * besides is kept for later questions, in order. Confined to one thread.
 */
final class TestSocket implements AutoCloseable {
    static final String PATH = "/api/v1/ws";
    static final int NO_CODE = 1005;
    static final int CUT_OFF = 1006;

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final RawSocket wire;
    private final boolean parley;
    private final List<ObjectNode> unread = new ArrayList<>();
    private final List<String> pongs = new ArrayList<>();
    private int refs;
    private int closeCode;

    /** A socket was not opened. */
    static final class Refused extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final transient Answer answer;

        Refused(Answer answer) {
            super(answer.toString());
            this.answer = answer;
        }

        Answer answer() {
            return answer;
        }

        int status() {
            return answer.status();
        }
    }

    /** Something was awaited on a socket that the server closed instead. */
    static final class Closed extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Closed(int code) {
            super("the socket was closed with " + code);
        }
    }

    /** @param parley whether {@code parley.v1} is spoken */
    TestSocket(RawSocket wire, boolean parley) {
        this.wire = wire;
        this.parley = parley;
    }

    static Opening to(int port) {
        return new Opening(port);
    }

    /** A socket that is authenticated by its header; {@code hello} is the first frame to come. */
    static TestSocket open(int port, String accessToken) {
        return to(port).protocols("parley.v1")
                .header("Authorization", "Bearer " + accessToken)
                .open();
    }

    Answer handshake() {
        return wire.handshake();
    }

    void send(ObjectNode frame) {
        if (parley) {
            Witness.PRESENT.sentFrame(frame.toString());
        }
        sendText(frame.toString());
    }

    /** Sends a text that need not be right. */
    void sendText(String text) {
        sendFrame(RawSocket.TEXT, true, text.getBytes(StandardCharsets.UTF_8));
    }

    void sendFrame(int opcode, boolean fin, byte[] payload) {
        try {
            wire.send(opcode, fin, payload);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sends a request under a name of its own, and returns the name. */
    String ask(ObjectNode frame) {
        String ref = "r" + ++refs;
        send(frame.deepCopy().put("ref", ref));
        return ref;
    }

    /** What the server answers to {@link #ask}. */
    ObjectNode answer(String ref) {
        return await(frame -> frame.path("ref").asText().equals(ref));
    }

    /** Asks and waits for the answer, good or bad. */
    ObjectNode call(ObjectNode frame) {
        return answer(ask(frame));
    }

    /** Asks and demands {@code ok}. */
    ObjectNode demand(ObjectNode frame) {
        ObjectNode answer = call(frame);
        assertThat(answer.path("type").asText()).as("%s: %s", frame, answer).isEqualTo("ok");
        return answer;
    }

    /** Asks and demands a refusal. */
    ObjectNode demandRefusal(ObjectNode frame, String code) {
        ObjectNode answer = call(frame);
        assertThat(answer.path("type").asText()).as("%s: %s", frame, answer).isEqualTo("error");
        assertThat(answer.path("code").asText()).as("%s: %s", frame, answer).isEqualTo(code);
        assertThat(answer.path("error").asText()).endsWith(".");
        return answer;
    }

    ObjectNode await(String type) {
        return await(frame -> frame.path("type").asText().equals(type));
    }

    /** Takes the first frame of this kind. What came before it stays unread. */
    ObjectNode await(Predicate<ObjectNode> kind) {
        for (Iterator<ObjectNode> frames = unread.iterator(); frames.hasNext(); ) {
            ObjectNode frame = frames.next();
            if (kind.test(frame)) {
                frames.remove();
                return frame;
            }
        }
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            Optional<ObjectNode> frame = read(Duration.ofNanos(end - System.nanoTime()));
            if (closeCode != 0) {
                throw new Closed(closeCode);
            }
            if (frame.isEmpty()) {
                throw new AssertionError("it did not come in time; unread: " + unread);
            }
            if (kind.test(frame.get())) {
                return frame.get();
            }
            unread.add(frame.get());
        }
    }

    /** What the pongs carried that have been read. */
    List<String> pongs() {
        return pongs;
    }

    /** The next frame, whatever it is; empty if none comes in time or the socket is closed. */
    Optional<ObjectNode> next(Duration patience) {
        return unread.isEmpty() ? read(patience) : Optional.of(unread.remove(0));
    }

    /** The next frame, whatever it is. */
    ObjectNode next() {
        return await(frame -> true);
    }

    /** Everything that the server had sent by now and nobody has asked for yet. */
    List<ObjectNode> unread() {
        send(Json.frame("ping"));
        await("pong");
        List<ObjectNode> all = List.copyOf(unread);
        unread.clear();
        return all;
    }

    /** The changes among what was read and nobody has asked for yet. They stay. */
    List<Change> unreadMessages() {
        return unread.stream()
                .filter(frame -> frame.path("type").asText().equals("message"))
                .map(frame -> Change.of(frame.path("message")))
                .toList();
    }

    /** Reads to the end, and returns the code that the server closed with. */
    int awaitClose() {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (closeCode == 0) {
            Duration left = Duration.ofNanos(end - System.nanoTime());
            Optional<ObjectNode> frame = read(left);
            if (frame.isEmpty() && closeCode == 0) {
                throw new AssertionError("the socket stays open");
            }
            frame.ifPresent(unread::add);
        }
        return closeCode;
    }

    boolean isClosed() {
        return closeCode != 0;
    }

    private Optional<ObjectNode> read(Duration patience) {
        long end = System.nanoTime() + patience.toNanos();
        while (closeCode == 0) {
            Optional<RawSocket.Frame> frame = poll(Duration.ofNanos(end - System.nanoTime()));
            if (frame.isEmpty()) {
                return Optional.empty();
            }
            switch (frame.get().opcode) {
                case RawSocket.TEXT -> {
                    String json = new String(frame.get().payload, StandardCharsets.UTF_8);
                    if (parley) {
                        Witness.PRESENT.receivedFrame(json);
                    }
                    return Optional.of((ObjectNode) Json.parse(json));
                }
                case RawSocket.CLOSE -> closed(frame.get().payload);
                case RawSocket.PING -> sendFrame(RawSocket.PONG, true, frame.get().payload);
                case RawSocket.PONG -> pongs.add(new String(frame.get().payload, StandardCharsets.UTF_8));
                default -> throw new AssertionError("a frame with opcode " + frame.get().opcode);
            }
        }
        return Optional.empty();
    }

    private Optional<RawSocket.Frame> poll(Duration patience) {
        try {
            return wire.poll(patience);
        } catch (IOException e) {
            closeCode = CUT_OFF;
            Witness.PRESENT.closed(CUT_OFF);
            return Optional.empty();
        }
    }

    /** Answers as RFC 6455 §5.5.1 wants it. */
    private void closed(byte[] payload) {
        closeCode = payload.length < 2 ? NO_CODE : ByteBuffer.wrap(payload).getShort();
        Witness.PRESENT.closed(closeCode);
        try {
            wire.send(RawSocket.CLOSE, true, payload);
        } catch (IOException e) {
            // The server has gone already.
        }
    }

    /** Goes without a word. */
    @Override
    public void close() {
        try {
            wire.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
