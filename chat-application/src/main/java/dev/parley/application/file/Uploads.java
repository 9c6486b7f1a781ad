package dev.parley.application.file;

import dev.parley.application.limit.RateLimiter;
import dev.parley.domain.ChatException;
import dev.parley.domain.ErrorCode;
import dev.parley.domain.account.UserId;
import dev.parley.domain.file.FileBytes;
import dev.parley.domain.file.FileId;
import dev.parley.domain.file.FileLedger;
import dev.parley.domain.file.Thumbnails;
import dev.parley.domain.room.RoomDirectory;
import dev.parley.domain.room.RoomId;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Takes files in. */
public final class Uploads {
    /** Who sends a file more slowly than this is not waited for. */
    public static final int MIN_BYTES_PER_SECOND = 4 << 10;

    private static final int NAME_BYTES = 16;
    private static final Duration ALLOWANCE = Duration.ofHours(1);

    private final Place place;
    private final RoomDirectory rooms;
    private final RateLimiter limiter;
    private final InstantSource clock;
    private final RandomGenerator random;
    private final long maxBytes;

    /** Where files go. */
    public record Place(FileBytes bytes, FileLedger ledger, Thumbnails thumbnails) {}

    /**
     * @param limiter of each user's uploads
     * @param random cannot be guessed: it names the files
     * @param maxBytes of one file
     */
    public Uploads(
            Place place,
            RoomDirectory rooms,
            RateLimiter limiter,
            InstantSource clock,
            RandomGenerator random,
            long maxBytes) {
        this.place = place;
        this.rooms = rooms;
        this.limiter = limiter;
        this.clock = clock;
        this.random = random;
        this.maxBytes = maxBytes;
    }

    /** The most bytes of one file. */
    public long maxBytes() {
        return maxBytes;
    }

    /**
     * Begins to take in a file that can be sent in this room alone. Nothing is written before its first byte comes.
     *
     * @throws ChatException.NotFound if the uploader is not in the room
     * @throws ChatException.TooMany if it uploads too often
     */
    public Upload begin(UserId uploader, RoomId room) {
        if (rooms.findFor(uploader, room).isEmpty()) {
            throw new ChatException.NotFound(ErrorCode.ROOM_NOT_FOUND);
        }
        return begun(uploader, room);
    }

    /**
     * Begins to take in a file that its uploader may send anywhere. Nothing is written before its first byte comes.
     *
     * @throws ChatException.TooMany if it uploads too often
     */
    public Upload begin(UserId uploader) {
        return begun(uploader, null);
    }

    private Upload begun(UserId uploader, @Nullable RoomId room) {
        limiter.take(uploader.toString());
        byte[] name = new byte[NAME_BYTES];
        random.nextBytes(name);
        FileId id = new FileId(Base64.getUrlEncoder().withoutPadding().encodeToString(name));
        Duration longest = ALLOWANCE.plusSeconds(maxBytes / MIN_BYTES_PER_SECOND);
        return new Upload(new Upload.Owner(id, uploader, room), place, clock, new Upload.Bounds(maxBytes, longest));
    }
}
