package dev.parley.bootstrap.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Writes to General whatever happens to the server: what was not acknowledged it says again, under the same
 * client id, until it is. Some of it it edits or takes back. Confined to one thread until it is done.
 */
final class Writer {
    private static final Duration PAUSE = Duration.ofMillis(50);

    private final Person person;
    private final int atOnce;
    private final IntSupplier port;
    private final Random random;
    private final List<Change> acknowledged = new CopyOnWriteArrayList<>();
    private final Map<Long, Change> expected = new TreeMap<>();
    private @Nullable TestSocket socket;
    private int count;

    /**
     * @param atOnce how many messages it sends by a socket before it waits for the answers; 0 writes by REST
     * @param port where the server is now; blocks while it is nowhere
     */
    Writer(Person person, int atOnce, IntSupplier port, long seed) {
        this.person = person;
        this.atOnce = atOnce;
        this.port = port;
        this.random = new Random(seed);
    }

    /** Writes until the reason holds, and then to the end of what it has begun. */
    void write(BooleanSupplier stopped) {
        while (!stopped.getAsBoolean()) {
            int dice = random.nextInt(10);
            List<Change> own =
                    expected.values().stream().filter(c -> !c.deleted()).toList();
            if (dice >= 2 || own.isEmpty()) {
                send(Math.max(1, atOnce));
            } else {
                Change change = own.get(random.nextInt(own.size()));
                if (dice == 0) {
                    delete(change);
                } else {
                    edit(change, person.username() + " edits " + ++count);
                }
            }
        }
        disconnect();
    }

    /** Sends so many at once, in order; after a failure all of them that have no answer, in order. */
    private void send(int messages) {
        List<ObjectNode> open = new ArrayList<>();
        for (int i = 0; i < messages; i++) {
            String name = person.username() + "-" + ++count;
            open.add(Json.object("content", "says " + name, "client_id", name));
        }
        while (!open.isEmpty()) {
            try {
                if (atOnce > 0) {
                    sendBySocket(open);
                } else {
                    acknowledged(open.get(0), demandDone(api().post(Person.MESSAGES, open.get(0)), 201));
                    open.remove(0);
                }
            } catch (UncheckedIOException | TestSocket.Closed e) {
                disconnect();
            } catch (Away e) {
                LockSupport.parkNanos(PAUSE.toNanos());
            }
        }
    }

    private void sendBySocket(List<ObjectNode> open) {
        TestSocket connected = connected();
        List<String> refs = open.stream()
                .map(body -> connected.ask(Json.frame("send", "room", 1).setAll(body)))
                .toList();
        for (String ref : refs) {
            acknowledged(open.get(0), demandOk(connected.answer(ref)));
            open.remove(0);
        }
    }

    private void acknowledged(ObjectNode body, JsonNode message) {
        Change change = Change.of(message);
        assertThat(change.clientId()).isEqualTo(body.path("client_id").asText());
        assertThat(change.content()).isEqualTo(body.path("content").asText());
        assertThat(
                        acknowledged.isEmpty()
                                ? 0
                                : acknowledged.get(acknowledged.size() - 1).seq())
                .as("the seq of what %s sent before", person.username())
                .isLessThan(change.seq());
        acknowledged.add(change);
        expected.put(change.seq(), change);
    }

    private void edit(Change change, String content) {
        change(change, "edit", content);
    }

    private void delete(Change change) {
        change(change, "delete", "");
    }

    private void change(Change change, String type, String content) {
        while (true) {
            try {
                Change changed = Change.of(changeOnce(change.seq(), type, content));
                assertThat(changed.rev()).isGreaterThan(change.rev());
                assertThat(changed.content()).isEqualTo(content);
                assertThat(changed.deleted()).isEqualTo(type.equals("delete"));
                expected.put(changed.seq(), changed);
                return;
            } catch (UncheckedIOException | TestSocket.Closed e) {
                disconnect();
            } catch (Away e) {
                LockSupport.parkNanos(PAUSE.toNanos());
            }
        }
    }

    private JsonNode changeOnce(long seq, String type, String content) {
        ObjectNode members = content.isEmpty() ? Json.object() : Json.object("content", content);
        if (atOnce > 0) {
            return demandOk(
                    connected().call(Json.frame(type, "room", 1, "seq", seq).setAll(members)));
        }
        String path = Person.MESSAGES + "/" + seq;
        return demandDone(content.isEmpty() ? api().delete(path) : api().patch(path, members), 200);
    }

    /** The server could not: nobody knows whether it did. */
    private static final class Away extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    private static JsonNode demandDone(Answer answer, int status) {
        if (answer.status() == 503) {
            throw new Away();
        }
        return answer.expect(answer.status() == 200 ? 200 : status).json();
    }

    private static JsonNode demandOk(JsonNode answer) {
        if (answer.path("type").asText().equals("error")) {
            assertThat(answer.path("code").asText()).isIn("store_unavailable", "overloaded", "shutting_down");
            throw new Away();
        }
        return answer.path("message");
    }

    private Api api() {
        return Api.to(port.getAsInt()).as(person.accessToken());
    }

    private TestSocket connected() {
        TestSocket known = socket;
        if (known == null) {
            known = open();
            known.await("hello");
            socket = known;
        }
        return known;
    }

    private TestSocket open() {
        try {
            return TestSocket.open(port.getAsInt(), person.accessToken());
        } catch (TestSocket.Refused e) {
            assertThat(e.status()).as(e.getMessage()).isEqualTo(503);
            throw new Away();
        }
    }

    private void disconnect() {
        if (socket != null) {
            socket.close();
            socket = null;
        }
    }

    /** Each message as it was acknowledged first, in the order in which they were sent. */
    List<Change> acknowledged() {
        return acknowledged;
    }

    /** Each message as it must be now. */
    Map<Long, Change> expected() {
        return expected;
    }
}
