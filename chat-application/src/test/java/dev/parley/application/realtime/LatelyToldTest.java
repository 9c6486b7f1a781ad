package dev.parley.application.realtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.domain.account.Language;
import dev.parley.domain.account.UserId;
import dev.parley.domain.message.Content;
import dev.parley.domain.message.Message;
import dev.parley.domain.message.MessageKey;
import dev.parley.domain.message.Reactions;
import dev.parley.domain.message.Rev;
import dev.parley.domain.message.Seq;
import dev.parley.domain.message.Translations;
import dev.parley.domain.room.RoomId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class LatelyToldTest {
    private final AtomicLong now = new AtomicLong();
    private final LatelyTold lately = new LatelyTold(now::get);

    private static Message message(long room, long seq, String text, String... languages) {
        Translations translations = Translations.NONE;
        for (String language : languages) {
            translations = translations.with(Translations.of(new Language(language), new Content("la casa")));
        }
        return new Message(
                new RoomId(room),
                new Seq(seq),
                new Rev(seq),
                MessageKey.unnamed("m" + seq),
                new UserId(1),
                new Content(text),
                Instant.EPOCH,
                null,
                false,
                Reactions.NONE,
                null,
                List.of(),
                translations);
    }

    @Test
    void that_it_says_the_same_in_more_languages_is_new_once() {
        lately.told(message(1, 7, "the house"));
        assertThat(lately.isMore(message(1, 7, "the house"))).isFalse();
        assertThat(lately.isMore(message(1, 7, "the garden", "es"))).isFalse();
        assertThat(lately.isMore(message(1, 8, "the house", "es"))).isFalse();
        assertThat(lately.isMore(message(2, 7, "the house", "es"))).isFalse();
        assertThat(lately.isMore(message(1, 7, "the house", "es"))).isTrue();
        assertThat(lately.isMore(message(1, 7, "the house", "es"))).isFalse();
        assertThat(lately.isMore(message(1, 7, "the house", "de", "es"))).isTrue();
    }

    @Test
    void of_all_rooms_together_the_newest_are_remembered_and_for_a_while() {
        lately.told(message(1, 1, "the house"));
        for (int i = 1; i <= LatelyTold.MAX; i++) {
            lately.told(message(i % 1_000 + 2, i, "the house"));
        }
        assertThat(lately.size()).isEqualTo(LatelyTold.MAX);
        assertThat(lately.isMore(message(1, 1, "the house", "es"))).isFalse();
        assertThat(lately.isMore(message(3, 1, "the house", "es"))).isTrue();

        now.addAndGet(LatelyTold.AGE.minus(Duration.ofNanos(1)).toNanos());
        assertThat(lately.isMore(message(4, 2, "the house", "es"))).isTrue();
        now.incrementAndGet();
        assertThat(lately.isMore(message(5, 3, "the house", "es"))).isFalse();
        assertThat(lately.size()).isZero();
    }

    @Test
    void one_that_is_told_again_is_as_it_was_told_last() {
        lately.told(message(1, 1, "the house"));
        lately.told(message(1, 2, "the house"));
        now.addAndGet(LatelyTold.AGE.toNanos() - 1);
        lately.told(message(1, 1, "the house", "es"));
        now.incrementAndGet();
        assertThat(lately.isMore(message(1, 1, "the house", "es"))).isFalse();
        assertThat(lately.size()).isOne();
        assertThat(lately.isMore(message(1, 1, "the house", "de", "es"))).isTrue();
    }
}
