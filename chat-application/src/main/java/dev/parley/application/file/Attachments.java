package dev.parley.application.file;

import dev.parley.application.schedule.Scheduling;
import dev.parley.domain.ChatException;
import dev.parley.domain.account.UserId;
import dev.parley.domain.file.Attachment;
import dev.parley.domain.file.FileCarriers;
import dev.parley.domain.file.FileId;
import dev.parley.domain.file.FileLedger;
import dev.parley.domain.file.StoredFile;
import dev.parley.domain.room.RoomId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives messages their files, and says when one has lost its own.
 *
 * <p>A file that is claimed stays for a day, in which the message that is to carry it becomes durable, or never. Safe for
 * concurrent use.
 */
public final class Attachments {
    /** How long a file stays that no message carries. */
    public static final Duration STAY = Duration.ofDays(1);

    /**
     * When the files of a deleted message are looked at: somebody may have claimed one a moment ago, for a message that is
     * not durable yet. No write takes so long.
     */
    static final Duration SOON = Duration.ofMinutes(10);

    private static final Logger LOG = LoggerFactory.getLogger(Attachments.class);

    private final FileLedger ledger;
    private final FileCarriers carriers;
    private final Scheduling scheduling;

    public Attachments(FileLedger ledger, FileCarriers carriers, Scheduling scheduling) {
        this.ledger = ledger;
        this.carriers = carriers;
        this.scheduling = scheduling;
    }

    /**
     * The files for a message of this author in this room, in this order. Each of them stays long enough for the message to
     * become durable. Blocks for the store.
     *
     * @param files each once, no more than a message carries
     * @return empty if one of them is not there, is another user's, or may not be sent here
     */
    public Optional<List<Attachment>> claim(UserId author, RoomId room, List<FileId> files) {
        Map<FileId, StoredFile> claimed = ledger.claim(author, files, in(STAY));
        List<Attachment> attached = new ArrayList<>();
        for (FileId id : files) {
            StoredFile file = claimed.get(id);
            if (file == null || (file.room() != null && !room.equals(file.room()))) {
                return Optional.empty();
            }
            attached.add(file.attachment());
        }
        return Optional.of(attached);
    }

    /** A message that carried these was deleted: those that no other one carries need not stay. Returns at once. */
    public void released(List<Attachment> files) {
        if (!files.isEmpty()) {
            List<FileId> ids = files.stream().map(Attachment::id).toList();
            scheduling.read(() -> letGo(ids));
        }
    }

    /** What fails here is found by the sweep, later. */
    private void letGo(List<FileId> files) {
        try {
            Set<FileId> carried = carriers.carried(files);
            List<FileId> free =
                    files.stream().filter(file -> !carried.contains(file)).toList();
            ledger.keep(free, in(SOON));
        } catch (ChatException.Unavailable e) {
            LOG.debug("The store is away: the files of a deleted message stay for a day", e);
        }
    }

    private Instant in(Duration time) {
        return scheduling.clock().instant().plus(time);
    }
}
