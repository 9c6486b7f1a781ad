package dev.parley.http;

import dev.parley.domain.ChatException;
import dev.parley.domain.ErrorCode;
import dev.parley.http.request.Exchange;
import dev.parley.http.request.Refusals;
import dev.parley.http.request.RequestIds;
import dev.parley.http.tinode.TinodeAuthRoutes;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns whatever a request ends with, other than its answer, into a refusal in JSON. */
final class ErrorAnswers extends ErrorHandler {
    private static final Logger LOG = LoggerFactory.getLogger(ErrorAnswers.class);

    private final RequestIds requestIds;

    ErrorAnswers(RequestIds requestIds) {
        this.requestIds = requestIds;
    }

    void addTo(RoutesConfig routes) {
        routes.exception(ChatException.class, ErrorAnswers::refuse);
        routes.exception(Gatekeeper.PayloadTooLarge.class, (e, ctx) -> answer(ctx, ErrorCode.PAYLOAD_TOO_LARGE));
        routes.exception(HttpResponseException.class, ErrorAnswers::translate);
        routes.exception(Exception.class, ErrorAnswers::explain);
    }

    private static void explain(Exception failure, Context ctx) {
        LOG.error("Request {} failed: {} {}", Exchange.requestId(ctx), ctx.method(), shown(ctx.path()), failure);
        answer(ctx, ErrorCode.INTERNAL);
    }

    private static void refuse(ChatException refusal, Context ctx) {
        refusal.retryAfter()
                .ifPresent(wait -> ctx.header("Retry-After", Long.toString(Refusals.retryAfterSeconds(wait))));
        if (refusal.code().kind() == ErrorCode.Kind.UNAUTHENTICATED) {
            ctx.header("WWW-Authenticate", "Bearer");
        }
        answer(ctx, refusal.code(), String.valueOf(refusal.getMessage()));
    }

    /** What Javalin itself refuses. */
    private static void translate(HttpResponseException refusal, Context ctx) {
        switch (refusal.getStatus()) {
            case 404 -> answer(ctx, ErrorCode.NOT_FOUND);
            case 405 -> {
                ctx.header("Allow", String.valueOf(refusal.getDetails().get("availableMethods")));
                answer(ctx, ErrorCode.METHOD_NOT_ALLOWED);
            }
            default -> answer(ctx, ErrorCode.BAD_REQUEST);
        }
    }

    private static void answer(Context ctx, ErrorCode code) {
        answer(ctx, code, code.sentence());
    }

    private static void answer(Context ctx, ErrorCode code, String sentence) {
        LOG.debug("{} {} is refused: {}", ctx.method(), shown(ctx.path()), code);
        ctx.status(Refusals.status(code))
                .contentType("application/json")
                .result(Refusals.body(code, sentence, Exchange.requestId(ctx)));
    }

    /** The path as a log may have it: one begins with what only Tinode should know. */
    private static String shown(String path) {
        return path.startsWith(TinodeAuthRoutes.BASE) ? TinodeAuthRoutes.BASE + "..." : path;
    }

    /** What Jetty refuses before Javalin sees it: what is not HTTP, or has too much of it. */
    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        ErrorCode code = code(response.getStatus());
        String requestId = requestIds.of(null);
        if (code == ErrorCode.INTERNAL) {
            LOG.error("Request {} failed", requestId, (Throwable) request.getAttribute(ERROR_EXCEPTION));
        }
        if (code.retryable()) {
            response.getHeaders().put(HttpHeader.RETRY_AFTER, "1");
        }
        Refusals.write(code, code.sentence(), requestId, response, callback);
        return true;
    }

    private static ErrorCode code(int status) {
        return switch (status) {
            case 404 -> ErrorCode.NOT_FOUND;
            case 405 -> ErrorCode.METHOD_NOT_ALLOWED;
            case 413 -> ErrorCode.PAYLOAD_TOO_LARGE;
            case 414, 431 -> ErrorCode.HEADERS_TOO_LARGE;
            case 501, 505 -> ErrorCode.BAD_REQUEST; // What is asked of HTTP is not what this server speaks.
            case 503 -> ErrorCode.OVERLOADED;
            default -> status < 500 ? ErrorCode.BAD_REQUEST : ErrorCode.INTERNAL;
        };
    }
}
