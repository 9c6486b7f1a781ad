package dev.parley.http.file;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.domain.account.UserId;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

class PicturesTest {
    private static final UserId ANN = new UserId(1);
    private static final UserId BOB = new UserId(2);
    private static final UserId CYD = new UserId(3);
    private static final UserId DORA = new UserId(4);
    private static final int PLACES = 32;

    private final List<Runnable> waiting = new ArrayList<>();
    private boolean down;
    private final Executor thread = work -> {
        if (down) {
            throw new RejectedExecutionException();
        }
        waiting.add(work);
    };
    private final Pictures pictures = new Pictures(thread);
    private final List<String> made = new ArrayList<>();

    private int taken(UserId user, int wanted) {
        int taken = 0;
        for (int i = 0; i < wanted; i++) {
            taken += pictures.take(user, () -> made.add("one")) ? 1 : 0;
        }
        return taken;
    }

    @Test
    void one_uploader_leaves_places_to_others() {
        assertThat(taken(ANN, 20)).isEqualTo(10);
        assertThat(taken(BOB, 20)).isEqualTo(10);
        assertThat(taken(CYD, 20)).isEqualTo(10);
        assertThat(taken(DORA, 20)).isEqualTo(PLACES - 30);
        settle();
        assertThat(made).hasSize(PLACES);
        assertThat(taken(DORA, 20)).as("what was refused holds no place").isEqualTo(10);
    }

    private void settle() {
        while (!waiting.isEmpty()) {
            waiting.remove(0).run();
        }
    }

    @Test
    void who_has_many_waits_for_himself() {
        taken(ANN, 10);
        taken(BOB, 1);
        assertThat(pictures.take(CYD, () -> made.add("Cyd's"))).isTrue();
        assertThat(waiting).as("one at a time").hasSize(1);
        settle();
        assertThat(made.indexOf("Cyd's")).isEqualTo(2);
    }

    @Test
    void without_a_thread_nothing_is_taken_and_later_all_is() {
        down = true;
        assertThat(taken(ANN, 20)).isZero();
        down = false;
        assertThat(taken(ANN, 20)).isEqualTo(10);
        settle();
        assertThat(made).hasSize(10);
    }

    @Test
    void what_fails_gives_its_place_back() {
        for (int i = 0; i < 20; i++) {
            assertThat(pictures.take(ANN, () -> {
                        throw new IllegalStateException("a picture like any other");
                    }))
                    .isTrue();
            assertThat(taken(ANN, 1)).isEqualTo(1);
            settle();
        }
        assertThat(made).hasSize(20);
    }
}
