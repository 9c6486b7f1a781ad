package dev.parley.bootstrap.e2e;

import dev.parley.domain.account.UserId;
import dev.parley.domain.file.Attachment;
import dev.parley.domain.file.FileId;
import dev.parley.domain.file.FileLedger;
import dev.parley.domain.file.FileName;
import dev.parley.domain.file.MediaType;
import dev.parley.domain.file.Pixels;
import dev.parley.domain.file.StoredFile;
import dev.parley.domain.room.RoomId;
import dev.parley.mongo.MongoAdapter;
import dev.parley.mongo.MongoConfig;
import dev.parley.sql.SqlAdapter;
import dev.parley.sql.SqlConfig;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Goes into the store of a running server past it, as another node would, and notes files there. */
final class SideDoor implements AutoCloseable {
    private static final Duration DAY = Duration.ofDays(1);
    private static final AtomicInteger FILES = new AtomicInteger();

    private final FileLedger files;
    private final Runnable close;

    private SideDoor(FileLedger files, Runnable close) {
        this.files = files;
        this.close = close;
    }

    static SideDoor of(RunningServer server) {
        Map<String, String> settings = server.settings();
        String mongo = settings.get("MONGODB_URI");
        if (mongo != null) {
            MongoAdapter adapter = new MongoAdapter(MongoConfig.of(mongo, "parley"), Clock.systemUTC());
            adapter.start();
            return new SideDoor(adapter.files(), adapter::close);
        }
        String postgres = settings.get("DATABASE_URL");
        SqlAdapter adapter = new SqlAdapter(
                postgres == null
                        ? new SqlConfig.Sqlite(Path.of(settings.get("DATA_DIR")).resolve("parley.db"))
                        : SqlConfig.Postgres.of(postgres));
        adapter.start();
        return new SideDoor(adapter.files(), adapter::close);
    }

    /** A file without bytes. */
    FileId upload(Person uploader, @Nullable RoomId room, String name, @Nullable Pixels pixels) {
        FileId id = new FileId("%022d".formatted(FILES.incrementAndGet()));
        UserId user = new UserId(uploader.id());
        Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        files.begin(id, user, now.plus(DAY));
        MediaType type = pixels == null ? MediaType.UNKNOWN : new MediaType("image/png");
        Attachment shown = new Attachment(id, new FileName(name), type, 7, pixels);
        if (!files.complete(new StoredFile(shown, user, room, "ab".repeat(32), now), now.plus(DAY))) {
            throw new IllegalStateException("the file was doomed");
        }
        return id;
    }

    /** The file goes, as if nobody had carried it for long. */
    void remove(FileId file) {
        if (!files.doom(file, Instant.now().plus(DAY.multipliedBy(9)), Instant.now())) {
            throw new IllegalStateException("the file is kept");
        }
        files.forget(file);
    }

    @Override
    public void close() {
        close.run();
    }
}
