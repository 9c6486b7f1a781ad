package dev.parley.http.events;

import dev.parley.application.UseCases;
import dev.parley.application.realtime.CloseReason;
import dev.parley.application.realtime.Connection;
import dev.parley.application.realtime.EventFormat;
import dev.parley.application.room.RoomState;
import dev.parley.domain.ChatException;
import dev.parley.domain.ErrorCode;
import dev.parley.domain.account.AccessClaims;
import dev.parley.domain.account.User;
import dev.parley.domain.message.Rev;
import dev.parley.domain.room.RoomId;
import dev.parley.http.request.Admission;
import dev.parley.http.request.Origins;
import dev.parley.http.request.Refusals;
import dev.parley.http.request.RequestIds;
import dev.parley.http.socket.SocketFormat;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.Fields;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opens event streams: below Javalin, which would keep a thread or a copy of the bytes for each. */
public final class EventStreams {
    public static final String PATH = "/api/v1/events";

    private static final Logger LOG = LoggerFactory.getLogger(EventStreams.class);
    private static final String LAST_EVENT_ID = "Last-Event-ID";

    private final UseCases services;
    private final EventFormat format;
    private final Admission admission;
    private final RequestIds requestIds;
    private final LongSupplier nanoTime;
    private final Limits limits;

    /**
     * What clients are told.
     *
     * @param comeBack after which time who has lost its stream should come back
     */
    public record Limits(int maxMessageLength, Duration comeBack) {}

    public EventStreams(
            UseCases services, Admission admission, RequestIds requestIds, LongSupplier nanoTime, Limits limits) {
        this.services = services;
        this.format = new StreamFormat(services.languages());
        this.admission = admission;
        this.requestIds = requestIds;
        this.nanoTime = nanoTime;
        this.limits = limits;
    }

    /** Answers if the request is for a stream. Blocks for the store until the stream is open. */
    public boolean handle(Request request, Response response, Callback callback) {
        if (!PATH.equals(Request.getPathInContext(request)) || !HttpMethod.GET.is(request.getMethod())) {
            return false;
        }
        String requestId = requestIds.of(request.getHeaders().get(RequestIds.HEADER));
        HttpFields.Mutable headers = response.getHeaders();
        headers.put(RequestIds.HEADER, requestId);
        headers.put(HttpHeader.VARY, HttpHeader.ORIGIN.asString());
        try {
            admitPage(request, headers);
            Fields query = admission.query(request);
            Optional<Map<RoomId, Rev>> known = lastEventId(request, query).map(Cursors::parse);
            AccessClaims claims = admission
                    .byHeader(request)
                    .or(() -> admission.byTicket(query))
                    .orElseThrow(() -> new ChatException.Unauthenticated(ErrorCode.UNAUTHENTICATED));
            Refusals.SECURITY_HEADERS.forEach(headers::put); // Of which one forbids to store it.
            headers.put(HttpHeader.CONTENT_TYPE, "text/event-stream");
            headers.put("X-Accel-Buffering", "no");
            if (isHead(request)) {
                response.write(false, BufferUtil.EMPTY_BUFFER, callback); // How long it would be is not known.
            } else {
                open(claims, known, new StreamWire(request, response, callback, services.realtime(), nanoTime));
            }
        } catch (ChatException refusal) {
            LOG.debug("A stream is refused: {}", refusal.code());
            Refusals.write(refusal, requestId, response, callback);
        }
        return true;
    }

    private void admitPage(Request request, HttpFields.Mutable headers) {
        admission.demandOrigin(request);
        String origin = request.getHeaders().get(HttpHeader.ORIGIN);
        if (origin != null) {
            headers.put(HttpHeader.ACCESS_CONTROL_ALLOW_ORIGIN, origin);
            headers.put(HttpHeader.ACCESS_CONTROL_EXPOSE_HEADERS, Origins.EXPOSED_HEADERS);
        }
    }

    /** A browser that comes back sends the header with the newer one, and the address as it first was. */
    private static Optional<String> lastEventId(Request request, Fields query) {
        return Optional.ofNullable(request.getHeaders().get(LAST_EVENT_ID))
                .or(() -> Optional.ofNullable(query.getValue("last_event_id")))
                .filter(id -> !id.isEmpty());
    }

    /** The method that was asked for, as opposed to the one that is done for it. */
    private static boolean isHead(Request request) {
        return HttpMethod.HEAD.is(Request.unWrap(request).getMethod());
    }

    private void open(AccessClaims claims, Optional<Map<RoomId, Rev>> known, StreamWire wire) {
        Connection connection = services.realtime().connect(claims, format, wire);
        Map<RoomId, Rev> start;
        try {
            User user = services.profiles().of(claims.user());
            List<RoomState> rooms = services.realtime().joinHeld(connection);
            start = start(rooms, known);
            byte[] hello = SocketFormat.hello(claims, user, rooms, limits.maxMessageLength(), StreamWire.HEARTBEAT);
            byte[] retry = StreamFormat.retry(limits.comeBack().toMillis());
            CloseReason closed = wire.open(connection, new StreamText(new Cursors(start)), retry, hello);
            if (closed != null) {
                throw refusal(closed);
            }
        } catch (RuntimeException | Error e) {
            services.realtime().disconnect(connection);
            throw e;
        }
        try {
            if (known.isPresent()) {
                connection.resumeWhereIn(start);
            } else {
                connection.release();
            }
        } catch (RuntimeException | Error e) { // It cannot be told by a status any more.
            LOG.error("A stream could not be brought up", e);
            wire.close(CloseReason.GOING_AWAY);
        }
    }

    /** Where the stream starts in each room; in one that the client does not know yet, where its user came in. */
    private static Map<RoomId, Rev> start(List<RoomState> rooms, Optional<Map<RoomId, Rev>> known) {
        Map<RoomId, Rev> start = new HashMap<>();
        for (RoomState state : rooms) {
            RoomId room = state.room().id();
            start.put(
                    room,
                    known.map(revs -> revs.getOrDefault(
                                    room, state.membership().joinedAfter().lastRev()))
                            .orElse(state.head().lastRev()));
        }
        return start;
    }

    /** It was closed while it was being opened. */
    private static ChatException refusal(CloseReason closed) {
        return switch (closed) {
            case TOKEN_EXPIRED -> new ChatException.Unauthenticated(ErrorCode.TOKEN_EXPIRED);
            case SESSION_ENDED -> new ChatException.Unauthenticated(ErrorCode.SESSION_REVOKED);
            case TOO_SLOW, SILENT -> new ChatException.Unavailable(ErrorCode.OVERLOADED);
            case GOING_AWAY -> new ChatException.Unavailable(ErrorCode.SHUTTING_DOWN);
            case ROOM_LEFT -> new ChatException.NotFound(ErrorCode.ROOM_NOT_FOUND);
        };
    }
}
