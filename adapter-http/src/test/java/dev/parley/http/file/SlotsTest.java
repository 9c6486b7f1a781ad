package dev.parley.http.file;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.domain.ChatException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SlotsTest {
    private final Slots slots = new Slots(512, 256, 32);

    private List<Runnable> most(String whose) {
        List<Runnable> taken = new ArrayList<>();
        try {
            while (taken.size() < 1_000) {
                taken.add(slots.take(whose));
            }
        } catch (ChatException.Unavailable e) {
            return taken;
        }
        throw new AssertionError("no bound");
    }

    @Test
    void one_may_have_many_and_leaves_room_for_others() {
        List<Runnable> ann = most("ann");
        assertThat(ann).hasSize(256);
        for (int i = 0; i < 8; i++) {
            assertThat(most("other " + i)).hasSize(32);
        }
        assertThat(most("too late")).isEmpty();

        ann.forEach(Runnable::run);
        ann.forEach(Runnable::run);
        assertThat(most("too late")).as("what is given back twice counts once").hasSize(32);
    }
}
