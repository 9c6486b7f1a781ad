package dev.parley.bootstrap.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Is a client of the events at {@code /api/v1/events}, as WHATWG HTML describes one. It reads only while it is
 * asked for something; what it reads besides is kept for later questions, in order. Confined to one thread.
 */
final class TestStream implements AutoCloseable {
    static final String PATH = "/api/v1/events";

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Socket socket = new Socket();
    private final Answer head;
    private final List<Event> unread = new ArrayList<>();
    private final List<String> comments = new ArrayList<>();

    private final ChunkedLines body = new ChunkedLines();
    private String type = "";
    private String data = "";
    private String idBuffer = "";
    private String lastEventId = "";
    private long retry;
    private @Nullable Boolean endedInOrder;

    /**
     * Something that was told.
     *
     * @param id of this event or of the last one before it that had one
     */
    record Event(String type, ObjectNode data, String id) {}

    /** A stream was not opened. */
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
    }

    /** Something was awaited on a stream that the server ended instead. */
    static final class Ended extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Ended() {
            super("the stream has ended");
        }
    }

    /** @param receiveBuffer in bytes; 0 leaves it to the system */
    private TestStream(int port, String target, Map<String, String> headers, int receiveBuffer) throws IOException {
        if (receiveBuffer > 0) {
            socket.setReceiveBufferSize(receiveBuffer);
        }
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        socket.setSoTimeout((int) PATIENCE.toMillis());
        StringBuilder request = new StringBuilder("GET " + target + " HTTP/1.1\r\nHost: localhost:" + port + "\r\n");
        headers.forEach(
                (name, value) -> request.append(name).append(": ").append(value).append("\r\n"));
        socket.getOutputStream().write(request.append("\r\n").toString().getBytes(StandardCharsets.UTF_8));
        Answer answer = RawHttp.readHead(socket.getInputStream(), "GET " + target);
        boolean open = answer.status() == 200;
        head = open ? answer : RawHttp.withBody(answer, "GET " + target, socket.getInputStream());
        Witness.PRESENT.answer("GET", target, head.status(), head.header("content-type"), head.body());
        if (!open) {
            close();
            throw new Refused(head);
        }
    }

    /** @throws UncheckedIOException if there is no server, or it leaves */
    static TestStream open(int port, String query, Map<String, String> headers, int receiveBuffer) {
        try {
            return new TestStream(port, PATH + query, headers, receiveBuffer);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static TestStream open(int port, String accessToken) {
        return open(port, "", Map.of("Authorization", "Bearer " + accessToken), 0);
    }

    /** A stream that goes on behind this event. */
    static TestStream resume(int port, String accessToken, String lastEventId) {
        return open(port, "", Map.of("Authorization", "Bearer " + accessToken, "Last-Event-ID", lastEventId), 0);
    }

    Answer head() {
        return head;
    }

    /** What the client would come back with now. */
    String lastEventId() {
        return lastEventId;
    }

    /** In milliseconds; 0 if the server has not said. */
    long retry() {
        return retry;
    }

    List<String> comments() {
        return comments;
    }

    Event await(String wanted) {
        return await(event -> event.type.equals(wanted));
    }

    /** Takes the first event of this kind. What came before it stays unread. */
    Event await(Predicate<Event> kind) {
        for (Iterator<Event> events = unread.iterator(); events.hasNext(); ) {
            Event event = events.next();
            if (kind.test(event)) {
                events.remove();
                return event;
            }
        }
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            Optional<Event> event = read(Duration.ofNanos(end - System.nanoTime()));
            if (event.isEmpty()) {
                if (endedInOrder != null) {
                    throw new Ended();
                }
                throw new AssertionError("it did not come in time; unread: " + unread);
            }
            if (kind.test(event.get())) {
                return event.get();
            }
            unread.add(event.get());
        }
    }

    /** The content of the next message. */
    String awaitContent() {
        return await("message").data.path("message").path("content").asText();
    }

    /** The next event, whatever it is; empty if none comes in time or the stream has ended. */
    Optional<Event> next(Duration patience) {
        return unread.isEmpty() ? read(patience) : Optional.of(unread.remove(0));
    }

    /** The events that were read and nobody has asked for yet. */
    List<Event> unread() {
        return List.copyOf(unread);
    }

    /** Reads to the end. Returns whether that was one in order, or the connection was cut. */
    boolean awaitEnd() {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (endedInOrder == null) {
            Optional<Event> event = read(Duration.ofNanos(end - System.nanoTime()));
            if (event.isEmpty() && endedInOrder == null) {
                throw new AssertionError("the stream stays open");
            }
            event.ifPresent(unread::add);
        }
        for (Optional<Event> rest = read(Duration.ZERO); rest.isPresent(); rest = read(Duration.ZERO)) {
            unread.add(rest.get());
        }
        return endedInOrder;
    }

    boolean isEnded() {
        return endedInOrder != null;
    }

    /** Reads until there is a comment more than those that are known. */
    void awaitComment(Duration patience) {
        int known = comments.size();
        long end = System.nanoTime() + patience.toNanos();
        while (comments.size() == known && System.nanoTime() < end) {
            read(Duration.ofMillis(100)).ifPresent(unread::add);
        }
        assertThat(comments).as("comments").hasSizeGreaterThan(known);
    }

    private Optional<Event> read(Duration patience) {
        long end = System.nanoTime() + patience.toNanos();
        while (true) {
            for (String line = body.line(); line != null; line = body.line()) {
                Optional<Event> event = take(line);
                if (event.isPresent()) {
                    Witness.PRESENT.receivedFrame(event.get().data.toString());
                    return event;
                }
            }
            long left = Duration.ofNanos(end - System.nanoTime()).toMillis();
            if (endedInOrder != null || left <= 0 || !receive((int) left)) {
                return Optional.empty();
            }
        }
    }

    /** One line of the stream, as the specification's section "Interpreting an event stream" has it. */
    private Optional<Event> take(String line) {
        if (line.isEmpty()) {
            return dispatch();
        }
        int colon = line.indexOf(':');
        String field = colon < 0 ? line : line.substring(0, colon);
        String rest = colon < 0 ? "" : line.substring(colon + 1);
        String value = rest.startsWith(" ") ? rest.substring(1) : rest;
        switch (field) {
            case "" -> comments.add(value);
            case "event" -> type = value;
            case "data" -> data = data.isEmpty() ? value : data + "\n" + value;
            case "id" -> idBuffer = value;
            case "retry" -> retry = Long.parseLong(value);
            default -> throw new AssertionError("a field that there is not: " + line);
        }
        return Optional.empty();
    }

    private Optional<Event> dispatch() {
        lastEventId = idBuffer;
        String json = data;
        String name = type;
        type = "";
        data = "";
        if (json.isEmpty()) {
            return Optional.empty();
        }
        Event event = new Event(name, (ObjectNode) Json.parse(json), lastEventId);
        assertThat(event.data.path("type").asText()).as(json).isEqualTo(name);
        return Optional.of(event);
    }

    /** Returns whether something came in time, if only the end. */
    private boolean receive(int millis) {
        byte[] part = new byte[1 << 14];
        try {
            socket.setSoTimeout(millis);
            int count = socket.getInputStream().read(part);
            if (count < 0) {
                endedInOrder = false;
                return true;
            }
            body.add(part, count);
            endedInOrder = body.isWhole() ? Boolean.TRUE : null;
            return true;
        } catch (SocketTimeoutException e) {
            return false;
        } catch (IOException e) {
            endedInOrder = false;
            return true;
        }
    }

    /** Goes without a word. */
    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
