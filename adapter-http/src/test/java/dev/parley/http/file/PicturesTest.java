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
    private static final int PLACES = 16;

    private final List<Runnable> waiting = new ArrayList<>();
    private final Executor thread = work -> {
        if (waiting.size() == PLACES) {
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
        assertThat(taken(BOB, 20)).isEqualTo(PLACES - 10);
        List.copyOf(waiting).forEach(Runnable::run);
        waiting.clear();
        assertThat(made).hasSize(PLACES);
        assertThat(taken(BOB, 20)).as("what was refused holds no place").isEqualTo(10);
    }

    @Test
    void what_fails_gives_its_place_back() {
        for (int i = 0; i < 10; i++) {
            assertThat(pictures.take(ANN, () -> {
                        throw new IllegalStateException("a picture like any other");
                    }))
                    .isTrue();
            try {
                waiting.remove(0).run();
            } catch (IllegalStateException e) {
                made.add(String.valueOf(e.getMessage()));
            }
        }
        assertThat(made).hasSize(10);
    }
}
