package dev.parley.http.socket;

import dev.parley.application.UseCases;
import dev.parley.domain.ChatException;
import dev.parley.domain.ErrorCode;
import dev.parley.domain.account.AccessClaims;
import dev.parley.http.request.Door;
import dev.parley.http.request.Refusals;
import dev.parley.http.request.RequestIds;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.Fields;
import org.eclipse.jetty.websocket.core.Configuration;
import org.eclipse.jetty.websocket.core.FrameHandler;
import org.eclipse.jetty.websocket.core.server.ServerUpgradeRequest;
import org.eclipse.jetty.websocket.core.server.ServerUpgradeResponse;
import org.eclipse.jetty.websocket.core.server.WebSocketNegotiator;
import org.jspecify.annotations.Nullable;

/** Lets sockets in: checks where the page comes from and who is there, before anything is upgraded. */
public final class SocketServer implements WebSocketNegotiator {
    public static final String PATH = "/api/v1/ws";
    public static final int MAX_FRAME_BYTES = 64 << 10;

    static final String PROTOCOL = "parley.v1";
    private static final String BEARER_PROTOCOL = "bearer.";
    private static final int MAX_STRANGERS = 1_000;

    private final Door door;
    private final RequestIds requestIds;
    private final SocketContext context;

    public SocketServer(UseCases services, Door door, RequestIds requestIds, Time time, Limits limits) {
        this.door = door;
        this.requestIds = requestIds;
        this.context =
                new SocketContext(services, new Frames(services, time.clock()), time, limits, new AtomicInteger());
    }

    /**
     * Time, as sockets are given it.
     *
     * @param nanoTime as {@link System#nanoTime()}
     */
    public record Time(ScheduledExecutorService timer, InstantSource clock, LongSupplier nanoTime) {}

    /** @param framesLimited whether a flood of frames is refused */
    public record Limits(int maxMessageLength, Duration heartbeat, boolean framesLimited) {}

    @Override
    public void customize(Configuration socket) {
        socket.setIdleTimeout(Duration.ZERO); // The realtime core watches for silence, for all sockets at once.
        socket.setAutoFragment(false);
        socket.setMaxFrameSize(MAX_FRAME_BYTES);
    }

    @Override
    public @Nullable FrameHandler negotiate(
            ServerUpgradeRequest request, ServerUpgradeResponse response, Callback callback) {
        String requestId = requestIds.of(request.getHeaders().get(RequestIds.HEADER));
        try {
            door.demandOrigin(request);
            Fields query = door.query(request);
            if (request.getSubProtocols().contains(PROTOCOL)) { // In these letters: it is told back so.
                response.setAcceptedSubProtocol(PROTOCOL);
            } else if (!request.getSubProtocols().isEmpty()) {
                throw new ChatException.Invalid(ErrorCode.BAD_REQUEST, "The subprotocol is " + PROTOCOL + ".");
            }
            Optional<AccessClaims> claims = authenticate(request, query);
            if (claims.isEmpty() && context.strangers().get() >= MAX_STRANGERS) {
                throw new ChatException.Unavailable(ErrorCode.OVERLOADED);
            }
            return new Socket(context, claims.orElse(null));
        } catch (ChatException refusal) {
            Refusals.write(refusal, requestId, response, callback);
            return null;
        }
    }

    /** Who is there, if anybody says so already; who does not has ten seconds to send an {@code auth} frame. */
    private Optional<AccessClaims> authenticate(ServerUpgradeRequest request, Fields query) {
        return door.byHeader(request).or(() -> byProtocol(request)).or(() -> door.byTicket(query));
    }

    private Optional<AccessClaims> byProtocol(ServerUpgradeRequest request) {
        return request.getSubProtocols().stream()
                .filter(protocol -> protocol.startsWith(BEARER_PROTOCOL))
                .findFirst()
                .map(protocol -> door.byToken(protocol.substring(BEARER_PROTOCOL.length())));
    }
}
