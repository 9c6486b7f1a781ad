package dev.parley.mongo;

import com.mongodb.ConnectionString;
import com.mongodb.MongoClientSettings;
import com.mongodb.MongoException;
import com.mongodb.ReadConcern;
import com.mongodb.ReadPreference;
import com.mongodb.WriteConcern;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import dev.parley.domain.ChatException;
import dev.parley.domain.ErrorCode;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.jspecify.annotations.Nullable;

/**
 * Is the connection: every command goes through it, and every failure is translated in it.
 *
 * <p>Reads and writes ask the primary and the majority; why, says the package. {@code client} is guarded by {@code
 * this}, which is never held during I/O.
 */
final class Database implements AutoCloseable {
    /** The driver's 2 make a crowd wait for seconds after a start or a restart of the server. */
    private static final int MAX_CONNECTING = 8;

    private final MongoConfig config;
    /** First come, first served: the driver's own queue lets a crowd of callers starve one of them. */
    private final Semaphore turns;

    private @Nullable MongoClient client;
    private boolean closed;

    Database(MongoConfig config) {
        this.config = config;
        turns = new Semaphore(config.maxConnections(), true);
    }

    /** Makes the client, which connects in the background. */
    void open() {
        MongoClient opened = MongoClients.create(settings());
        synchronized (this) {
            if (client == null && !closed) {
                client = opened;
                return;
            }
        }
        opened.close();
        throw new IllegalStateException("started twice");
    }

    private MongoClientSettings settings() {
        long selection = config.selectionTimeout().toMillis();
        return MongoClientSettings.builder()
                .applyConnectionString(connectionString())
                .applicationName("parley")
                .applyToClusterSettings(b -> b.serverSelectionTimeout(selection, TimeUnit.MILLISECONDS))
                .applyToSocketSettings(b -> b.connectTimeout(selection, TimeUnit.MILLISECONDS))
                .applyToConnectionPoolSettings(
                        b -> b.maxSize(config.maxConnections()).maxConnecting(MAX_CONNECTING))
                .timeout(config.operationTimeout().toMillis(), TimeUnit.MILLISECONDS)
                .readPreference(ReadPreference.primary())
                .readConcern(ReadConcern.MAJORITY)
                .writeConcern(WriteConcern.MAJORITY.withJournal(true))
                .build();
    }

    private ConnectionString connectionString() {
        try {
            return new ConnectionString(config.uri());
        } catch (IllegalArgumentException e) {
            // Without the cause: its text may repeat the secret.
            throw new IllegalArgumentException("The address of MongoDB is not a connection string.");
        }
    }

    /**
     * Asks a collection something.
     *
     * @throws DuplicateKey if a unique index refuses
     * @throws ChatException.Unavailable if there is no answer: a write may or may not have happened
     */
    <T> T ask(String collection, Function<MongoCollection<BsonDocument>, T> question) {
        return inTurn(
                config.operationTimeout(), db -> question.apply(db.getCollection(collection, BsonDocument.class)));
    }

    /** As {@link #ask}, within another time than the usual. */
    <T> T askWithin(Duration time, String collection, Function<MongoCollection<BsonDocument>, T> question) {
        return ask(collection, c -> question.apply(c.withTimeout(time.toMillis(), TimeUnit.MILLISECONDS)));
    }

    /** Returns if the server answers in time. */
    void ping(Duration time) {
        BsonDocument ping = new BsonDocument("ping", new BsonInt32(1));
        BsonDocument pong = inTurn(
                time,
                db -> db.withTimeout(time.toMillis(), TimeUnit.MILLISECONDS).runCommand(ping, BsonDocument.class));
        if (!pong.containsKey("ok")) {
            throw new IllegalStateException("not an answer to a ping");
        }
    }

    private <T> T inTurn(Duration patience, Function<MongoDatabase, T> question) {
        try {
            if (!turns.tryAcquire(patience.toNanos(), TimeUnit.NANOSECONDS)) {
                throw new ChatException.Unavailable(ErrorCode.STORE_UNAVAILABLE);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ChatException.Unavailable(ErrorCode.STORE_UNAVAILABLE, e);
        }
        try {
            return answer(question);
        } finally {
            turns.release();
        }
    }

    private <T> T answer(Function<MongoDatabase, T> question) {
        MongoDatabase database = opened().getDatabase(config.database());
        try {
            return question.apply(database);
        } catch (MongoException e) {
            throw Failures.translated(e);
        } catch (IllegalStateException e) {
            // The driver's way of saying that its client was closed meanwhile.
            throw isClosed() ? new ChatException.Unavailable(ErrorCode.SHUTTING_DOWN, e) : e;
        }
    }

    private synchronized MongoClient opened() {
        if (closed) {
            throw new ChatException.Unavailable(ErrorCode.SHUTTING_DOWN);
        }
        if (client == null) {
            throw new IllegalStateException("not started");
        }
        return client;
    }

    private synchronized boolean isClosed() {
        return closed;
    }

    @Override
    public void close() {
        MongoClient open;
        synchronized (this) {
            closed = true;
            open = client;
            client = null;
        }
        if (open != null) {
            open.close();
        }
    }
}
