package dev.parley.bootstrap.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;

/**
 * Follows General by a socket, for as long as it takes: connects again and resumes with its cursor whenever
 * the socket goes, and checks each change as it comes. Confined to one thread until it is done.
 */
final class Reader {
    private static final Duration TICK = Duration.ofMillis(50);

    private final String accessToken;
    private final IntSupplier port;
    private final List<Change> seen = new ArrayList<>();
    private final List<Integer> closeCodes = new ArrayList<>();
    private long cursor;
    private final AtomicInteger resumed = new AtomicInteger();

    /** @param port where the server is now; blocks while it is nowhere */
    Reader(Person person, IntSupplier port) {
        this.accessToken = person.accessToken();
        this.port = port;
    }

    /** Reads until the reason holds, and then until the cursor is at the given end of the log. */
    void follow(BooleanSupplier stopped, java.util.function.LongSupplier end) {
        while (!stopped.getAsBoolean() || cursor < end.getAsLong()) {
            try (TestSocket socket = TestSocket.open(port.getAsInt(), accessToken)) {
                socket.await("hello");
                socket.send(Json.frame("resume", "cursors", Map.of("1", cursor)));
                read(socket, stopped, end);
            } catch (UncheckedIOException | TestSocket.Closed e) {
                // The server has gone, in the handshake or later: it is looked for again.
            }
        }
    }

    private void read(TestSocket socket, BooleanSupplier stopped, java.util.function.LongSupplier end) {
        while (!socket.isClosed() && (!stopped.getAsBoolean() || cursor < end.getAsLong())) {
            Optional<ObjectNode> frame = socket.next(TICK);
            String type = frame.map(json -> json.path("type").asText()).orElse("");
            if (type.equals("message")) {
                take(Change.of(frame.orElseThrow().path("message")));
            } else if (type.equals("caught_up")) {
                resumed.incrementAndGet();
                long rev = frame.orElseThrow().path("rev").longValue();
                assertThat(rev).as("caught up").isGreaterThanOrEqualTo(cursor);
                cursor = rev;
            } else {
                assertThat(type).as("%s", frame).isNotEqualTo("error");
            }
        }
        if (socket.isClosed()) {
            closeCodes.add(socket.awaitClose());
        }
    }

    /** A rev that never comes is one that a later change of the same message has replaced: {@link #expectWhole} sees to it. */
    private void take(Change change) {
        assertThat(change.rev()).as("the change after %s", cursor).isGreaterThan(cursor);
        cursor = change.rev();
        seen.add(change);
    }

    /** Everything in the order in which it came. */
    List<Change> seen() {
        return seen;
    }

    /** How often it has caught up. */
    int resumed() {
        return resumed.get();
    }

    List<Integer> closeCodes() {
        return closeCodes;
    }

    /** What the log looks like to who knows only what was seen here. */
    List<Change> view() {
        Map<Long, Change> bySeq = new TreeMap<>();
        seen.forEach(change -> bySeq.put(change.seq(), change));
        return List.copyOf(bySeq.values());
    }

    /** Demands that the log was seen whole: each change at most once, in order, and each message as it is at last. */
    void expectWhole(List<Change> log) {
        assertThat(seen).extracting(Change::rev).doesNotHaveDuplicates().isSorted();
        assertThat(view())
                .isEqualTo(log.stream()
                        .sorted(Comparator.comparingLong(Change::seq))
                        .toList());
    }
}
