package dev.parley.bootstrap;

import dev.parley.application.file.Downloads;
import dev.parley.application.file.FileAccess;
import dev.parley.application.file.FileSweep;
import dev.parley.application.file.FileWorkers;
import dev.parley.application.file.Files;
import dev.parley.application.file.Uploads;
import dev.parley.domain.file.FileBytes;
import dev.parley.domain.file.Thumbnails;
import dev.parley.files.FilesAdapter;
import dev.parley.security.HmacFileSeals;

/** Takes files in, gives them out, and removes those that nobody needs. */
final class FilesPart {
    private static final String UPLOADS = "uploads";

    /** Few, so that files leave the store, the disk and the processors to messages. */
    private static final int UPLOAD_THREADS = 1;

    private static final int DOWNLOAD_THREADS = 2;
    private static final int PICTURE_THREADS = 1;

    private final Ground ground;
    private final FilesAdapter directory;
    private final FileBytes bytes;
    private final Files files;

    FilesPart(Ground ground) {
        this.ground = ground;
        this.directory = new FilesAdapter(ground.directory().resolve(UPLOADS));
        FileBytes stored = ground.store().fileBytes();
        this.bytes = stored == null ? directory.bytes() : stored;
        this.files = new Files(uploads(directory.thumbnails()), downloads(), workers(ground.opened()));
    }

    Files files() {
        return files;
    }

    /**
     * To be called when the store is open.
     *
     * @throws IllegalStateException if the directory cannot be used
     */
    void start() {
        if (ground.store().fileBytes() == null) {
            directory.start();
        }
        if (!ground.store().shared()) {
            bytes.sweep(ground.clock().instant()); // Nobody else could still be writing them.
        }
        FileSweep sweep = new FileSweep(ground.store().files(), ground.store().carriers(), bytes, ground.scheduling());
        sweep.start();
        ground.opened().push(sweep);
    }

    private Uploads uploads(Thumbnails thumbnails) {
        Config.Limits limits = ground.config().limits();
        return new Uploads(
                new Uploads.Place(bytes, ground.store().files(), thumbnails),
                ground.store().rooms(),
                ground.limiter(limits.rates().uploadsPerUser()),
                ground.clock(),
                ground.random(),
                limits.maxUploadBytes());
    }

    private Downloads downloads() {
        Store store = ground.store();
        return new Downloads(
                bytes,
                store.files(),
                new FileAccess(store.carriers(), store.rooms()),
                new HmacFileSeals(ground.keys()),
                ground.clock());
    }

    private static FileWorkers workers(Opened opened) {
        return new FileWorkers(
                opened.threads(Workers.platform("parley-upload", UPLOAD_THREADS)),
                opened.threads(Workers.platform("parley-download", DOWNLOAD_THREADS)),
                opened.threads(Workers.platform("parley-picture", PICTURE_THREADS)));
    }
}
