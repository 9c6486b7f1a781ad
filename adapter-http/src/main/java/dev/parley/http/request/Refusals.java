package dev.parley.http.request;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.parley.domain.ChatException;
import dev.parley.domain.ErrorCode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Map;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Says what each refusal is in HTTP (RFC 9110 §15): the one place where kinds become statuses. */
public final class Refusals {
    /** What every answer carries, so that browsers do nothing clever with what an API says. */
    public static final Map<String, String> SECURITY_HEADERS = Map.of(
            "X-Content-Type-Options", "nosniff",
            "X-Frame-Options", "DENY",
            "Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'",
            "Referrer-Policy", "no-referrer",
            "Cache-Control", "no-store");

    private Refusals() {}

    /** Refuses below Javalin. */
    public static void write(ErrorCode code, String sentence, String requestId, Response response, Callback callback) {
        response.setStatus(status(code));
        HttpFields.Mutable headers = response.getHeaders();
        SECURITY_HEADERS.forEach(headers::put);
        headers.put(HttpHeader.CONTENT_TYPE, "application/json");
        headers.put(RequestIds.HEADER, requestId);
        if (code.kind() == ErrorCode.Kind.UNAUTHENTICATED) {
            headers.put(HttpHeader.WWW_AUTHENTICATE, "Bearer");
        }
        response.write(true, ByteBuffer.wrap(body(code, sentence, requestId)), callback);
    }

    /** Refuses below Javalin. */
    public static void write(ChatException refusal, String requestId, Response response, Callback callback) {
        refusal.retryAfter()
                .ifPresent(wait -> response.getHeaders().put(HttpHeader.RETRY_AFTER, retryAfterSeconds(wait)));
        write(refusal.code(), String.valueOf(refusal.getMessage()), requestId, response, callback);
    }

    public static int status(ErrorCode code) {
        return switch (code.kind()) {
            case INVALID -> code == ErrorCode.RANGE_NOT_SATISFIABLE ? 416 : 400;
            case UNAUTHENTICATED -> 401;
            case FORBIDDEN -> 403;
            case NOT_FOUND -> 404;
            case NOT_ALLOWED -> 405;
            case CONFLICT -> 409;
            case TOO_LARGE -> code == ErrorCode.HEADERS_TOO_LARGE ? 431 : 413;
            case TOO_MANY -> 429;
            case BUG -> 500;
            case UNSUPPORTED -> 501;
            case UNAVAILABLE -> 503;
            case FULL -> 507;
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
