package dev.parley.domain.file;

import dev.parley.domain.ChatException;
import dev.parley.domain.message.Seq;
import dev.parley.domain.room.RoomId;
import java.util.Collection;
import java.util.Map;
import java.util.Set;

/**
 * Which messages carry a file: those that were sent with it, until they are deleted or their room's log is closed. A message
 * that was acknowledged is among them from then on. Safe for concurrent use.
 *
 * <p>Every method throws {@link ChatException.Unavailable} when the store does not answer in time.
 */
public interface FileCarriers {
    /** The most files, or rooms, in one question. */
    int MAX_QUERY = 500;

    /**
     * Whether some message in one of these rooms carries the file and comes after the seq that stands beside its room.
     *
     * @param after at most {@link #MAX_QUERY} rooms
     */
    boolean isCarried(FileId file, Map<RoomId, Seq> after);

    /**
     * Those of the files that some message carries.
     *
     * @param files at most {@link #MAX_QUERY}
     */
    Set<FileId> carried(Collection<FileId> files);
}
