package dev.parley.application.realtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.domain.account.UserId;
import dev.parley.domain.message.Content;
import dev.parley.domain.message.Emoji;
import dev.parley.domain.message.Message;
import dev.parley.domain.message.MessageKey;
import dev.parley.domain.message.Reactions;
import dev.parley.domain.message.Reactions.Reaction;
import dev.parley.domain.message.Rev;
import dev.parley.domain.message.Seq;
import dev.parley.domain.room.RoomId;
import java.time.Instant;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class RecentChangesTest {
    private static final int MANY = 500;

    private final RecentChanges recent = new RecentChanges();

    private void add(long rev, Reactions reactions) {
        Message message = new Message(
                RoomId.GENERAL,
                new Seq(rev),
                new Rev(rev),
                MessageKey.unnamed("m" + rev),
                new UserId(1),
                new Content("hello"),
                Instant.EPOCH,
                null,
                false,
                reactions,
                null);
        recent.add(rev - 1, message, 0, new EncodedEvent(new Event.CaughtUp(RoomId.GENERAL, new Rev(rev))));
    }

    @Test
    void short_messages_are_all_kept() {
        LongStream.rangeClosed(1, MANY).forEach(rev -> add(rev, Reactions.NONE));
        assertThat(recent.above(0, MANY)).hasSize(MANY);
    }

    @Test
    void messages_with_many_reactions_weigh_more() {
        Reactions many = new Reactions(List.of(new Reaction(
                new Emoji("👍"),
                LongStream.rangeClosed(1, Reactions.MAX).mapToObj(UserId::new).toList())));
        LongStream.rangeClosed(1, MANY).forEach(rev -> add(rev, many));
        assertThat(recent.above(0, MANY)).isNull();
        assertThat(recent.above(MANY - 100, MANY)).hasSize(100);
    }
}
