package dev.parley.domain;

import dev.parley.domain.ErrorCode.Kind;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A refusal: the caller asked for something that the rules do not give, or that cannot be given now.
 *
 * <p>It carries no stack trace: it is an answer, not a bug, and costs what an answer costs.
 */
public abstract sealed class ChatException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ErrorCode code;

    private ChatException(Kind kind, ErrorCode code, String sentence, @Nullable Throwable cause) {
        super(sentence, cause, false, false);
        if (code.kind() != kind) {
            throw new IllegalArgumentException(code + " is not of kind " + kind);
        }
        this.code = code;
    }

    public final ErrorCode code() {
        return code;
    }

    /** How long to wait before another try, where that is known. */
    public Optional<Duration> retryAfter() {
        return Optional.empty();
    }

    /** The request itself is wrong; it names the field if one is at fault. */
    public static final class Invalid extends ChatException {
        private static final long serialVersionUID = 1L;

        public Invalid(ErrorCode code) {
            this(code, code.sentence());
        }

        public Invalid(ErrorCode code, String sentence) {
            super(Kind.INVALID, code, sentence, null);
        }
    }

    /** The caller did not prove who it is. */
    public static final class Unauthenticated extends ChatException {
        private static final long serialVersionUID = 1L;

        public Unauthenticated(ErrorCode code) {
            super(Kind.UNAUTHENTICATED, code, code.sentence(), null);
        }
    }

    /** The caller is known and may not do this. */
    public static final class Forbidden extends ChatException {
        private static final long serialVersionUID = 1L;

        public Forbidden(ErrorCode code) {
            super(Kind.FORBIDDEN, code, code.sentence(), null);
        }
    }

    /** It does not exist, or not for this caller: the two look the same. */
    public static final class NotFound extends ChatException {
        private static final long serialVersionUID = 1L;

        public NotFound(ErrorCode code) {
            super(Kind.NOT_FOUND, code, code.sentence(), null);
        }
    }

    /** It contradicts what is already so. */
    public static final class Conflict extends ChatException {
        private static final long serialVersionUID = 1L;

        public Conflict(ErrorCode code) {
            super(Kind.CONFLICT, code, code.sentence(), null);
        }
    }

    /** What the caller sent is larger than what is taken. Nothing of it was kept. */
    public static final class TooLarge extends ChatException {
        private static final long serialVersionUID = 1L;

        public TooLarge() {
            super(Kind.TOO_LARGE, ErrorCode.PAYLOAD_TOO_LARGE, ErrorCode.PAYLOAD_TOO_LARGE.sentence(), null);
        }
    }

    /** The caller asks for more than its share. */
    public static final class TooMany extends ChatException {
        private static final long serialVersionUID = 1L;

        private final Duration retryAfter;

        public TooMany(ErrorCode code, Duration retryAfter) {
            super(Kind.TOO_MANY, code, code.sentence(), null);
            this.retryAfter = retryAfter;
        }

        @Override
        public Optional<Duration> retryAfter() {
            return Optional.of(retryAfter);
        }
    }

    /**
     * The server cannot serve this now. Of a write it says nothing: it may or may not have happened, and a repeat with
     * the same client id settles it.
     */
    public static final class Unavailable extends ChatException {
        private static final long serialVersionUID = 1L;

        private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

        public Unavailable(ErrorCode code) {
            this(code, null);
        }

        public Unavailable(ErrorCode code, @Nullable Throwable cause) {
            super(Kind.UNAVAILABLE, code, code.sentence(), cause);
        }

        @Override
        public Optional<Duration> retryAfter() {
            return Optional.of(RETRY_AFTER);
        }
    }

    /** This server cannot do this, now or later, as it is set up. */
    public static final class Unsupported extends ChatException {
        private static final long serialVersionUID = 1L;

        public Unsupported(ErrorCode code) {
            super(Kind.UNSUPPORTED, code, code.sentence(), null);
        }
    }

    /** There is no place for what the caller sent. Nothing of it was kept. */
    public static final class Full extends ChatException {
        private static final long serialVersionUID = 1L;

        public Full(@Nullable Throwable cause) {
            super(Kind.FULL, ErrorCode.STORAGE_FULL, ErrorCode.STORAGE_FULL.sentence(), cause);
        }
    }

    /** Not the caller's fault, nor anybody's intent: what is said of a bug where only a refusal can be said. */
    public static final class Bug extends ChatException {
        private static final long serialVersionUID = 1L;

        public Bug(Throwable cause) {
            super(Kind.BUG, ErrorCode.INTERNAL, ErrorCode.INTERNAL.sentence(), cause);
        }
    }
}
