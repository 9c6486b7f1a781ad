package dev.parley.application.file;

import dev.parley.domain.ChatException;
import dev.parley.domain.ErrorCode;
import dev.parley.domain.account.UserId;
import dev.parley.domain.file.FileBytes;
import dev.parley.domain.file.FileId;
import dev.parley.domain.file.FileLedger;
import dev.parley.domain.file.FileSeals;
import dev.parley.domain.file.StoredFile;
import java.time.Duration;
import java.time.InstantSource;

/** Gives files out. A file that one may not read does not exist. */
public final class Downloads {
    /** How long a link is good. */
    public static final Duration LINK_LIFE = Duration.ofMinutes(5);

    private final FileBytes bytes;
    private final FileLedger ledger;
    private final FileAccess access;
    private final FileSeals seals;
    private final InstantSource clock;

    public Downloads(FileBytes bytes, FileLedger ledger, FileAccess access, FileSeals seals, InstantSource clock) {
        this.bytes = bytes;
        this.ledger = ledger;
        this.access = access;
        this.seals = seals;
        this.clock = clock;
    }

    /**
     * The file, for who may read it now.
     *
     * @throws ChatException.NotFound if the reader may not, or there is none
     */
    public StoredFile find(UserId reader, FileId file) {
        StoredFile found = known(file);
        if (!access.mayRead(reader, found)) {
            throw noSuchFile();
        }
        return found;
    }

    /**
     * The file, for whoever has a link to it. That its maker may no longer read it changes nothing, that it is removed does.
     *
     * @throws ChatException.NotFound if the link is not good any more, or never was, or there is no such file
     */
    public StoredFile find(FileId file, FileLink link) {
        boolean good = link.expires() > clock.instant().getEpochSecond()
                && seals.fits(said(file, link.expires()), link.seal());
        if (!good) {
            throw noSuchFile();
        }
        return known(file);
    }

    /**
     * A link for who may read the file now, to be given to a browser or to anybody.
     *
     * @throws ChatException.NotFound if the reader may not, or there is none
     */
    public FileLink link(UserId reader, FileId file) {
        StoredFile found = find(reader, file);
        long expires = clock.instant().plus(LINK_LIFE).getEpochSecond();
        return new FileLink(expires, seals.seal(said(found.id(), expires)));
    }

    /**
     * Its bytes.
     *
     * @throws ChatException.NotFound if they were removed meanwhile
     * @throws ChatException.Unavailable if they are not as many as they were
     */
    public FileBytes.Source open(StoredFile file) {
        FileBytes.Source source = bytes.open(file.id()).orElseThrow(Downloads::noSuchFile);
        if (source.size() != file.attachment().size()) {
            source.close();
            throw new ChatException.Unavailable(ErrorCode.STORE_UNAVAILABLE);
        }
        return source;
    }

    /** The bytes of its small picture. @throws ChatException.NotFound if there is none */
    public FileBytes.Source openThumbnail(StoredFile file) {
        if (file.attachment().pixels() == null) {
            throw noSuchFile();
        }
        return bytes.open(file.id().thumbnail()).orElseThrow(Downloads::noSuchFile);
    }

    private StoredFile known(FileId file) {
        return ledger.find(file).orElseThrow(Downloads::noSuchFile);
    }

    private static String said(FileId file, long expires) {
        return "file " + file + " until " + expires;
    }

    private static ChatException.NotFound noSuchFile() {
        return new ChatException.NotFound(ErrorCode.FILE_NOT_FOUND);
    }
}
