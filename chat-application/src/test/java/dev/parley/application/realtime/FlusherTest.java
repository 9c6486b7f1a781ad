package dev.parley.application.realtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.application.fixture.TestTime;
import dev.parley.application.realtime.Outbox.Urgency;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FlusherTest {
    private final Flusher flusher = new Flusher();
    private final TestTime time = new TestTime();

    @BeforeEach
    void start() {
        flusher.start();
    }

    @AfterEach
    void stop() {
        flusher.close();
    }

    @Test
    void what_gathers_is_written_soon() {
        FakeWire wire = new FakeWire();
        gatherIn(wire);

        await().until(() -> wire.frames().size() == 2);
    }

    @Test
    void a_wire_that_dies_on_the_flusher_does_not_silence_the_others() {
        gatherIn(new ThrowingWire());
        FakeWire wire = new FakeWire();
        gatherIn(wire);

        await().until(() -> wire.frames().size() == 2);
    }

    @Test
    void a_wire_that_interrupts_the_flusher_does_not_silence_the_others() {
        FakeWire interrupting = new FakeWire(task -> {
            Thread.currentThread().interrupt();
            task.run();
        });
        gatherIn(interrupting);
        await().until(() -> interrupting.frames().size() == 2);
        assertThat(Thread.interrupted()).isTrue(); // The first frame was written by this thread.
        FakeWire wire = new FakeWire();
        gatherIn(wire);

        await().until(() -> wire.frames().size() == 2);
    }

    private void gatherIn(Wire wire) {
        Outbox outbox = new Outbox(wire, flusher::soon, time::nanoTime);
        outbox.offer(new byte[] {'a'}, Urgency.EVENT);
        outbox.offer(new byte[] {'b'}, Urgency.EVENT);
    }

    /** Throws an error at the second write. */
    private static final class ThrowingWire implements Wire {
        private int writes;

        @Override
        public void write(List<byte[]> frames, Runnable done) {
            if (writes++ > 0) {
                throw new StackOverflowError();
            }
            done.run();
        }

        @Override
        public void ping() {}

        @Override
        public void close(CloseReason reason) {}
    }
}
