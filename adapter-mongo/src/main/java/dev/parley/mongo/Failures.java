package dev.parley.mongo;

import com.mongodb.ErrorCategory;
import com.mongodb.MongoBulkWriteException;
import com.mongodb.MongoCommandException;
import com.mongodb.MongoException;
import com.mongodb.MongoWriteConcernException;
import dev.parley.domain.ChatException;
import dev.parley.domain.ErrorCode;
import java.util.Set;

/**
 * Is the one place that knows the driver's exceptions.
 *
 * <p>A refusal by a unique index is {@link DuplicateKey}. A command that the server calls wrong is a bug of this
 * adapter. Everything else, from a closed socket to a primary that steps down, means the same to the caller: nobody
 * knows whether it happened.
 */
final class Failures {
    /** BadValue, FailedToParse, TypeMismatch, ConflictingUpdateOperators, CommandNotFound and the like. */
    private static final Set<Integer> BUGS = Set.of(2, 9, 14, 40, 59, 66, 72);

    private static final int INDEX_NOT_FOUND = 27;

    private Failures() {}

    /** Drops an index. False if it was not there: another node may have dropped it. */
    static boolean isDropped(Runnable drop) {
        try {
            drop.run();
            return true;
        } catch (MongoCommandException e) {
            if (e.getErrorCode() != INDEX_NOT_FOUND) {
                throw e;
            }
            return false;
        }
    }

    static RuntimeException translated(MongoException failure) {
        if (failure instanceof MongoBulkWriteException bulk) {
            return translated(bulk);
        }
        if (!(failure instanceof MongoWriteConcernException) && isDuplicate(failure.getCode())) {
            return new DuplicateKey(0, failure);
        }
        return translated(failure.getCode(), failure);
    }

    private static RuntimeException translated(MongoBulkWriteException failure) {
        // With a write concern error what was written may still be rolled back: the outcome is unknown.
        if (failure.getWriteConcernError() != null || failure.getWriteErrors().isEmpty()) {
            return new ChatException.Unavailable(ErrorCode.STORE_UNAVAILABLE, failure);
        }
        var refused = failure.getWriteErrors().get(0);
        return isDuplicate(refused.getCode())
                ? new DuplicateKey(refused.getIndex(), failure)
                : translated(refused.getCode(), failure);
    }

    private static RuntimeException translated(int code, MongoException failure) {
        return BUGS.contains(code)
                ? new IllegalStateException("MongoDB calls a command wrong, code " + code, failure)
                : new ChatException.Unavailable(ErrorCode.STORE_UNAVAILABLE, failure);
    }

    private static boolean isDuplicate(int code) {
        return ErrorCategory.fromErrorCode(code) == ErrorCategory.DUPLICATE_KEY;
    }
}
