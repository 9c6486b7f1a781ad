package dev.parley.domain.file;

import dev.parley.domain.ChatException;
import dev.parley.domain.account.UserId;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is known of the files. Each has a time at which it is looked at whether any message still carries it; until then it
 * stays. Safe for concurrent use, also by several nodes on one store. Each method is one atomic step.
 *
 * <p>Every method throws {@link ChatException.Unavailable} when the store does not answer in time; to repeat it is safe.
 */
public interface FileLedger {
    /** The most files in one call. */
    int MAX_QUERY = 500;

    /** Notes a file before its bytes are written, so that they are found should the process die. It cannot be found yet. */
    void begin(FileId file, UserId uploader, Instant until);

    /** The file is whole. Returns whether it may stay: not if it was {@linkplain #doom doomed} meanwhile. */
    boolean complete(StoredFile file, Instant until);

    /** The file, if it is whole and not doomed. */
    Optional<StoredFile> find(FileId file);

    /** Those of the files that are whole, not doomed and of this uploader, each of which stays until then at least. */
    Map<FileId, StoredFile> claim(UserId uploader, Collection<FileId> files, Instant until);

    /** Those that are to be looked at by now, the longest due first, doomed ones among them. */
    List<FileId> due(Instant now, int limit);

    /** Has the files looked at then, be it later or earlier than they would be; those that are not doomed. */
    void keep(Collection<FileId> files, Instant until);

    /**
     * From now on the file is not found nor claimed, unless it was kept or claimed beyond this time. Returns whether it is so.
     *
     * @param again when it is due next, unless it is forgotten until then
     */
    boolean doom(FileId file, Instant now, Instant again);

    /** Forgets a file that was doomed. */
    void forget(FileId file);
}
