package dev.parley.application.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.parley.domain.ChatException;
import dev.parley.domain.ErrorCode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PasswordGateTest {
    private final ExecutorService callers = Executors.newCachedThreadPool();
    private final CountDownLatch hashed = new CountDownLatch(1);
    private final AtomicInteger running = new AtomicInteger();
    private final AtomicInteger mostRunning = new AtomicInteger();

    @AfterEach
    void stop() {
        hashed.countDown();
        callers.shutdownNow();
    }

    @Test
    void two_run_at_once_64_wait_and_the_rest_is_refused_at_once() throws Exception {
        PasswordGate gate = new PasswordGate(Duration.ofMinutes(1), callers);
        List<Future<Integer>> calls = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            calls.add(callers.submit(() -> gate.run(this::hash)));
        }
        await().until(() -> calls.stream().filter(Future::isDone).count() == 34);
        assertThat(running).hasValue(2);
        hashed.countDown();

        int refused = 0;
        for (Future<Integer> call : calls) {
            try {
                call.get();
            } catch (ExecutionException e) {
                assertThat(e.getCause()).isInstanceOf(ChatException.Unavailable.class);
                refused++;
            }
        }
        assertThat(refused).isEqualTo(34);
        assertThat(mostRunning).hasValue(2);
    }

    @Test
    void who_waits_too_long_is_refused_and_makes_room() {
        PasswordGate gate = new PasswordGate(Duration.ofMillis(20), callers);
        var first = callers.submit(() -> gate.run(this::hash));
        var second = callers.submit(() -> gate.run(this::hash));
        await().until(() -> running.get() == 2);
        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(() -> gate.run(() -> 0))
                    .isInstanceOfSatisfying(
                            ChatException.Unavailable.class,
                            refusal -> assertThat(refusal.code()).isEqualTo(ErrorCode.OVERLOADED));
        }
        hashed.countDown();
        await().until(() -> first.isDone() && second.isDone());

        assertThat(gate.<Integer>run(() -> 7)).isEqualTo(7);
    }

    @Test
    void a_hash_that_fails_gives_its_place_back() {
        PasswordGate gate = new PasswordGate(Duration.ofMillis(20), callers);
        for (int i = 0; i < 5; i++) {
            assertThatThrownBy(() -> gate.run(() -> {
                        throw new IllegalStateException("a bug");
                    }))
                    .isInstanceOf(IllegalStateException.class);
        }

        assertThat(gate.<Integer>run(() -> 7)).isEqualTo(7);
    }

    private int hash() {
        mostRunning.accumulateAndGet(running.incrementAndGet(), Math::max);
        try {
            hashed.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            running.decrementAndGet();
        }
        return 0;
    }
}
