package dev.parley.mongo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.mongodb.MongoBulkWriteException;
import com.mongodb.MongoCommandException;
import com.mongodb.MongoException;
import com.mongodb.MongoNotPrimaryException;
import com.mongodb.MongoSocketReadException;
import com.mongodb.MongoTimeoutException;
import com.mongodb.MongoWriteConcernException;
import com.mongodb.MongoWriteException;
import com.mongodb.ServerAddress;
import com.mongodb.WriteError;
import com.mongodb.bulk.BulkWriteError;
import com.mongodb.bulk.BulkWriteResult;
import com.mongodb.bulk.WriteConcernError;
import dev.parley.domain.ChatException.Unavailable;
import dev.parley.domain.ErrorCode;
import java.util.List;
import java.util.Set;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class FailuresTest {
    private static final ServerAddress SERVER = new ServerAddress();
    private static final int DUPLICATE = 11000;
    private static final WriteConcernError LATE =
            new WriteConcernError(64, "WriteConcernTimeout", "waiting for replication timed out", new BsonDocument());

    private static MongoBulkWriteException bulk(int code, int index, @Nullable WriteConcernError concern) {
        return new MongoBulkWriteException(
                BulkWriteResult.unacknowledged(),
                List.of(new BulkWriteError(code, "refused", new BsonDocument(), index)),
                concern,
                SERVER,
                Set.of());
    }

    private static MongoCommandException command(int code) {
        return new MongoCommandException(new BsonDocument("code", new BsonInt32(code)), SERVER);
    }

    private static void assertUnknown(MongoException failure) {
        assertThatExceptionOfType(Unavailable.class)
                .isThrownBy(() -> {
                    throw Failures.translated(failure);
                })
                .withCause(failure)
                .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.STORE_UNAVAILABLE));
    }

    @Test
    void a_refused_batch_says_how_many_were_written() {
        assertThat(Failures.translated(bulk(DUPLICATE, 7, null)))
                .isInstanceOfSatisfying(
                        DuplicateKey.class, e -> assertThat(e.written()).isEqualTo(7));
    }

    @Test
    void a_refused_batch_that_the_majority_does_not_have_yet_is_an_unknown_outcome() {
        assertUnknown(bulk(DUPLICATE, 7, LATE));
    }

    @Test
    void a_single_document_is_refused_by_every_sort_of_command() {
        assertThat(Failures.translated(command(DUPLICATE))).isInstanceOf(DuplicateKey.class);
        assertThat(Failures.translated(new MongoWriteException(
                        new WriteError(DUPLICATE, "refused", new BsonDocument()), SERVER, Set.of())))
                .isInstanceOf(DuplicateKey.class);
    }

    @Test
    void everything_about_the_connection_or_the_majority_is_an_unknown_outcome() {
        assertUnknown(new MongoSocketReadException("closed", SERVER));
        assertUnknown(new MongoTimeoutException("nobody there"));
        assertUnknown(new MongoNotPrimaryException(new BsonDocument(), SERVER));
        assertUnknown(new MongoWriteConcernException(LATE, null, SERVER, Set.of()));
        assertUnknown(command(91));
        assertUnknown(bulk(10107, 0, null));
    }

    @Test
    void a_command_that_the_server_calls_wrong_is_a_bug() {
        assertThat(Failures.translated(command(9)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("9");
    }
}
