package dev.parley.domain.message;

import dev.parley.domain.ChatException;
import dev.parley.domain.ErrorCode;
import dev.parley.domain.account.UserId;
import dev.parley.domain.file.Attachment;
import dev.parley.domain.file.FileId;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A message before the log has numbered it.
 *
 * @param sentAt the author's node's clock, in milliseconds; the log moves it on where it would run backwards
 * @param replyTo the message of the same room that it answers, if it answers one
 * @param files what it carries, in the order in which the author named it: at most {@value #MAX_FILES}, each once
 */
public record Draft(
        MessageKey key,
        UserId author,
        Content content,
        Instant sentAt,
        @Nullable Seq replyTo,
        List<Attachment> files) {
    /** The most files that a message carries. */
    public static final int MAX_FILES = 10;

    /** @throws ChatException.Invalid if there are too many files, or one of them twice */
    public Draft {
        demandFew(files.stream().map(Attachment::id).toList());
        files = List.copyOf(files);
    }

    /** A message without files. */
    public Draft(MessageKey key, UserId author, Content content, Instant sentAt, @Nullable Seq replyTo) {
        this(key, author, content, sentAt, replyTo, List.of());
    }

    /** A message that answers none, without files. */
    public Draft(MessageKey key, UserId author, Content content, Instant sentAt) {
        this(key, author, content, sentAt, null);
    }

    /** @throws ChatException.Invalid if no message can carry these: they are too many, or one is there twice */
    public static void demandFew(List<FileId> files) {
        if (files.size() > MAX_FILES || new HashSet<>(files).size() < files.size()) {
            throw new ChatException.Invalid(
                    ErrorCode.INVALID_FIELD, "'files' must be at most " + MAX_FILES + " files, each once.");
        }
    }

    /** The same with these files. */
    public Draft with(List<Attachment> attached) {
        return new Draft(key, author, content, sentAt, replyTo, attached);
    }

    /**
     * The first 128 bits of the SHA-256 of what the author sent, in hex: it tells a repeat from a reuse of the key even
     * after the message was edited or deleted.
     */
    public String fingerprint() {
        return fingerprintWith(files.stream().map(Attachment::id).toList());
    }

    /** The fingerprint of the same draft with these files, of which no more is known. */
    public String fingerprintWith(List<FileId> named) {
        StringBuilder more = new StringBuilder(replyTo == null ? "" : "reply:" + replyTo);
        if (!named.isEmpty()) {
            more.append(more.isEmpty() ? "files" : "\0files");
            named.forEach(file -> more.append(':').append(file));
        }
        return more.isEmpty() ? content.fingerprint() : content.fingerprintWith(more.toString());
    }
}
