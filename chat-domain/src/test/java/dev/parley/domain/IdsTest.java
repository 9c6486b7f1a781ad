package dev.parley.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.domain.account.UserId;
import dev.parley.domain.message.Rev;
import dev.parley.domain.message.Seq;
import dev.parley.domain.room.RoomId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdsTest {
    @ParameterizedTest
    @ValueSource(longs = {0, -1, Long.MIN_VALUE, 1L << 53, Long.MAX_VALUE})
    void ids_that_javascript_cannot_hold_are_refused_and_the_field_is_named(long value) {
        assertThatThrownBy(() -> new UserId(value))
                .isInstanceOf(ChatException.Invalid.class)
                .hasMessageContaining("'user'");
        assertThatThrownBy(() -> new RoomId(value))
                .isInstanceOf(ChatException.Invalid.class)
                .hasMessageContaining("'room'");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, (1L << 53) - 1})
    void the_ends_of_the_range_are_ids(long value) {
        assertThat(new UserId(value)).hasToString(Long.toString(value));
        assertThat(new RoomId(value)).hasToString(Long.toString(value));
    }

    @Test
    void seqs_and_revs_start_before_the_first_and_are_ordered() {
        assertThat(Seq.ZERO.next()).isEqualTo(new Seq(1)).isLessThan(Seq.END);
        assertThat(Rev.ZERO.next()).isEqualTo(new Rev(1)).isGreaterThan(Rev.ZERO);
        assertThat(new Rev(10)).isGreaterThan(new Rev(9)).hasToString("10");
        assertThat(new Seq(10)).isGreaterThan(new Seq(9)).hasToString("10");
    }

    @Test
    void negative_seqs_and_revs_are_refused() {
        assertThatThrownBy(() -> new Seq(-1)).isInstanceOf(ChatException.Invalid.class);
        assertThatThrownBy(() -> new Rev(-1)).isInstanceOf(ChatException.Invalid.class);
    }
}
