package dev.parley.http.request;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.parley.domain.ChatException;
import dev.parley.domain.ErrorCode;
import java.io.IOException;
import java.time.Duration;

/** Says what each refusal is in HTTP (RFC 9110 §15): the one place where kinds become statuses. */
public final class Refusals {
    private Refusals() {}

    public static int status(ErrorCode code) {
        return switch (code.kind()) {
            case INVALID -> 400;
            case UNAUTHENTICATED -> 401;
            case FORBIDDEN -> 403;
            case NOT_FOUND -> 404;
            case NOT_ALLOWED -> 405;
            case CONFLICT -> 409;
            case TOO_LARGE -> code == ErrorCode.HEADERS_TOO_LARGE ? 431 : 413;
            case TOO_MANY -> 429;
            case BUG -> 500;
            case UNAVAILABLE -> 503;
        };
    }

    /** The body of a refusal. */
    public static byte[] body(ErrorCode code, String sentence, String requestId) {
        return Json.object(json -> {
            json.writeStringField("error", sentence);
            json.writeStringField("code", code.wireName());
            json.writeStringField("request_id", requestId);
        });
    }

    /** The members that a refusal has in a frame. */
    public static void writeMembers(JsonGenerator json, ChatException refusal) throws IOException {
        json.writeStringField("code", refusal.code().wireName());
        json.writeStringField("error", refusal.getMessage());
        json.writeBooleanField("retryable", refusal.code().retryable());
        if (refusal.retryAfter().isPresent()) {
            json.writeNumberField("retry_after_ms", refusal.retryAfter().get().toMillis());
        }
    }

    /** The value of {@code Retry-After}: whole seconds, at least one. */
    public static long retryAfterSeconds(Duration wait) {
        return Math.max(1, wait.plusMillis(999).toSeconds());
    }
}
