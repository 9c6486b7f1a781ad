package dev.parley.domain.message;

import dev.parley.domain.account.UserId;
import dev.parley.domain.file.Attachment;
import dev.parley.domain.message.MessageLog.Changed;
import dev.parley.domain.room.RoomId;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A message in its latest state.
 *
 * @param seq its place in the room, for ever
 * @param rev the number of its latest change
 * @param content empty if {@code deleted}, and perhaps if there are files
 * @param sentAt in milliseconds; never earlier than that of the message before it
 * @param editedAt when the content was last changed; null if it never was, and after a deletion
 * @param deleted whether only the tombstone is left
 * @param reactions none if {@code deleted}
 * @param replyTo the message of the room that it answers, whatever became of that; null if it answers none
 * @param files what it carries, as it was sent: edits leave them; none if {@code deleted}
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
        boolean deleted,
        Reactions reactions,
        @Nullable Seq replyTo,
        List<Attachment> files) {
    public Message {
        files = List.copyOf(files);
    }

    /** A message without files. */
    public Message(
            RoomId room,
            Seq seq,
            Rev rev,
            MessageKey key,
            UserId author,
            Content content,
            Instant sentAt,
            @Nullable Instant editedAt,
            boolean deleted,
            Reactions reactions,
            @Nullable Seq replyTo) {
        this(room, seq, rev, key, author, content, sentAt, editedAt, deleted, reactions, replyTo, List.of());
    }

    /** What the change makes of the message; {@code next} is the rev that it takes, unless it changes nothing. */
    public Changed after(Change change, Rev next) {
        if (change instanceof Change.Edit edit) {
            return edited(edit, next);
        }
        if (change instanceof Change.React react) {
            return reacted(react, next);
        }
        return deleted
                ? new Changed.Already(this)
                : new Changed.Done(new Message(
                        room, seq, next, key, author, Content.NONE, sentAt, null, true, Reactions.NONE, replyTo));
    }

    private Changed edited(Change.Edit edit, Rev next) {
        if (deleted) {
            return new Changed.Deleted();
        }
        if (content.equals(edit.content())) {
            return new Changed.Already(this);
        }
        Instant at = Instant.ofEpochMilli(edit.at().toEpochMilli());
        return new Changed.Done(new Message(
                room, seq, next, key, author, edit.content(), sentAt, at, false, reactions, replyTo, files));
    }

    private Changed reacted(Change.React react, Rev next) {
        if (deleted) {
            return new Changed.Deleted();
        }
        if (reactions.has(react.user(), react.emoji()) == react.on()) {
            return new Changed.Already(this);
        }
        if (react.on() && !reactions.hasRoomFor(react.emoji())) {
            return new Changed.Full();
        }
        Reactions changed = react.on()
                ? reactions.with(react.user(), react.emoji())
                : reactions.without(react.user(), react.emoji());
        return new Changed.Done(
                new Message(room, seq, next, key, author, content, sentAt, editedAt, false, changed, replyTo, files));
    }
}
