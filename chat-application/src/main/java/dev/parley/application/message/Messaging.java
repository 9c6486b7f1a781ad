package dev.parley.application.message;

import dev.parley.application.file.Attachments;
import dev.parley.application.limit.RateLimiter;
import dev.parley.application.profile.AuthoredMessage;
import dev.parley.application.profile.Profiles;
import dev.parley.application.realtime.Realtime;
import dev.parley.domain.ChatException;
import dev.parley.domain.ErrorCode;
import dev.parley.domain.account.User;
import dev.parley.domain.account.UserId;
import dev.parley.domain.file.Attachment;
import dev.parley.domain.file.FileId;
import dev.parley.domain.message.Change;
import dev.parley.domain.message.ClientId;
import dev.parley.domain.message.Draft;
import dev.parley.domain.message.Emoji;
import dev.parley.domain.message.Head;
import dev.parley.domain.message.Message;
import dev.parley.domain.message.MessageLog;
import dev.parley.domain.message.MessageLog.Appended;
import dev.parley.domain.message.MessageLog.Changed;
import dev.parley.domain.message.Rev;
import dev.parley.domain.message.Seq;
import dev.parley.domain.room.Role;
import dev.parley.domain.room.RoomDirectory;
import dev.parley.domain.room.RoomId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Lets members of a room write, change and read its messages.
 *
 * <p>A room in which the user is not does not exist for it: {@link ChatException.NotFound}. Writes return at once and
 * complete when the message is durable, or fail with a {@link ChatException}; messages that one thread sends to one
 * room stand there in that order. Reads block for the store. Safe for concurrent use.
 */
public final class Messaging {
    private static final int MAX_SKIMMED = 2_000;

    private final MessageLog log;
    private final RoomDirectory rooms;
    private final Profiles profiles;
    private final Realtime realtime;
    private final RateLimiter sendsPerUser;
    private final Composer composer;
    private final Attachments attachments;

    public Messaging(
            MessageLog log,
            RoomDirectory rooms,
            Profiles profiles,
            Realtime realtime,
            RateLimiter sendsPerUser,
            Composer composer,
            Attachments attachments) {
        this.log = log;
        this.rooms = rooms;
        this.profiles = profiles;
        this.realtime = realtime;
        this.sendsPerUser = sendsPerUser;
        this.composer = composer;
        this.attachments = attachments;
    }

    /** Sends a message that answers no other. A repeat with the same client id answers with the first one. */
    public CompletableFuture<Sent> send(UserId author, RoomId room, String text, Optional<ClientId> clientId) {
        return send(author, room, text, clientId, Optional.empty(), List.of());
    }

    /**
     * Sends a message. A repeat with the same client id answers with the first one.
     *
     * @param text may be empty if there are files
     * @param replyTo the message that it answers, one that the author may read; it may have been deleted
     * @param files what it carries: files that the author has uploaded, for this room or for any
     */
    public CompletableFuture<Sent> send(
            UserId author,
            RoomId room,
            String text,
            Optional<ClientId> clientId,
            Optional<Seq> replyTo,
            List<FileId> files) {
        sendsPerUser.take(author.toString());
        Draft.demandFew(files);
        Draft draft = composer.draft(author, text, clientId, replyTo, !files.isEmpty());
        Standing standing = demandMember(author, room);
        replyTo.ifPresent(seq -> demandReadable(room, seq, standing));
        if (files.isEmpty()) {
            return append(author, room, draft);
        }
        Optional<List<Attachment>> claimed = attachments.claim(author, room, files);
        return claimed.isPresent()
                ? append(author, room, draft.with(claimed.get()))
                : CompletableFuture.completedFuture(repeated(author, room, draft, files));
    }

    /** What was sent before, though its files may be gone since. */
    private Sent repeated(UserId author, RoomId room, Draft draft, List<FileId> files) {
        Appended known = log.recall(room, draft.key(), draft.fingerprintWith(files))
                .orElseThrow(() -> new ChatException.NotFound(ErrorCode.FILE_NOT_FOUND));
        return sent(known, profiles.of(author));
    }

    private CompletableFuture<Sent> append(UserId author, RoomId room, Draft draft) {
        User profile = profiles.of(author);
        return realtime.append(room, draft).thenApply(appended -> {
            if (appended instanceof Appended.Added added) {
                realtime.wrote(author, room, added.message().seq());
            }
            return sent(appended, profile);
        });
    }

    private static Sent sent(Appended appended, User author) {
        if (appended instanceof Appended.Added added) {
            return new Sent(new AuthoredMessage(added.message(), author), false);
        }
        if (appended instanceof Appended.Repeated repeated) {
            return new Sent(new AuthoredMessage(repeated.message(), author), true);
        }
        if (appended instanceof Appended.Closed) {
            throw new ChatException.NotFound(ErrorCode.ROOM_NOT_FOUND);
        }
        throw new ChatException.Conflict(ErrorCode.CLIENT_ID_REUSED);
    }

    /** Writes an own message anew. If it has files, the text may be empty. */
    public CompletableFuture<AuthoredMessage> edit(UserId author, RoomId room, Seq seq, String text) {
        sendsPerUser.take(author.toString());
        return change(author, room, seq, composer.edit(text));
    }

    /** Takes an own message back, or as a moderator anybody's; a tombstone stays. */
    public CompletableFuture<AuthoredMessage> delete(UserId user, RoomId room, Seq seq) {
        sendsPerUser.take(user.toString());
        return change(user, room, seq, new Change.Delete());
    }

    /**
     * Reacts to a message, or takes that back. To do so again changes nothing.
     *
     * @param on whether the reaction is to be there
     */
    public CompletableFuture<AuthoredMessage> react(UserId user, RoomId room, Seq seq, Emoji emoji, boolean on) {
        sendsPerUser.take(user.toString());
        return change(user, room, seq, new Change.React(user, emoji, on));
    }

    private CompletableFuture<AuthoredMessage> change(UserId user, RoomId room, Seq seq, Change change) {
        Standing standing = demandMember(user, room);
        Message message = demandReadable(room, seq, standing);
        if (!message.author().equals(user) && !isOpenToOthers(change, standing)) {
            throw new ChatException.Forbidden(ErrorCode.NOT_AUTHOR);
        }
        if (change instanceof Change.Edit edit
                && edit.content().text().isEmpty()
                && message.files().isEmpty()) {
            throw new ChatException.Invalid(ErrorCode.INVALID_CONTENT);
        }
        User profile = profiles.of(message.author());
        return realtime.change(room, seq, change).thenApply(changed -> {
            Message now = demandDone(changed);
            if (now.deleted()) {
                attachments.released(message.files());
            }
            return new AuthoredMessage(now, profile);
        });
    }

    private static boolean isOpenToOthers(Change change, Standing standing) {
        return change instanceof Change.React
                || (change instanceof Change.Delete && standing.role.isAtLeast(Role.MODERATOR));
    }

    private Message demandReadable(RoomId room, Seq seq, Standing standing) {
        return log.find(room, seq)
                .filter(found -> found.seq().compareTo(standing.start.lastSeq()) > 0)
                .orElseThrow(() -> new ChatException.NotFound(ErrorCode.MESSAGE_NOT_FOUND));
    }

    private static Message demandDone(Changed changed) {
        if (changed instanceof Changed.Done done) {
            return done.message();
        }
        if (changed instanceof Changed.Already already) {
            return already.message();
        }
        if (changed instanceof Changed.Deleted) {
            throw new ChatException.Conflict(ErrorCode.MESSAGE_DELETED);
        }
        if (changed instanceof Changed.Full) {
            throw new ChatException.Conflict(ErrorCode.TOO_MANY_REACTIONS);
        }
        throw new ChatException.NotFound(ErrorCode.MESSAGE_NOT_FOUND);
    }

    /** A page of the room's history, oldest first. */
    public List<AuthoredMessage> history(UserId reader, RoomId room, Page page) {
        Seq start = demandMember(reader, room).start().lastSeq();
        List<Message> messages = switch (page.side()) {
            case BEFORE -> log.before(room, page.anchor(), page.limit());
            case AFTER -> log.after(room, max(page.anchor(), start), page.limit());
            case AROUND -> around(room, max(page.anchor(), start), page.limit());
        };
        return profiles.authored(above(start, messages));
    }

    /** Those of the messages that are above the start: what is below was there before the reader was. */
    private static List<Message> above(Seq start, List<Message> messages) {
        return messages.isEmpty() || messages.get(0).seq().compareTo(start) > 0
                ? messages
                : messages.stream()
                        .filter(message -> message.seq().compareTo(start) > 0)
                        .toList();
    }

    /** The newest messages of the room that were not deleted, oldest first; of its last {@value #MAX_SKIMMED} at most. */
    public List<AuthoredMessage> newestKept(UserId reader, RoomId room, int limit) {
        Seq start = demandMember(reader, room).start().lastSeq();
        ArrayDeque<Message> kept = new ArrayDeque<>();
        Seq end = Seq.END;
        for (int skimmed = 0; skimmed < MAX_SKIMMED && kept.size() < limit; skimmed += MessageLog.MAX_PAGE) {
            List<Message> page = above(start, log.before(room, end, skimmed == 0 ? limit : MessageLog.MAX_PAGE));
            for (int i = page.size() - 1; i >= 0 && kept.size() < limit; i--) {
                if (!page.get(i).deleted()) {
                    kept.addFirst(page.get(i));
                }
            }
            if (page.isEmpty() || page.get(0).seq().equals(Seq.ZERO.next())) {
                break;
            }
            end = page.get(0).seq();
        }
        return profiles.authored(List.copyOf(kept));
    }

    private List<Message> around(RoomId room, Seq anchor, int limit) {
        List<Message> messages = new ArrayList<>();
        int half = limit / 2;
        if (half > 0) {
            messages.addAll(log.before(room, anchor, half));
        }
        Seq beforeAnchor = new Seq(Math.max(0, anchor.value() - 1));
        messages.addAll(log.after(room, beforeAnchor, limit - messages.size()));
        return messages;
    }

    /**
     * What changed in the room after the cursor, by rev; each message once, in its latest state. A cursor that the log
     * has not reached (it was restored from an older copy) is moved back to its end.
     */
    public Changes changes(UserId reader, RoomId room, Rev since, int limit) {
        if (limit < 1 || limit > Page.MAX_LIMIT) {
            throw new ChatException.Invalid(ErrorCode.INVALID_PAGE);
        }
        Head start = demandMember(reader, room).start();
        Rev reached = max(since, start.lastRev());
        List<Message> changes = log.changesSince(room, reached, limit);
        List<Message> visible = visible(start, changes);
        while (visible.isEmpty() && !changes.isEmpty()) { // What others do to what is not for it may be many pages.
            reached = last(changes).rev();
            changes = log.changesSince(room, reached, MessageLog.MAX_PAGE);
            visible = visible(start, changes);
        }
        if (visible.size() > limit) {
            visible = visible.subList(0, limit);
            reached = last(visible).rev();
        } else {
            reached = changes.isEmpty()
                    ? min(reached, head(room).lastRev())
                    : last(changes).rev();
        }
        return new Changes(profiles.authored(visible), reached);
    }

    private static List<Message> visible(Head start, List<Message> changes) {
        return changes.stream()
                .filter(change -> change.seq().compareTo(start.lastSeq()) > 0)
                .toList();
    }

    private static Message last(List<Message> messages) {
        return messages.get(messages.size() - 1);
    }

    private Head head(RoomId room) {
        return log.heads(List.of(room)).getOrDefault(room, Head.EMPTY);
    }

    private static <T extends Comparable<T>> T max(T a, T b) {
        return a.compareTo(b) > 0 ? a : b;
    }

    private static <T extends Comparable<T>> T min(T a, T b) {
        return a.compareTo(b) < 0 ? a : b;
    }

    /** Says how far the user has read, never back and never past the newest message. Returns the mark. */
    public Seq markRead(UserId reader, RoomId room, Seq seq) {
        demandMember(reader, room);
        Seq mark = rooms.advanceReadMark(room, reader, min(seq, head(room).lastSeq()));
        realtime.read(room, reader, mark);
        return mark;
    }

    /** Says that the user is writing. Heard by who listens, kept nowhere. */
    public void typing(UserId writer, RoomId room) {
        demandMember(writer, room);
        realtime.typing(room, writer);
    }

    /** What the user is in the room. Everybody is in General: that needs no question to the store. */
    private Standing demandMember(UserId user, RoomId room) {
        return room.equals(RoomId.GENERAL)
                ? Standing.IN_GENERAL
                : rooms.findFor(user, room)
                        .map(membership -> new Standing(membership.role(), membership.start()))
                        .orElseThrow(() -> new ChatException.NotFound(ErrorCode.ROOM_NOT_FOUND));
    }

    /** @param start what stands up to there is not there for the member */
    private record Standing(Role role, Head start) {
        static final Standing IN_GENERAL = new Standing(Role.MEMBER, Head.EMPTY);
    }
}
