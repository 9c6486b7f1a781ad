package dev.parley.testkit;

import static dev.parley.testkit.Drafts.NOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.domain.ChatException;
import dev.parley.domain.account.UserId;
import dev.parley.domain.node.NodeId;
import dev.parley.domain.presence.NodeMark;
import dev.parley.domain.presence.PresenceLedger;
import dev.parley.domain.presence.Sighting;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Every promise of {@link PresenceLedger}. */
public abstract class PresenceLedgerContract extends StoreContract {
    private static final int MOST = PresenceLedger.MAX_BATCH;
    private static final NodeId HERE = new NodeId("node-here");
    private static final NodeId THERE = new NodeId("node-there");
    private static final UserId ANN = new UserId(1);
    private static final UserId BOB = new UserId(2);

    private PresenceLedger ledger() {
        return store().presence();
    }

    private static Instant at(long seconds) {
        return NOON.plusSeconds(seconds);
    }

    private static Sighting came(UserId user, long number, long seconds) {
        return new Sighting(user, number, true, at(seconds));
    }

    private static Sighting went(UserId user, long number, long seconds) {
        return new Sighting(user, number, false, at(seconds));
    }

    private List<Sighting> all(NodeId node) {
        NodeMark mark = ledger().nodes().get(node);
        return mark == null ? List.of() : ledger().reports(node, 0, mark.number(), PresenceLedger.MAX_BATCH);
    }

    private Map<UserId, Instant> lastSeen() {
        return ledger().lastSeen(List.of(ANN, BOB, new UserId(3)));
    }

    @Test
    void a_node_is_known_once_it_has_said_that_it_lives() {
        assertThat(ledger().nodes()).isEmpty();
        assertThat(ledger().renew(HERE, at(1))).isFalse();
        assertThat(ledger().renew(HERE, at(5))).isTrue();
        assertThat(ledger().renew(HERE, at(3))).as("the clock was put back").isTrue();

        assertThat(anotherNode().presence().nodes()).isEqualTo(Map.of(HERE, new NodeMark(0, at(5))));
    }

    @Test
    void others_read_what_a_node_has_said_since_they_last_looked() {
        ledger().renew(HERE, at(0));
        assertThat(ledger().report(HERE, List.of(came(ANN, 1, 1), came(BOB, 2, 1))))
                .isTrue();
        PresenceLedger other = anotherNode().presence();
        assertThat(other.nodes()).isEqualTo(Map.of(HERE, new NodeMark(2, at(0))));
        assertThat(other.reports(HERE, 0, 2, 1)).containsExactly(came(ANN, 1, 1));
        assertThat(other.reports(HERE, 1, 2, 10)).containsExactly(came(BOB, 2, 1));

        ledger().report(HERE, List.of(went(ANN, 3, 2)));
        assertThat(other.nodes().get(HERE)).isEqualTo(new NodeMark(3, at(0)));
        assertThat(other.reports(HERE, 2, 3, 10)).containsExactly(went(ANN, 3, 2));
        assertThat(other.reports(HERE, 0, 3, 10)).containsExactly(came(BOB, 2, 1), went(ANN, 3, 2));
        assertThat(other.reports(HERE, 0, 2, 10)).as("not beyond").containsExactly(came(BOB, 2, 1));
        assertThat(other.reports(THERE, 0, 9, 10)).isEmpty();
    }

    @Test
    void what_comes_late_or_twice_changes_nothing() {
        ledger().renew(HERE, at(0));
        ledger().report(HERE, List.of(came(ANN, 1, 1)));
        ledger().report(HERE, List.of(went(ANN, 3, 4)));
        ledger().report(HERE, List.of(went(ANN, 3, 4)));
        ledger().report(HERE, List.of(came(ANN, 2, 3), came(BOB, 3, 3)));

        assertThat(ledger().nodes().get(HERE)).isEqualTo(new NodeMark(3, at(0)));
        assertThat(all(HERE)).containsExactlyInAnyOrder(went(ANN, 3, 4), came(BOB, 3, 3));
    }

    @Test
    void a_node_that_nobody_knows_says_nothing_and_is_told_so() {
        assertThat(ledger().report(HERE, List.of(came(ANN, 1, 1)))).isFalse();

        assertThat(ledger().nodes()).isEmpty();
    }

    @Test
    void a_full_batch_comes_at_once_and_are_read_in_pages() {
        ledger().renew(HERE, at(0));
        List<Sighting> crowd = LongStream.rangeClosed(1, MOST)
                .mapToObj(i -> came(new UserId(2_000 - i), i, 1))
                .toList();
        ledger().report(HERE, crowd);

        List<Sighting> read = new ArrayList<>(ledger().reports(HERE, 0, MOST, 300));
        read.addAll(ledger().reports(HERE, 300, MOST, 300));
        assertThat(read).isEqualTo(crowd);
        assertThat(ledger().lastSeen(crowd.stream().map(Sighting::user).toList()))
                .hasSize(MOST)
                .containsValue(at(1))
                .doesNotContainValue(at(0));
        assertThat(ledger().lastSeen(List.of())).isEmpty();
    }

    @Test
    void who_is_online_was_seen_when_its_node_lived_and_who_has_gone_when_it_went() {
        ledger().renew(HERE, at(0));
        ledger().report(HERE, List.of(came(ANN, 1, 10), came(BOB, 2, 10)));
        assertThat(lastSeen()).isEqualTo(Map.of(ANN, at(10), BOB, at(10)));
        ledger().report(HERE, List.of(went(BOB, 3, 20)));
        ledger().renew(HERE, at(60));

        assertThat(lastSeen()).isEqualTo(Map.of(ANN, at(60), BOB, at(20)));
    }

    @Test
    void the_last_of_several_nodes_counts_and_time_never_moves_back() {
        ledger().renew(HERE, at(0));
        ledger().renew(THERE, at(0));
        ledger().report(HERE, List.of(went(ANN, 1, 30)));
        ledger().report(THERE, List.of(went(ANN, 1, 20)));
        ledger().report(HERE, List.of(came(ANN, 2, 25)));

        assertThat(lastSeen()).isEqualTo(Map.of(ANN, at(30)));
    }

    @Test
    void a_node_is_swept_up_and_when_its_users_were_seen_stays() {
        ledger().renew(HERE, at(0));
        ledger().renew(THERE, at(0));
        ledger().report(HERE, List.of(came(ANN, 1, 10), went(BOB, 2, 10)));
        ledger().report(THERE, List.of(went(BOB, 1, 70)));
        ledger().renew(HERE, at(60));
        assertThat(anotherNode().presence().sweep(HERE)).isTrue();

        assertThat(ledger().nodes()).containsOnlyKeys(THERE);
        assertThat(all(HERE)).isEmpty();
        assertThat(lastSeen()).isEqualTo(Map.of(ANN, at(60), BOB, at(70)));
        assertThat(ledger().sweep(THERE)).isTrue();
        assertThat(ledger().sweep(THERE)).as("again").isTrue();
        assertThat(lastSeen()).isEqualTo(Map.of(ANN, at(60), BOB, at(70)));
        reopen();
        assertThat(lastSeen()).isEqualTo(Map.of(ANN, at(60), BOB, at(70)));
    }

    @Test
    void a_sweep_never_moves_back_when_somebody_was_seen() {
        for (int round = 0; round < 2; round++) {
            ledger().renew(HERE, at(0));
            ledger().report(HERE, List.of(went(ANN, 1, round == 0 ? 50 : 40)));
            assertThat(ledger().sweep(HERE)).isTrue();
        }

        assertThat(lastSeen()).isEqualTo(Map.of(ANN, at(50)));
    }

    @Test
    void a_large_node_is_swept_up_in_parts() {
        ledger().renew(HERE, at(0));
        for (int part = 0; part < 2; part++) {
            long first = part * (long) MOST;
            ledger().report(
                            HERE,
                            LongStream.rangeClosed(first + 1, first + MOST)
                                    .mapToObj(i -> came(new UserId(i), i, 1))
                                    .toList());
        }
        ledger().report(HERE, List.of(came(new UserId(2 * MOST + 1L), 2 * MOST + 1L, 1)));
        assertThat(ledger().sweep(HERE)).isFalse();
        assertThat(ledger().nodes()).containsOnlyKeys(HERE);
        assertThat(ledger().sweep(HERE)).isFalse();
        assertThat(ledger().sweep(HERE)).isTrue();

        assertThat(ledger().nodes()).isEmpty();
        assertThat(ledger().lastSeen(List.of(ANN, new UserId(MOST + 7L), new UserId(2 * MOST + 1L))))
                .hasSize(3);
    }

    @Test
    void a_node_that_was_swept_up_by_mistake_is_told_so_and_comes_back() {
        ledger().renew(HERE, at(0));
        ledger().report(HERE, List.of(came(ANN, 1, 1)));
        ledger().sweep(HERE);
        assertThat(ledger().report(HERE, List.of(came(BOB, 2, 2)))).isFalse();
        assertThat(ledger().renew(HERE, at(3))).isFalse();
        assertThat(ledger().report(HERE, List.of(came(ANN, 3, 3), came(BOB, 4, 3))))
                .isTrue();

        assertThat(all(HERE)).containsExactly(came(ANN, 3, 3), came(BOB, 4, 3));
    }

    @Test
    void two_nodes_sweep_the_same_two_at_once_and_nothing_is_lost() {
        PresenceLedger other = anotherNode().presence();
        for (int round = 0; round < 5; round++) {
            long seen = 100L + round;
            ledger().renew(HERE, at(0));
            ledger().renew(THERE, at(0));
            List<Sighting> up = LongStream.rangeClosed(1, 50)
                    .mapToObj(i -> went(new UserId(i), i, seen))
                    .toList();
            List<Sighting> down = LongStream.rangeClosed(1, 50)
                    .mapToObj(i -> went(new UserId(51 - i), i, seen - 50))
                    .toList();
            ledger().report(HERE, up);
            ledger().report(THERE, down);
            List<Boolean> swept = Together.run(8, i -> (i % 2 == 0 ? ledger() : other).sweep(i % 4 < 2 ? HERE : THERE));

            assertThat(swept).containsOnly(true);
            assertThat(ledger().nodes()).isEmpty();
            assertThat(ledger().lastSeen(up.stream().map(Sighting::user).toList()))
                    .hasSize(50)
                    .allSatisfy((user, at) -> assertThat(at).isEqualTo(at(seen)));
        }
    }

    @Test
    void a_reader_that_follows_a_node_misses_nothing() {
        ledger().renew(HERE, at(0));
        PresenceLedger other = anotherNode().presence();
        AtomicBoolean written = new AtomicBoolean();
        List<Long> results = Together.run(2, i -> i == 0 ? write(written) : follow(other, written));

        assertThat(results.get(1)).isEqualTo(results.get(0));
    }

    /** Lets fifty users come and go, and all be there at the end. Returns how many are online. */
    private long write(AtomicBoolean written) {
        long number = 0;
        try {
            for (int round = 0; round < 41; round++) {
                List<Sighting> batch = new ArrayList<>();
                for (int user = 1 + round % 2; user <= 50; user += round == 40 ? 1 : 2) {
                    batch.add(new Sighting(new UserId(user), ++number, round % 3 != 0 || round == 40, at(round)));
                }
                ledger().report(HERE, batch);
            }
            return 50;
        } finally {
            written.set(true);
        }
    }

    private static long follow(PresenceLedger ledger, AtomicBoolean written) {
        TreeSet<Long> online = new TreeSet<>();
        long reached = 0;
        boolean last;
        do {
            last = written.get();
            long end = Objects.requireNonNull(ledger.nodes().get(HERE)).number();
            while (reached < end) {
                List<Sighting> page = ledger.reports(HERE, reached, end, 7);
                for (Sighting sighting : page) {
                    long user = sighting.user().value();
                    boolean unused = sighting.online() ? online.add(user) : online.remove(user);
                }
                reached = page.isEmpty() ? end : page.get(page.size() - 1).number();
            }
        } while (!last);
        return online.size();
    }

    @Test
    void a_store_that_is_away_is_unavailable() {
        ledger().renew(HERE, at(0));
        store().faults().takeStoreAway();
        assertThatThrownBy(() -> ledger().nodes()).isInstanceOf(ChatException.Unavailable.class);
        assertThatThrownBy(() -> ledger().report(HERE, List.of(came(ANN, 1, 1))))
                .isInstanceOf(ChatException.Unavailable.class);
        store().faults().bringStoreBack();
    }
}
