package dev.parley.domain.file;

import dev.parley.domain.account.UserId;
import dev.parley.domain.room.RoomId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A file that was taken in whole.
 *
 * @param room the only room that it may be sent in; null if its uploader may send it anywhere
 * @param sha256 of its bytes, in lower-case hex
 * @param uploadedAt in milliseconds
 */
public record StoredFile(
        Attachment attachment, UserId uploader, @Nullable RoomId room, String sha256, Instant uploadedAt) {
    public FileId id() {
        return attachment.id();
    }
}
