package dev.parley.bootstrap.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The server is killed and stopped under a listener that has nothing but the id of the last event. */
@Timeout(240)
@Execution(ExecutionMode.CONCURRENT)
class EventsCrashTest {
    private static final Duration TICK = Duration.ofMillis(100);
    private static final String END = "the end";
    private static final int ROOMS = 3;

    @TempDir
    private Path directory = Path.of("");

    private volatile CompletableFuture<Integer> port = new CompletableFuture<>();
    private volatile boolean written;
    private final AtomicInteger acknowledged = new AtomicInteger();

    /** What the listener was told of each room. */
    private final Map<Long, List<Change>> told = new HashMap<>();

    private int ends;
    private final AtomicInteger opened = new AtomicInteger();

    @Test
    void nothing_is_missed_or_told_twice_on_sqlite() throws Exception {
        crash(StoreKind.SQLITE);
    }

    @Test
    void nothing_is_missed_or_told_twice_on_mongodb() throws Exception {
        crash(StoreKind.MONGODB);
    }

    @Test
    void nothing_is_missed_or_told_twice_on_postgresql() throws Exception {
        crash(StoreKind.POSTGRES);
    }

    private void crash(StoreKind kind) throws Exception {
        try (TestStore store = TestStore.open(kind)) {
            crash(RunningServer.settings(directory, store.settings()));
        }
    }

    private void crash(Map<String, String> settings) throws Exception {
        ServerProcess server = start(settings);
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            Person ann = Person.signUp(Api.to(port()), "writer");
            Person bob = Person.signUp(Api.to(port()), "listener");
            List<Long> rooms = List.of(1L, room(ann, bob, "One"), room(ann, bob, "Two"));
            Future<?> listening = threads.submit(() -> listen(bob));
            awaitLife(1, 0);
            Future<?> writing = threads.submit(() -> write(ann, rooms));
            for (int i = 0; i < 4; i++) {
                awaitLife(i + 1, acknowledged.get() + 15);
                port = new CompletableFuture<>();
                if (i % 2 == 0) {
                    server.kill();
                } else {
                    server.terminate();
                    server.awaitExit();
                }
                server = start(settings);
            }
            awaitLife(5, acknowledged.get() + 5);
            written = true;
            writing.get(60, TimeUnit.SECONDS);
            for (long room : rooms) {
                untilDone(ann, "POST", messages(room), Json.object("content", END));
            }
            listening.get(60, TimeUnit.SECONDS);
            Api reader = Api.to(port()).as(bob.accessToken());
            rooms.forEach(room -> expectWhole(room, Change.changes(reader, room, 100)));
        } finally {
            written = true;
            threads.shutdownNow();
            server.close();
        }
    }

    private void awaitLife(int streams, int messages) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(10))
                .until(() -> opened.get() >= streams && acknowledged.get() >= messages);
    }

    private void expectWhole(long room, List<Change> log) {
        List<Change> seen = told.getOrDefault(room, List.of());
        assertThat(seen).extracting(Change::rev).doesNotHaveDuplicates().isSorted();
        Map<Long, Change> view = new TreeMap<>();
        seen.forEach(change -> view.put(change.seq(), change));
        assertThat(log).isNotEmpty();
        assertThat(view.values()).containsExactlyInAnyOrderElementsOf(log);
    }

    private static long room(Person owner, Person member, String name) {
        JsonNode room = owner.api()
                .post("/api/v1/rooms", Json.object("name", name))
                .expect(201)
                .json();
        owner.api()
                .put("/api/v1/rooms/" + room.path("id").asText() + "/members/" + member.id(), Json.object())
                .expect(200);
        return room.path("id").asLong();
    }

    private static String messages(long room) {
        return "/api/v1/rooms/" + room + "/messages";
    }

    private void write(Person author, List<Long> rooms) {
        for (int i = 0; !written; i++) {
            String messages = messages(rooms.get(i % rooms.size()));
            JsonNode message =
                    untilDone(author, "POST", messages, Json.object("content", "m" + i, "client_id", "c" + i));
            if (i % 4 == 3) {
                String place = messages + "/" + message.path("seq").asText();
                untilDone(author, "PATCH", place, Json.object("content", "m" + i + ", edited"));
            }
            acknowledged.incrementAndGet();
        }
    }

    /** Asks again until the server is there and has done it. */
    private JsonNode untilDone(Person author, String method, String path, JsonNode body) {
        while (true) {
            try {
                Api api = Api.to(port()).as(author.accessToken());
                Answer answer = method.equals("POST") ? api.post(path, body) : api.patch(path, body);
                if (answer.status() != 503) {
                    assertThat(answer.status()).as("%s", answer).isBetween(200, 201);
                    return answer.json();
                }
            } catch (UncheckedIOException e) {
                // It was killed, or has just gone.
            }
        }
    }

    private void listen(Person person) {
        String id = "";
        boolean ended = false;
        while (!ended) {
            try (TestStream stream = TestStream.resume(port(), person.accessToken(), id)) {
                ended = listen(stream);
                id = stream.lastEventId().isEmpty() ? id : stream.lastEventId();
            } catch (UncheckedIOException | TestStream.Refused e) {
                // The server has gone: it is looked for again.
            }
        }
    }

    private boolean listen(TestStream stream) {
        opened.incrementAndGet();
        while (!stream.isEnded()) {
            Optional<TestStream.Event> event = stream.next(TICK);
            if (event.isPresent() && event.get().type().equals("message")) {
                JsonNode message = event.get().data().path("message");
                told.computeIfAbsent(message.path("room").asLong(), room -> new ArrayList<>())
                        .add(Change.of(message));
                if (message.path("content").asText().equals(END) && ++ends == ROOMS) {
                    return true;
                }
            }
        }
        return false;
    }

    private ServerProcess start(Map<String, String> settings) {
        ServerProcess server = ServerProcess.start(directory, settings);
        port.complete(server.awaitPort());
        return server;
    }

    /** Where the server is; while it is down, where it will be. */
    private int port() {
        return port.orTimeout(60, TimeUnit.SECONDS).join();
    }
}
