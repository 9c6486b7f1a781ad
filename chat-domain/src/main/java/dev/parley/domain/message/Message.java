package dev.parley.domain.message;

import dev.parley.domain.account.UserId;
import dev.parley.domain.room.RoomId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A message in its latest state.
 *
 * @param seq its place in the room, for ever
 * @param rev the number of its latest change
 * @param content empty if {@code deleted}
 * @param sentAt in milliseconds; never earlier than that of the message before it
 * @param editedAt when the content was last changed; null if it never was, and after a deletion
 * @param deleted whether only the tombstone is left
 */
public record Message(
        RoomId room,
        Seq seq,
        Rev rev,
        MessageKey key,
        UserId author,
        Content content,
        Instant sentAt,
        @Nullable Instant editedAt,
        boolean deleted) {}
