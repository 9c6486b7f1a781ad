package dev.parley.application.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.application.schedule.FairQueue.Turn;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FairQueueTest {
    private final FairQueue<String, String> turns = new FairQueue<>();

    private void add(String whose, String... things) {
        for (String thing : things) {
            turns.add(whose, thing);
        }
    }

    /** What is taken one by one, each done before the next. */
    private List<String> all() {
        List<String> taken = new ArrayList<>();
        for (Turn<String, String> turn = turns.take(); turn != null; turn = turns.take()) {
            taken.add(turn.what());
            turns.done(turn);
        }
        return taken;
    }

    @Test
    void each_in_turn_and_in_its_own_order() {
        add("ann", "a1", "a2", "a3", "a4");
        add("bob", "b1", "b2");
        add("cyd", "c1");
        assertThat(turns.size()).isEqualTo(7);
        assertThat(all()).containsExactly("a1", "b1", "c1", "a2", "b2", "a3", "a4");
        assertThat(turns.size()).isZero();
    }

    @Test
    void of_one_only_one_thing_at_a_time() {
        add("ann", "a1", "a2");
        Turn<String, String> first = turns.take();
        assertThat(first).isEqualTo(new Turn<>("ann", "a1"));
        assertThat(turns.take()).isNull();
        add("bob", "b1");
        assertThat(turns.take()).isEqualTo(new Turn<>("bob", "b1"));
        assertThat(turns.take()).isNull();
        turns.done(new Turn<>("ann", "a1"));
        assertThat(all()).containsExactly("a2");
    }

    @Test
    void who_has_the_most_loses_the_oldest() {
        add("ann", "a1");
        add("bob", "b1", "b2", "b3");
        turns.drop();
        turns.drop();
        assertThat(turns.size()).isEqualTo(2);
        assertThat(all()).containsExactly("a1", "b3");
        add("cyd", "c1");
        turns.drop();
        assertThat(turns.size()).isZero();
        assertThat(all()).isEmpty();
    }

    @Test
    void what_is_taken_back_has_no_turn() {
        add("ann", "a1", "a2");
        assertThat(turns.remove("ann", "a1")).isTrue();
        assertThat(turns.remove("ann", "a1")).isFalse();
        assertThat(turns.remove("bob", "b1")).isFalse();
        assertThat(all()).containsExactly("a2");
        add("ann", "a3");
        assertThat(turns.remove("ann", "a3")).isTrue();
        assertThat(turns.size()).isZero();
        assertThat(all()).isEmpty();
    }

    @Test
    void what_is_cleared_is_forgotten() {
        add("ann", "a1", "a2");
        turns.clear();
        assertThat(turns.size()).isZero();
        assertThat(all()).isEmpty();
    }
}
