package dev.parley.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.domain.ChatException;
import dev.parley.domain.node.Lease;
import dev.parley.domain.node.Leases;
import dev.parley.domain.node.NodeId;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Every promise of {@link Leases}. */
public abstract class LeasesContract extends StoreContract {
    private static final NodeId ANN = new NodeId("node-ann");
    private static final NodeId BOB = new NodeId("node-bob");
    private static final Lease FIRST = new Lease("publish:1", ANN, 0);

    private Leases leases() {
        return store().leases();
    }

    @Test
    void a_lease_is_added_once_whoever_asks() {
        assertThat(leases().add(FIRST)).isTrue();
        assertThat(leases().add(FIRST)).isFalse();
        assertThat(anotherNode().leases().add(new Lease("publish:1", BOB, 0))).isFalse();

        assertThat(leases().find("publish:1")).contains(FIRST);
        assertThat(leases().find("publish")).isEmpty();
    }

    @Test
    void a_lease_is_replaced_and_removed_only_as_it_is() {
        leases().add(FIRST);
        assertThat(leases().replace(FIRST, FIRST.next())).isTrue();
        assertThat(leases().replace(FIRST, FIRST.takenBy(BOB))).isFalse();
        assertThat(leases().replace(FIRST.takenBy(BOB), FIRST))
                .as("another holder")
                .isFalse();
        assertThat(leases().remove(FIRST)).isFalse();
        assertThat(leases().find("publish:1")).contains(new Lease("publish:1", ANN, 1));

        assertThat(leases().replace(FIRST.next(), FIRST.next().takenBy(BOB))).isTrue();
        assertThat(leases().remove(new Lease("publish:1", BOB, 2))).isTrue();
        assertThat(leases().find("publish:1")).isEmpty();
        assertThat(leases().replace(FIRST, FIRST.next())).as("there is none").isFalse();
    }

    @Test
    void leases_are_found_by_the_beginning_of_their_names() {
        for (String name : List.of("node:b", "node:a", "node", "nodf", "publish:1")) {
            leases().add(new Lease(name, ANN, 3));
        }

        assertThat(leases().named("node:")).containsExactly(new Lease("node:a", ANN, 3), new Lease("node:b", ANN, 3));
        assertThat(leases().named("nobody")).isEmpty();
    }

    @Test
    void of_sixteen_who_take_a_lease_at_once_one_has_it() {
        leases().add(FIRST);
        Leases other = anotherNode().leases();
        for (int round = 0; round < 20; round++) {
            Lease before = leases().find("publish:1").orElseThrow();
            List<Boolean> taken = Together.run(
                    16, i -> (i % 2 == 0 ? leases() : other).replace(before, before.takenBy(new NodeId("node-" + i))));
            assertThat(taken).filteredOn(won -> won).hasSize(1);
            int winner = IntStream.range(0, 16).filter(taken::get).findFirst().orElseThrow();
            assertThat(other.find("publish:1").orElseThrow().holder()).isEqualTo(new NodeId("node-" + winner));
        }
    }

    @Test
    void leases_outlive_their_node() {
        leases().add(FIRST);
        reopen();

        assertThat(leases().find("publish:1")).contains(FIRST);
    }

    @Test
    void a_store_that_is_away_is_unavailable() {
        leases().add(FIRST);
        store().faults().takeStoreAway();
        assertThatThrownBy(() -> leases().find("publish:1")).isInstanceOf(ChatException.Unavailable.class);
        assertThatThrownBy(() -> leases().replace(FIRST, FIRST.next())).isInstanceOf(ChatException.Unavailable.class);
        store().faults().bringStoreBack();
    }
}
