package dev.parley.application.presence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.parley.application.fixture.MemoryLeases;
import dev.parley.application.fixture.MemoryPresenceLedger;
import dev.parley.application.fixture.TestTime;
import dev.parley.domain.ChatException;
import dev.parley.domain.account.UserId;
import dev.parley.domain.node.NodeId;
import dev.parley.domain.presence.PresenceLedger;
import dev.parley.domain.presence.PresenceState;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PresenceTest {
    private static final UserId ANN = new UserId(1);
    private static final UserId BOB = new UserId(2);
    private static final UserId ZOE = new UserId(26);
    private static final Duration SECOND = Duration.ofSeconds(1);

    /** When a dead node is missed, and that is told. */
    private static final Duration MISSED = Duration.ofSeconds(14);

    private final TestTime time = new TestTime();
    private final MemoryPresenceLedger ledger = new MemoryPresenceLedger();
    private final MemoryLeases leases = new MemoryLeases();
    private final List<PresenceNode> all = new ArrayList<>();
    private final PresenceNode here = node("here");

    private PresenceNode node(String name) {
        PresenceNode node = new PresenceNode(name, ledger, leases, time);
        all.add(node);
        return node;
    }

    @AfterEach
    void stop() {
        all.forEach(PresenceNode::die);
    }

    private void advance(Duration by) {
        time.advance(by, () -> all.forEach(PresenceNode::settle));
    }

    private Instant now() {
        return time.instant().truncatedTo(ChronoUnit.MILLIS);
    }

    private static PresenceState state(PresenceNode node, UserId user) {
        return Objects.requireNonNull(node.presence.of(List.of(user)).get(user));
    }

    private static @Nullable Instant lastSeen(PresenceNode node, UserId user) {
        return state(node, user).lastSeen();
    }

    @Test
    void who_has_a_connection_is_online_and_for_five_seconds_more() {
        here.start(false);
        assertThat(state(here, ANN)).isEqualTo(new PresenceState(ANN, false, null));
        PresenceNode.Device phone = here.connect(ANN);
        assertThat(state(here, ANN)).isEqualTo(new PresenceState(ANN, true, null));
        advance(Duration.ofMinutes(3));
        phone.close();
        Instant left = now();
        advance(Duration.ofMillis(4_900));
        assertThat(here.presence.isOnline(ANN)).isTrue();
        advance(SECOND);

        assertThat(state(here, ANN)).as("at once, before it is written").isEqualTo(new PresenceState(ANN, false, left));
        advance(Duration.ofMinutes(3));
        assertThat(state(here, ANN)).isEqualTo(new PresenceState(ANN, false, left));
    }

    @Test
    void two_devices_count_as_one() {
        here.start(false);
        PresenceNode.Device watcher = here.connect(BOB);
        watcher.watch(ANN);
        PresenceNode.Device phone = here.connect(ANN);
        PresenceNode.Device laptop = here.connect(ANN);
        advance(SECOND);
        phone.close();
        advance(Duration.ofSeconds(20));
        assertThat(here.presence.isOnline(ANN)).isTrue();
        laptop.close();
        advance(Duration.ofSeconds(20));

        assertThat(watcher.told).containsExactly("ok", "1-", "1+", "1-");
    }

    @Test
    void those_who_are_online_on_any_node_are_named_up_to_a_number() {
        here.start(true);
        PresenceNode there = node("there").start(true);
        here.connect(ANN);
        there.connect(ANN);
        there.connect(BOB);
        advance(Duration.ofSeconds(5));

        assertThat(here.presence.online(10)).containsExactlyInAnyOrder(ANN, BOB);
        assertThat(here.presence.online(1)).containsExactly(ANN);
        assertThat(there.presence.online(10)).containsExactlyInAnyOrder(ANN, BOB);
    }

    @Test
    void who_comes_back_in_time_has_never_been_away() {
        here.start(false);
        PresenceNode.Device watcher = here.connect(BOB);
        watcher.watch(ANN);
        for (int i = 0; i < 20; i++) {
            PresenceNode.Device phone = here.connect(ANN);
            advance(Duration.ofSeconds(3));
            phone.close();
            advance(Duration.ofSeconds(4));
        }

        assertThat(watcher.told).containsExactly("ok", "1-", "1+");
        assertThat(ledger.batches()).hasSizeLessThan(3);
    }

    @Test
    void a_watcher_is_told_of_all_whom_it_watches_and_then_of_those_that_change() {
        here.start(false);
        here.connect(ANN);
        advance(SECOND);
        PresenceNode.Device watcher = here.connect(ZOE);
        watcher.watch(ANN, BOB, ANN, new UserId(4711));
        assertThat(watcher.told).containsExactly("ok", "1+ 2- 4711-");
        here.connect(BOB);
        here.connect(new UserId(3));
        advance(SECOND);
        assertThat(watcher.told).containsExactly("ok", "1+ 2- 4711-", "2+");
        advance(Duration.ofMillis(100));
        watcher.watch(new UserId(3));
        advance(SECOND);
        here.connect(new UserId(4711));
        advance(SECOND);

        assertThat(watcher.told.subList(3, watcher.told.size())).containsExactly("ok", "3+");
    }

    @Test
    void more_than_two_hundred_cannot_be_watched_and_the_watch_before_stands() {
        here.start(false);
        PresenceNode.Device watcher = here.connect(ZOE);
        watcher.watch(ANN);
        UserId[] many = LongStream.rangeClosed(1, 201).mapToObj(UserId::new).toArray(UserId[]::new);
        assertThatThrownBy(() -> watcher.watch(many)).isInstanceOf(ChatException.Invalid.class);
        here.connect(ANN);
        advance(SECOND);

        assertThat(watcher.told).containsExactly("ok", "1-", "1+");
    }

    @Test
    void who_wants_everybody_is_told_of_each_and_of_nothing_before() {
        here.start(false);
        here.connect(ANN);
        advance(SECOND);
        PresenceNode.Device listener = here.listen(ZOE);
        PresenceNode.Device phone = here.connect(BOB);
        advance(SECOND);
        await().until(() -> listener.told.size() >= 2);
        assertThat(listener.told).containsExactlyInAnyOrder("2+", "26+");
        phone.close();
        advance(Duration.ofSeconds(7));

        assertThat(listener.told).hasSize(3).last().isEqualTo("2-");
    }

    @Test
    void people_of_another_node_are_online_here_two_seconds_later() {
        here.start(true);
        PresenceNode there = node("there").start(true);
        PresenceNode.Device watcher = here.connect(ZOE);
        watcher.watch(ANN);
        advance(Duration.ofSeconds(3));
        PresenceNode.Device phone = there.connect(ANN);
        advance(Duration.ofSeconds(3));
        assertThat(state(here, ANN)).isEqualTo(new PresenceState(ANN, true, null));
        phone.close();
        Instant left = now();
        advance(Duration.ofSeconds(9));

        assertThat(state(here, ANN)).isEqualTo(new PresenceState(ANN, false, left));
        assertThat(watcher.told).containsExactly("ok", "1-", "1+", "1-");
    }

    @Test
    void who_is_on_two_nodes_is_online_until_it_has_left_both() {
        here.start(true);
        PresenceNode there = node("there").start(true);
        PresenceNode.Device phone = here.connect(ANN);
        PresenceNode.Device laptop = there.connect(ANN);
        advance(Duration.ofSeconds(5));
        phone.close();
        advance(Duration.ofSeconds(10));
        assertThat(here.presence.isOnline(ANN)).isTrue();
        assertThat(there.presence.isOnline(ANN)).isTrue();
        laptop.close();
        advance(Duration.ofSeconds(10));

        assertThat(here.presence.isOnline(ANN)).isFalse();
        assertThat(there.presence.isOnline(ANN)).isFalse();
    }

    @Test
    void a_node_that_dies_leaves_nobody_online_and_when_they_were_seen_is_kept() {
        here.start(true);
        PresenceNode there = node("there").start(true);
        there.connect(ANN);
        PresenceNode.Device watcher = here.connect(ZOE);
        watcher.watch(ANN);
        advance(Duration.ofSeconds(90));
        assertThat(here.presence.isOnline(ANN)).isTrue();
        Instant died = now();
        there.die();
        advance(MISSED);
        assertThat(here.presence.isOnline(ANN)).isFalse();
        assertThat(watcher.told).last().isEqualTo("1-");
        Instant seen = Objects.requireNonNull(lastSeen(here, ANN));
        assertThat(seen).isBetween(died.minus(Presence.RENEW), died);
        advance(Duration.ofMinutes(5));

        assertThat(ledger.nodes()).as("it is swept up").containsOnlyKeys(new NodeId("here"));
        assertThat(lastSeen(here, ANN)).isEqualTo(seen);
    }

    @Test
    void the_people_of_a_node_that_closes_linger_for_they_are_about_to_come_to_another() {
        here.start(true);
        PresenceNode there = node("there").start(true);
        PresenceNode.Device watcher = here.connect(ZOE);
        watcher.watch(ANN, BOB);
        there.connect(ANN);
        there.connect(BOB);
        advance(Duration.ofSeconds(4));
        Instant closed = now();
        there.close();
        advance(Duration.ofSeconds(3));
        PresenceNode.Device unused = here.connect(BOB);
        assertThat(here.presence.isOnline(ANN)).as("it lingers").isTrue();
        advance(Duration.ofSeconds(5));

        assertThat(state(here, ANN)).isEqualTo(new PresenceState(ANN, false, closed));
        assertThat(here.presence.isOnline(BOB)).isTrue();
        assertThat(watcher.told).containsExactly("ok", "1- 2-", "1+ 2+", "1-");
        assertThat(ledger.nodes()).containsOnlyKeys(new NodeId("here"));
    }

    @Test
    void a_node_that_closes_while_others_take_it_for_dead_says_when_its_people_were_seen() {
        here.start(true);
        PresenceNode there = node("there").start(true);
        there.connect(ANN);
        advance(Duration.ofSeconds(5));
        var unused = ledger.sweep(new NodeId("there"));
        there.connect(BOB);
        Instant closed = now();
        there.close();

        assertThat(ledger.lastSeen(List.of(ANN, BOB))).containsOnly(Map.entry(ANN, closed), Map.entry(BOB, closed));
    }

    @Test
    void a_node_that_was_swept_up_by_mistake_comes_back_with_its_people() {
        here.start(true);
        PresenceNode there = node("there").start(true);
        there.connect(ANN);
        advance(Duration.ofSeconds(5));
        var unused = ledger.sweep(new NodeId("there"));
        advance(Duration.ofSeconds(7));
        assertThat(here.presence.isOnline(ANN)).isFalse();
        advance(Presence.RENEW);

        assertThat(here.presence.isOnline(ANN)).isTrue();
    }

    @Test
    void a_newborn_node_is_not_swept_up() {
        here.start(true);
        advance(Duration.ofSeconds(59));
        PresenceNode there = node("there").start(true);
        there.connect(ANN);
        for (int i = 0; i < 200; i++) {
            advance(SECOND);
            if (i > 5) {
                assertThat(here.presence.isOnline(ANN))
                        .as("after %d seconds", i)
                        .isTrue();
            }
        }
    }

    @Test
    void after_a_crash_the_only_node_sweeps_up_and_knows_when_people_were_seen() {
        PresenceNode before = node("before").start(false);
        before.connect(ANN);
        advance(Duration.ofSeconds(100));
        Instant died = now();
        before.die();
        advance(Duration.ofMinutes(10));
        here.start(false);
        assertThat(here.presence.isOnline(ANN)).isFalse();
        Instant seen = Objects.requireNonNull(lastSeen(here, ANN));
        assertThat(seen).isBetween(died.minus(Presence.RENEW), died);
        advance(SECOND);

        assertThat(ledger.nodes()).containsOnlyKeys(new NodeId("here"));
        assertThat(lastSeen(here, ANN)).isEqualTo(seen);
    }

    @Test
    void while_the_store_is_away_who_is_here_is_known_and_it_is_written_afterwards() {
        here.start(true);
        PresenceNode there = node("there").start(true);
        advance(Duration.ofSeconds(3));
        ledger.away(true);
        PresenceNode.Device phone = here.connect(ANN);
        here.connect(BOB);
        advance(Duration.ofSeconds(80));
        assertThat(here.presence.isOnline(ANN)).isTrue();
        assertThat(there.presence.isOnline(ANN)).isFalse();
        phone.close();
        Instant left = now();
        advance(Duration.ofSeconds(10));
        ledger.away(false);
        advance(Duration.ofSeconds(2));

        assertThat(state(there, ANN)).isEqualTo(new PresenceState(ANN, false, left));
        assertThat(there.presence.isOnline(BOB)).isTrue();
    }

    @Test
    void many_who_come_at_once_are_written_in_batches_one_each_second_and_told_in_time() {
        here.start(true);
        PresenceNode there = node("there").start(true);
        advance(Duration.ofSeconds(3));
        int crowd = 2 * PresenceLedger.MAX_BATCH + 100;
        for (int i = 1; i <= crowd; i++) {
            here.connect(new UserId(i));
        }
        advance(SECOND);
        assertThat(ledger.batches()).containsExactly(PresenceLedger.MAX_BATCH);
        advance(Duration.ofSeconds(3));

        assertThat(ledger.batches()).containsExactly(PresenceLedger.MAX_BATCH, PresenceLedger.MAX_BATCH, 100);
        assertThat(there.presence.of(
                        LongStream.rangeClosed(1, crowd).mapToObj(UserId::new).toList()))
                .hasSize(crowd)
                .allSatisfy((user, state) -> assertThat(state.online()).isTrue());
    }

    @Test
    void who_is_alone_asks_the_ledger_for_nothing_but_once_a_minute() {
        here.start(true);
        here.connect(ANN);
        advance(Duration.ofSeconds(10));
        int questions = ledger.questions();
        advance(Duration.ofMinutes(10));

        assertThat(ledger.questions() - questions).isLessThanOrEqualTo(10);
    }
}
