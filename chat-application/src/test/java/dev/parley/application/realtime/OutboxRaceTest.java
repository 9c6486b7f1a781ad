package dev.parley.application.realtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.application.realtime.Outbox.Urgency;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;

class OutboxRaceTest {
    private static final int THREADS = 8;
    private static final int FRAMES = 400;

    private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    private final ExecutorService completions = Executors.newFixedThreadPool(2);
    private final Flusher flusher = new Flusher();

    @BeforeEach
    void start() {
        flusher.start();
    }

    @AfterEach
    void stop() {
        flusher.close();
        threads.shutdownNow();
        completions.shutdownNow();
    }

    @RepeatedTest(3)
    void eight_threads_lose_nothing_repeat_nothing_and_keep_their_order() throws Exception {
        Executor sometimesInline = task -> {
            if (ThreadLocalRandom.current().nextBoolean()) {
                task.run();
            } else {
                completions.execute(task);
            }
        };
        FakeWire wire = new FakeWire(sometimesInline);
        Outbox outbox = new Outbox(wire, flusher::soon, System::nanoTime);
        List<Future<?>> done = new ArrayList<>();
        for (int thread = 0; thread < THREADS; thread++) {
            String name = "t" + thread;
            done.add(threads.submit(() -> offerAll(outbox, name)));
        }
        for (Future<?> each : done) {
            each.get();
        }
        await().atMost(Duration.ofSeconds(20)).until(outbox::isEmpty);

        assertThat(wire.closes()).isEmpty();
        assertThat(wire.frames()).hasSize(THREADS * FRAMES);
        for (int thread = 0; thread < THREADS; thread++) {
            assertThat(wire.frames("t" + thread)).containsExactlyElementsOf(expected("t" + thread));
        }
    }

    private static void offerAll(Outbox outbox, String name) {
        for (String frame : expected(name)) {
            Urgency urgency = ThreadLocalRandom.current().nextInt(4) == 0 ? Urgency.ANSWER : Urgency.EVENT;
            while (outbox.isHalfFull(frame.length())) {
                Thread.onSpinWait();
            }
            outbox.offer(frame.getBytes(StandardCharsets.UTF_8), urgency);
        }
    }

    private static List<String> expected(String name) {
        List<String> frames = new ArrayList<>();
        for (int i = 0; i < FRAMES; i++) {
            frames.add(name + " " + i);
        }
        return frames;
    }
}
