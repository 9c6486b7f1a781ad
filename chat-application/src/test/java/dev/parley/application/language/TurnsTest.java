package dev.parley.application.language;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.domain.account.UserId;
import dev.parley.domain.message.ClientId;
import dev.parley.domain.message.Content;
import dev.parley.domain.message.Message;
import dev.parley.domain.message.MessageKey;
import dev.parley.domain.message.Reactions;
import dev.parley.domain.message.Rev;
import dev.parley.domain.message.Seq;
import dev.parley.domain.room.RoomId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TurnsTest {
    private static final UserId ANN = new UserId(1);
    private static final UserId BOB = new UserId(2);
    private static final UserId CYD = new UserId(3);

    private final Turns turns = new Turns();

    private void add(UserId author, String... texts) {
        for (String text : texts) {
            turns.add(new Message(
                    RoomId.GENERAL,
                    new Seq(1),
                    new Rev(1),
                    MessageKey.named(author, new ClientId(text)),
                    author,
                    new Content(text),
                    Instant.EPOCH,
                    null,
                    false,
                    Reactions.NONE,
                    null));
        }
    }

    /** What is taken one by one, each done before the next. */
    private List<String> all() {
        List<String> texts = new ArrayList<>();
        for (Message message = turns.take(); message != null; message = turns.take()) {
            texts.add(message.content().text());
            turns.done(message.author());
        }
        return texts;
    }

    @Test
    void the_authors_take_turns_and_each_keeps_its_order() {
        add(ANN, "a1", "a2", "a3", "a4");
        add(BOB, "b1", "b2");
        add(CYD, "c1");
        assertThat(turns.size()).isEqualTo(7);
        assertThat(all()).containsExactly("a1", "b1", "c1", "a2", "b2", "a3", "a4");
        assertThat(turns.size()).isZero();
    }

    @Test
    void of_one_author_one_message_is_dealt_with_at_a_time() {
        add(ANN, "a1", "a2");
        Message first = turns.take();
        assertThat(first).isNotNull();
        assertThat(turns.take()).isNull();
        add(BOB, "b1");
        assertThat(turns.take()).isNotNull().extracting(Message::author).isEqualTo(BOB);
        assertThat(turns.take()).isNull();
        turns.done(ANN);
        assertThat(all()).containsExactly("a2");
    }

    @Test
    void who_has_the_most_loses_the_oldest() {
        add(ANN, "a1");
        add(BOB, "b1", "b2", "b3");
        turns.drop();
        turns.drop();
        assertThat(turns.size()).isEqualTo(2);
        assertThat(all()).containsExactly("a1", "b3");
        add(CYD, "c1");
        turns.drop();
        assertThat(turns.size()).isZero();
        assertThat(all()).isEmpty();
    }
}
