package dev.parley.http.socket;

import dev.parley.application.UseCases;
import dev.parley.domain.ChatException;
import dev.parley.domain.ErrorCode;
import dev.parley.domain.account.AccessClaims;
import dev.parley.http.request.Admission;
import dev.parley.http.request.ClientAddress;
import dev.parley.http.request.Refusals;
import dev.parley.http.request.RequestIds;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.Fields;
import org.eclipse.jetty.util.URIUtil;
import org.eclipse.jetty.websocket.core.Configuration;
import org.eclipse.jetty.websocket.core.FrameHandler;
import org.eclipse.jetty.websocket.core.server.ServerUpgradeRequest;
import org.eclipse.jetty.websocket.core.server.ServerUpgradeResponse;
import org.eclipse.jetty.websocket.core.server.WebSocketNegotiator;
import org.jspecify.annotations.Nullable;

/**
 * Lets sockets in: checks where the page comes from and who is there, before anything is upgraded.
 */
public final class SocketServer {
    public static final String PATH = "/api/v1/ws";
    public static final int MAX_FRAME_BYTES = 64 << 10;

    static final String PROTOCOL = "parley.v1";
    private static final String BEARER_PROTOCOL = "bearer.";
    private static final int MAX_STRANGERS = 1_000;

    private final Admission admission;
    private final ClientAddress addresses;
    private final RequestIds requestIds;
    private final SocketContext context;

    public SocketServer(
            UseCases services,
            Admission admission,
            ClientAddress addresses,
            RequestIds requestIds,
            Time time,
            Limits limits) {
        this.admission = admission;
        this.addresses = addresses;
        this.requestIds = requestIds;
        this.context = new SocketContext(services, admission, time, limits, new AtomicInteger());
    }

    /** The door to the socket of {@code /api/v1}. */
    public static Door parley(UseCases services, Time time, Limits limits) {
        Dialogue dialogue = new ParleyDialogue(services, new Frames(services, time.clock()), limits);
        return new Door(PATH, true, knock -> dialogue);
    }

    /** Lets sockets in by this door. */
    public WebSocketNegotiator at(Door door) {
        return new Entrance(door);
    }

    /**
     * Time, as sockets are given it.
     *
     * @param nanoTime as {@link System#nanoTime()}
     */
    public record Time(ScheduledExecutorService timer, InstantSource clock, LongSupplier nanoTime) {}

    /** @param framesLimited whether a flood of frames is refused */
    public record Limits(int maxMessageLength, Duration heartbeat, boolean framesLimited) {}

    private final class Entrance implements WebSocketNegotiator {
        private final Door door;

        Entrance(Door door) {
            this.door = door;
        }

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
                return open(door, request, response);
            } catch (ChatException refusal) {
                Refusals.write(refusal, requestId, response, callback);
                return null;
            }
        }
    }

    private Socket open(Door door, ServerUpgradeRequest request, ServerUpgradeResponse response) {
        admission.demandOrigin(request);
        Fields query = admission.query(request);
        if (request.getSubProtocols().contains(PROTOCOL)) { // In these letters: it is told back so.
            response.setAcceptedSubProtocol(PROTOCOL);
        } else if (door.demandsProtocol() && !request.getSubProtocols().isEmpty()) {
            throw new ChatException.Invalid(ErrorCode.BAD_REQUEST, "The subprotocol is " + PROTOCOL + ".");
        }
        Dialogue dialogue = door.dialogue().apply(knock(request, query));
        Optional<AccessClaims> claims = authenticate(request, query).or(dialogue::presumed);
        if (claims.isEmpty() && context.strangers().get() >= MAX_STRANGERS) {
            throw new ChatException.Unavailable(ErrorCode.OVERLOADED);
        }
        try {
            Socket.Guest guest = claims.map(known -> Socket.Guest.admitted(known, dialogue, admission))
                    .orElse(null);
            return new Socket(context, dialogue, guest);
        } catch (RuntimeException refusal) {
            dialogue.closed();
            throw refusal;
        }
    }

    private Knock knock(Request request, Fields query) {
        String path = Request.getPathInContext(request);
        String place = URIUtil.decodePath(path.substring(path.lastIndexOf('/') + 1));
        List<String> lines = request.getHeaders().getValuesList("X-Forwarded-For");
        String forwardedFor = lines.isEmpty() ? null : String.join(",", lines);
        String address = ClientAddress.account(addresses.of(Request.getRemoteAddr(request), forwardedFor));
        return new Knock(place, query, address);
    }

    /** Who is there, if anybody says so already; who does not has ten seconds to send an {@code auth} frame. */
    private Optional<AccessClaims> authenticate(ServerUpgradeRequest request, Fields query) {
        return admission.byHeader(request).or(() -> byProtocol(request)).or(() -> admission.byTicket(query));
    }

    private Optional<AccessClaims> byProtocol(ServerUpgradeRequest request) {
        return request.getSubProtocols().stream()
                .filter(protocol -> protocol.startsWith(BEARER_PROTOCOL))
                .findFirst()
                .map(protocol -> admission.byToken(protocol.substring(BEARER_PROTOCOL.length())));
    }
}
