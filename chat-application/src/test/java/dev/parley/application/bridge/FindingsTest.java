package dev.parley.application.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.application.fixture.MemoryBridgeLedger;
import dev.parley.application.fixture.TestTime;
import dev.parley.domain.bridge.BridgeLedger;
import dev.parley.domain.bridge.BridgedRoom;
import dev.parley.domain.bridge.Post;
import dev.parley.domain.bridge.Topic;
import dev.parley.domain.bridge.TopicEnd;
import dev.parley.domain.message.Head;
import dev.parley.domain.message.Rev;
import dev.parley.domain.message.Seq;
import dev.parley.domain.room.RoomId;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FindingsTest {
    private static final RoomId ROOM = RoomId.GENERAL;
    private static final Topic TOPIC = new Topic("grpGeneral");
    private static final Seq ONE = new Seq(1);
    private static final Seq TWO = new Seq(2);

    private final MemoryBridgeLedger ledger = new MemoryBridgeLedger();
    private final TestTime time = new TestTime();
    private final Findings findings = new Findings(ROOM, ledger, true, time::nanoTime);

    @BeforeEach
    void openTopic() {
        BridgedRoom unused = ledger.open(ROOM, null, TOPIC);
    }

    private static Post post(long number, Seq message, String state) {
        return new Post(TOPIC, number, message, state);
    }

    private BridgedRoom marks() {
        return ledger.find(ROOM).orElseThrow();
    }

    @Test
    void what_was_found_out_is_known_at_once_and_durable_with_its_marks_after_a_while() {
        findings.carriedOut(TOPIC, new Head(ONE, new Rev(1)), List.of(post(1, ONE, "a")));
        findings.carriedIn(TOPIC, new TopicEnd(1, 0), List.of());

        assertThat(findings.writeDue()).isFalse();
        assertThat(findings.posts(TOPIC, List.of(1L, 2L))).containsOnlyKeys(1L);
        assertThat(ledger.posts(ROOM, TOPIC, List.of(1L))).isEmpty();
        assertThat(marks()).isEqualTo(BridgedRoom.untouched(ROOM, TOPIC));

        time.advance(Findings.PATIENCE, () -> {});
        assertThat(findings.writeDue()).isTrue();
        assertThat(ledger.posts(ROOM, TOPIC, List.of(1L))).containsEntry(1L, post(1, ONE, "a"));
        assertThat(marks()).isEqualTo(new BridgedRoom(ROOM, TOPIC, new TopicEnd(1, 0), new Head(ONE, new Rev(1))));
    }

    @Test
    void where_others_write_too_only_marks_wait() {
        Findings shared = new Findings(ROOM, ledger, false, time::nanoTime);
        shared.carriedIn(TOPIC, new TopicEnd(1, 0), List.of(post(1, ONE, "a")));
        assertThat(ledger.posts(ROOM, TOPIC, List.of(1L))).hasSize(1);
        assertThat(marks().carriedIn()).isEqualTo(new TopicEnd(1, 0));

        shared.carriedIn(TOPIC, new TopicEnd(2, 0), List.of());
        assertThat(shared.writeDue()).isFalse();
        assertThat(marks().carriedIn()).isEqualTo(new TopicEnd(1, 0));
        time.advance(Findings.PATIENCE, () -> {});
        assertThat(shared.writeDue()).isTrue();
        assertThat(marks().carriedIn()).isEqualTo(new TopicEnd(2, 0));
    }

    @Test
    void what_was_found_out_last_holds() {
        ledger.record(
                BridgedRoom.untouched(ROOM, TOPIC),
                List.of(post(1, ONE, "a"), post(3, ONE, "b"), post(4, TWO, "c"), post(5, TWO, "d")));
        findings.add(TOPIC, List.of(post(2, ONE, "x"), post(3, ONE, "y"), post(5, ONE, "z")));

        assertThat(findings.postsOf(TOPIC, List.of(ONE, TWO)))
                .containsEntry(ONE, List.of(post(1, ONE, "a"), post(2, ONE, "x"), post(3, ONE, "y"), post(5, ONE, "z")))
                .containsEntry(TWO, List.of(post(4, TWO, "c")));
        assertThat(findings.posts(TOPIC, List.of(1L, 3L)))
                .containsEntry(1L, post(1, ONE, "a"))
                .containsEntry(3L, post(3, ONE, "y"));
        assertThat(findings.postsOf(new Topic("grpOther"), List.of(ONE))).isEmpty();
    }

    @Test
    void many_are_written_at_once_and_never_more_than_a_record_holds() {
        for (long first = 1; first < 1_000; first += 90) {
            findings.add(
                    TOPIC,
                    LongStream.range(first, first + 90)
                            .mapToObj(number -> post(number, new Seq(number), "s"))
                            .toList());
        }

        List<Long> first =
                LongStream.rangeClosed(1, BridgeLedger.MAX_QUERY).boxed().toList();
        assertThat(ledger.posts(ROOM, TOPIC, first)).hasSize(BridgeLedger.MAX_QUERY);
        findings.add(
                TOPIC,
                LongStream.range(2_000, 2_600)
                        .mapToObj(number -> post(number, ONE, ""))
                        .toList());
        assertThat(findings.writeDue()).isTrue();
        assertThat(findings.postsOf(TOPIC, List.of(ONE))).containsKey(ONE);
    }

    @Test
    void what_belongs_to_another_topic_does_not_wait_with_it() {
        findings.carriedIn(TOPIC, new TopicEnd(7, 1), List.of(post(7, ONE, "a")));
        findings.add(new Topic("grpOther"), List.of());

        assertThat(marks().carriedIn()).isEqualTo(new TopicEnd(7, 1));
        assertThat(ledger.posts(ROOM, TOPIC, List.of(7L))).hasSize(1);
    }
}
