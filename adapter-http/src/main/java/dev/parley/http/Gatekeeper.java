package dev.parley.http;

import dev.parley.domain.ChatException;
import dev.parley.domain.ErrorCode;
import dev.parley.http.request.Origins;
import dev.parley.http.request.Refusals;
import dev.parley.http.request.RequestIds;
import dev.parley.http.request.Turns;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import java.util.regex.Pattern;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.slf4j.MDC;

/**
 * Stands before and behind every request: names it, refuses pages from foreign origins, answers preflights (CORS, Fetch
 * standard §3.2), and sets the headers that keep browsers from doing clever things with an API's answers.
 */
final class Gatekeeper {
    private static final String MDC_KEY = "request_id";
    private static final String PREFLIGHT_SECONDS = "600";
    /** What is no percent-encoding (RFC 3986 §2.1). */
    private static final Pattern BAD_ESCAPE = Pattern.compile("%(?![0-9A-Fa-f]{2})");

    private final Origins origins;
    private final RequestIds requestIds;

    Gatekeeper(Origins origins, RequestIds requestIds) {
        this.origins = origins;
        this.requestIds = requestIds;
    }

    void addTo(RoutesConfig routes) {
        routes.before(this::before);
    }

    /** Takes the request off the thread that worked on it, also where another thread gives the answer. */
    static Handler.Wrapper around(Handler requests, Turns turns) {
        return new Handler.Wrapper(requests) {
            @Override
            public boolean handle(Request request, Response response, Callback callback) throws Exception {
                try {
                    return super.handle(request, response, callback);
                } finally {
                    MDC.remove(MDC_KEY);
                    turns.end(request);
                }
            }
        };
    }

    private void before(Context ctx) {
        String id = requestIds.of(ctx.header(RequestIds.HEADER));
        ctx.attribute(RequestIds.ATTRIBUTE, id);
        MDC.put(MDC_KEY, id);
        ctx.header(RequestIds.HEADER, id);
        Refusals.SECURITY_HEADERS.forEach(ctx::header);
        ctx.header("Vary", "Origin");
        String origin = ctx.header("Origin");
        if (origin != null) {
            admit(ctx, origin);
        }
        if (ctx.req().getAttribute(WholeBodies.TOO_LARGE) != null) {
            throw new PayloadTooLarge();
        }
        String query = ctx.queryString();
        if (query != null && BAD_ESCAPE.matcher(query).find()) {
            throw new ChatException.Invalid(ErrorCode.BAD_REQUEST); // Javalin would leave the parameter out.
        }
        if (ctx.method().equals(HandlerType.OPTIONS)) {
            preflight(ctx);
        }
    }

    /** The body is larger than this server reads. It is no refusal of the domain: only transports have sizes. */
    static final class PayloadTooLarge extends RuntimeException {
        private static final long serialVersionUID = 1L;

        PayloadTooLarge() {
            super(ErrorCode.PAYLOAD_TOO_LARGE.sentence(), null, false, false);
        }
    }

    private void admit(Context ctx, String origin) {
        if (!origins.allows(origin, ctx.header("Host"))) {
            throw new ChatException.Forbidden(ErrorCode.ORIGIN_NOT_ALLOWED);
        }
        ctx.header("Access-Control-Allow-Origin", origin);
        ctx.header("Access-Control-Expose-Headers", Origins.EXPOSED_HEADERS);
    }

    private static void preflight(Context ctx) {
        ctx.header("Access-Control-Allow-Methods", "GET, POST, PUT, PATCH, DELETE");
        ctx.header(
                "Access-Control-Allow-Headers",
                "Authorization, Content-Type, Idempotency-Key, If-None-Match, If-Range, Last-Event-ID, Range, X-Request-Id");
        ctx.header("Access-Control-Max-Age", PREFLIGHT_SECONDS);
        ctx.status(204);
        ctx.skipRemainingHandlers();
    }
}
