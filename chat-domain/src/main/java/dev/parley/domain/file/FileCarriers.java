package dev.parley.domain.file;

import dev.parley.domain.ChatException;
import dev.parley.domain.message.Seq;
import dev.parley.domain.room.RoomId;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/**
 * Which messages carry a file: those that were sent with it, until they are deleted or their room's log is closed. A message
 * that was acknowledged is among them from then on. Safe for concurrent use.
 *
 * <p>Every method throws {@link ChatException.Unavailable} when the store does not answer in time.
 */
public interface FileCarriers {
    /** The most files in one question. */
    int MAX_QUERY = 500;

    /** Where a message stands. */
    record Carrier(RoomId room, Seq seq) {}

    /** The newest {@code limit} messages that carry the file. */
    List<Carrier> carriersOf(FileId file, int limit);

    /** Those of the files that some message carries. */
    Set<FileId> carried(Collection<FileId> files);
}
