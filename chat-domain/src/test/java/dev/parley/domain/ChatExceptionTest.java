package dev.parley.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ChatExceptionTest {
    @Test
    void a_refusal_has_its_sentence_and_no_stack_trace() {
        var refusal = new ChatException.NotFound(ErrorCode.ROOM_NOT_FOUND);

        assertThat(refusal).hasMessage(ErrorCode.ROOM_NOT_FOUND.sentence());
        assertThat(refusal.code()).isEqualTo(ErrorCode.ROOM_NOT_FOUND);
        assertThat(refusal.getStackTrace()).isEmpty();
        assertThat(refusal.retryAfter()).isEmpty();
    }

    @Test
    void an_invalid_request_may_have_an_own_sentence() {
        assertThat(new ChatException.Invalid(ErrorCode.INVALID_FIELD, "'seq' must not be negative."))
                .hasMessage("'seq' must not be negative.");
    }

    @Test
    void a_code_of_another_kind_is_a_bug() {
        assertThatThrownBy(() -> new ChatException.Conflict(ErrorCode.ROOM_NOT_FOUND))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void what_may_succeed_later_says_when() {
        assertThat(new ChatException.TooMany(ErrorCode.RATE_LIMITED, Duration.ofSeconds(7)).retryAfter())
                .contains(Duration.ofSeconds(7));
        assertThat(new ChatException.Unavailable(ErrorCode.OVERLOADED).retryAfter())
                .isPresent();
    }

    @Test
    void an_unavailable_store_keeps_its_cause_for_the_log() {
        var cause = new IllegalStateException("socket");

        assertThat(new ChatException.Unavailable(ErrorCode.STORE_UNAVAILABLE, cause))
                .hasCause(cause);
    }
}
