package dev.parley.application.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.application.fixture.TestTime;
import dev.parley.domain.bridge.ForeignAccount;
import dev.parley.domain.bridge.ForeignPost;
import dev.parley.domain.bridge.MessageRef;
import dev.parley.domain.bridge.Topic;
import dev.parley.domain.bridge.TopicEnd;
import dev.parley.domain.message.Rev;
import dev.parley.domain.message.Seq;
import dev.parley.domain.room.RoomId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ArrivedTest {
    private static final Topic TOPIC = new Topic("grpOne");
    private static final MessageRef OWN = new MessageRef(RoomId.GENERAL, new Seq(1), new Rev(1));

    private final TestTime time = new TestTime();
    private final Arrived arrived = new Arrived(time::nanoTime);

    @BeforeEach
    void listen() {
        arrived.listenTo(TOPIC);
    }

    private static ForeignPost post(long number, @Nullable MessageRef origin, String text) {
        return new ForeignPost(TOPIC, number, new ForeignAccount("usr"), Instant.EPOCH, origin, 0, text);
    }

    private void add(long... numbers) {
        for (long number : numbers) {
            arrived.add(post(number, null, "x"));
        }
    }

    private Optional<List<Long>> take(long reached) {
        return arrived.takeFrom(reached, false)
                .map(posts -> posts.stream().map(ForeignPost::number).toList());
    }

    @Test
    void posts_are_taken_in_their_order_and_once() {
        add(1, 2, 2, 1, 3);

        assertThat(take(0)).contains(List.of(1L, 2L, 3L));
        assertThat(arrived.hasMore(new TopicEnd(3, 0), false)).isFalse();
    }

    @Test
    void what_was_dealt_with_is_not_taken_again() {
        add(1, 2, 3);

        assertThat(take(2)).contains(List.of(3L));
    }

    @Test
    void after_a_gap_the_missing_ones_are_asked_for_and_the_rest_is_taken() {
        add(1, 3);

        assertThat(take(0)).contains(List.of(1L));
        assertThat(take(1)).isEmpty();
        assertThat(arrived.isGapBehind(1)).isTrue();
        assertThat(arrived.hasMore(new TopicEnd(1, 0), false)).isTrue();
        assertThat(take(2)).contains(List.of(3L));
    }

    @Test
    void those_that_come_out_of_order_are_asked_for() {
        add(2, 1);

        assertThat(take(0)).isEmpty();
        assertThat(arrived.isGapBehind(0)).isTrue();
        assertThat(arrived.isGapBehind(2)).isFalse();
    }

    @Test
    void when_too_many_wait_they_are_let_go_and_that_they_were_there_is_known() {
        for (int i = 1; i <= 1_001; i++) {
            add(i);
        }

        assertThat(take(0)).isEmpty();
        assertThat(arrived.isGapBehind(0)).isTrue();
        assertThat(arrived.expected().posts()).isEqualTo(1_001);
    }

    @Test
    void few_that_are_too_long_are_let_go_as_well() {
        arrived.add(post(1, null, "x".repeat(1 << 21)));
        add(2);

        assertThat(take(0)).isEmpty();
        assertThat(take(1)).contains(List.of(2L));
    }

    @Test
    void own_ones_are_left_alone_for_a_moment_by_the_patient() {
        arrived.add(post(1, OWN, "x"));

        assertThat(arrived.takeFrom(0, true)).isEmpty();
        assertThat(arrived.isLeftAlone(true)).isTrue();
        assertThat(arrived.hasMore(TopicEnd.EMPTY, true)).isFalse();
        assertThat(arrived.isGapBehind(0)).isFalse();

        time.advance(Arrived.COURTESY, () -> {});
        assertThat(arrived.takeFrom(0, true)).isPresent();
    }

    @Test
    void a_guests_post_is_not_kept_waiting() {
        arrived.add(post(1, OWN, "x"));
        add(2);

        assertThat(arrived.takeFrom(0, true))
                .hasValueSatisfying(posts -> assertThat(posts).hasSize(2));
    }

    @Test
    void another_topic_is_not_heard_and_the_next_begins_with_nothing() {
        Topic other = new Topic("grpTwo");
        arrived.add(new ForeignPost(other, 9, new ForeignAccount("usr"), Instant.EPOCH, null, 0, "x"));
        assertThat(arrived.expected()).isEqualTo(TopicEnd.EMPTY);

        add(1);
        arrived.expect(other, new TopicEnd(7, 3));
        assertThat(arrived.expected()).isEqualTo(new TopicEnd(1, 0));
        arrived.expect(TOPIC, new TopicEnd(5, 2));
        arrived.listenTo(other);
        assertThat(arrived.expected()).isEqualTo(TopicEnd.EMPTY);
        assertThat(take(0)).isEmpty();
    }
}
