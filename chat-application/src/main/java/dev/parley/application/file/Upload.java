package dev.parley.application.file;

import dev.parley.domain.ChatException;
import dev.parley.domain.ErrorCode;
import dev.parley.domain.account.UserId;
import dev.parley.domain.file.Attachment;
import dev.parley.domain.file.FileBytes;
import dev.parley.domain.file.FileId;
import dev.parley.domain.file.FileName;
import dev.parley.domain.file.FirstBytes;
import dev.parley.domain.file.MediaType;
import dev.parley.domain.file.Pixels;
import dev.parley.domain.file.StoredFile;
import dev.parley.domain.file.Thumbnails.Thumbnail;
import dev.parley.domain.room.RoomId;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Is one file on its way in: {@link #write} it, {@link #store} it, {@link #complete} it, and {@link #close} in any case. Its
 * calls block for the stores. One thread at a time.
 */
public final class Upload implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Upload.class);
    private static final int PIECE = 64 << 10;
    private static final Set<MediaType> PICTURED =
            Set.of(new MediaType("image/png"), new MediaType("image/jpeg"), new MediaType("image/gif"));

    private final Owner owner;
    private final Uploads.Place place;
    private final InstantSource clock;
    private final Bounds bounds;
    private final MessageDigest sha256 = sha256();

    private byte[] piece = new byte[0];
    private int gathered;
    private long size;
    private byte[] first = new byte[0];
    private FileBytes.@Nullable Sink sink;
    private @Nullable Instant until;
    private boolean stored;
    private boolean complete;

    /** @param room null if the file may be sent anywhere */
    record Owner(FileId file, UserId uploader, @Nullable RoomId room) {}

    /**
     * @param maxBytes of the file
     * @param longest how long it may take until the file is complete
     */
    record Bounds(long maxBytes, Duration longest) {}

    Upload(Owner owner, Uploads.Place place, InstantSource clock, Bounds bounds) {
        this.owner = owner;
        this.place = place;
        this.clock = clock;
        this.bounds = bounds;
    }

    /**
     * Takes the next bytes.
     *
     * @throws ChatException.TooLarge if they are more than a file may have
     * @throws ChatException.Full if there is no place for them
     */
    public void write(ByteBuffer bytes) {
        size += bytes.remaining();
        if (size > bounds.maxBytes()) {
            throw new ChatException.TooLarge();
        }
        if (piece.length == 0) {
            piece = new byte[PIECE];
        }
        while (bytes.hasRemaining()) {
            int part = Math.min(bytes.remaining(), PIECE - gathered);
            bytes.get(piece, gathered, part);
            gathered += part;
            if (gathered == PIECE) {
                flush();
            }
        }
    }

    private void flush() {
        if (first.length == 0) {
            first = Arrays.copyOf(piece, Math.min(gathered, FirstBytes.LENGTH));
        }
        sha256.update(piece, 0, gathered);
        opened().write(piece, 0, gathered);
        gathered = 0;
    }

    /** Noted before the first byte is written, so that it is found should this process die. */
    private FileBytes.Sink opened() {
        FileBytes.Sink open = sink;
        if (open == null) {
            place.bytes().demandPlace();
            Instant end = clock.instant().plus(bounds.longest());
            until = end;
            place.ledger().begin(owner.file(), owner.uploader(), end);
            open = place.bytes().create(owner.file());
            sink = open;
        }
        return open;
    }

    /** That was all of it: makes it durable. */
    public void store() {
        if (gathered > 0) {
            flush();
        }
        piece = new byte[0];
        FileBytes.Sink written = opened();
        written.commit();
        written.close();
        stored = true;
    }

    /** Whether there may be a thumbnail of what was stored, which takes some time to make. */
    public boolean isPicture() {
        return PICTURED.contains(FirstBytes.type(first));
    }

    /**
     * Makes the stored file one that its uploader can send.
     *
     * @param pictured whether to make a thumbnail, if it is an image
     */
    public StoredFile complete(FileName name, boolean pictured) {
        if (!stored) {
            throw new IllegalStateException("not stored");
        }
        Pixels pixels = pictured && isPicture() ? thumbnail() : null;
        Instant now = clock.instant();
        StoredFile file = new StoredFile(
                new Attachment(owner.file(), name, FirstBytes.type(first), size, pixels),
                owner.uploader(),
                owner.room(),
                HexFormat.of().formatHex(sha256.digest()),
                now.truncatedTo(ChronoUnit.MILLIS));
        Instant end = now.plus(Attachments.STAY);
        until = end;
        if (!place.ledger().complete(file, end)) {
            throw new ChatException.Unavailable(ErrorCode.OVERLOADED); // It took longer than it may.
        }
        complete = true;
        return file;
    }

    /** How large the image is, if a thumbnail of it lies beside it now. */
    private @Nullable Pixels thumbnail() {
        Optional<Thumbnail> made;
        try (FileBytes.Source image = place.bytes().open(owner.file()).orElseThrow()) {
            made = place.thumbnails().of(image, FirstBytes.type(first));
        }
        if (made.isEmpty()) {
            return null;
        }
        byte[] bytes = new byte[made.get().bytes().remaining()];
        made.get().bytes().duplicate().get(bytes);
        try (FileBytes.Sink beside = place.bytes().create(owner.file().thumbnail())) {
            beside.write(bytes, 0, bytes.length);
            beside.commit();
        }
        return made.get().original();
    }

    /** Leaves nothing of it behind unless it is complete. What cannot be removed now is found later. Never fails. */
    @Override
    public void close() {
        Instant noted = until;
        if (complete || noted == null) {
            return;
        }
        until = null;
        if (sink != null) {
            sink.close();
        }
        try {
            if (place.ledger().doom(owner.file(), noted, clock.instant().plus(FileSweep.AGAIN))) {
                place.bytes().remove(owner.file());
                place.bytes().remove(owner.file().thumbnail());
                place.ledger().forget(owner.file());
            }
        } catch (ChatException e) {
            LOG.debug("What is left of an upload is removed later", e);
        } catch (RuntimeException e) {
            LOG.error("What is left of an upload is removed later", e);
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
