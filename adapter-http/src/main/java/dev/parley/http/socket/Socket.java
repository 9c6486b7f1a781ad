package dev.parley.http.socket;

import dev.parley.application.realtime.Connection;
import dev.parley.application.realtime.Interest;
import dev.parley.domain.ChatException;
import dev.parley.domain.ErrorCode;
import dev.parley.domain.account.AccessClaims;
import dev.parley.http.request.Admission;
import dev.parley.http.request.Json;
import dev.parley.http.request.JsonBody;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.websocket.core.CloseStatus;
import org.eclipse.jetty.websocket.core.CoreSession;
import org.eclipse.jetty.websocket.core.Frame;
import org.eclipse.jetty.websocket.core.FrameHandler;
import org.eclipse.jetty.websocket.core.OpCode;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One client at the other end of a socket.
 *
 * <p>It is a stranger until it has authenticated, which it must within {@link #AUTH_PATIENCE}. Jetty gives it one frame
 * at a time; it asks for the next when this one is done. What is read is confined to that; the connection, once there,
 * is safe for all threads.
 */
final class Socket implements FrameHandler {
    private static final Logger LOG = LoggerFactory.getLogger(Socket.class);
    private static final Optional<String> AUTH = Optional.of(ClientFrame.AUTH.wireName());
    private static final Duration AUTH_PATIENCE = Duration.ofSeconds(10);

    private final SocketContext context;
    private final Dialogue dialogue;
    private final FrameBudget budget = new FrameBudget();
    private final AtomicReference<@Nullable Guest> arriving;
    private volatile @Nullable Requests requests;
    private volatile boolean gone;
    private final AtomicBoolean stranger = new AtomicBoolean();
    private final TextAssembly assembly = new TextAssembly();
    private @Nullable CoreSession session;
    private @Nullable JettyWire wire;

    /** @param guest who it is, if that is known from the upgrade */
    Socket(SocketContext context, Dialogue dialogue, @Nullable Guest guest) {
        this.context = context;
        this.dialogue = dialogue;
        this.arriving = new AtomicReference<>(guest);
    }

    /** Who was let in, and what it is to hear. */
    record Guest(AccessClaims claims, Interest interest) {
        static Guest admitted(AccessClaims claims, Dialogue dialogue, Admission admission) {
            return new Guest(claims, admission.inTurn(claims.user(), () -> dialogue.admit(claims.user())));
        }
    }

    @Override
    public void onOpen(CoreSession opened, Callback callback) {
        session = opened;
        JettyWire opening = new JettyWire(opened, context.time().timer());
        wire = opening;
        callback.succeeded();
        Guest guest = arriving.get();
        if (guest != null) {
            welcome(opened, opening, guest, null);
        } else {
            stranger.set(true);
            context.strangers().incrementAndGet();
            expectAuthentication(opening);
            opened.demand();
        }
    }

    @SuppressWarnings("FutureReturnValueIgnored") // it has no result: an authenticated socket ignores it
    private void expectAuthentication(JettyWire opening) {
        context.time()
                .timer()
                .schedule(
                        () -> {
                            if (arriving.get() == null) {
                                opening.close(CloseCode.UNAUTHENTICATED);
                            }
                        },
                        AUTH_PATIENCE.toMillis(),
                        TimeUnit.MILLISECONDS);
    }

    /** Connects the user and welcomes it; then reads on. */
    private void welcome(CoreSession opened, JettyWire opening, Guest guest, @Nullable String ref) {
        Connection joining = null;
        try {
            joining = context.services().realtime().connect(guest.claims, guest.interest, opening);
            requests = new Requests(dialogue, joining, opened::demand);
            dialogue.welcome(joining);
            if (ref != null) {
                joining.answer(SocketFormat.ok(ref, json -> {}));
            }
            if (gone) {
                context.services().realtime().disconnect(joining);
            }
            opened.demand();
        } catch (RuntimeException failure) {
            if (joining != null) {
                context.services().realtime().disconnect(joining);
            }
            turnAway(opening, ref, Requests.refusal(failure));
            opened.demand(); // For the client's answer to the close.
        }
    }

    private static void turnAway(JettyWire opening, @Nullable String ref, ChatException refusal) {
        opening.write(List.of(SocketFormat.error(ref, refusal)), () -> {});
        opening.close(
                switch (refusal.code().kind()) {
                    case UNAUTHENTICATED ->
                        refusal.code() == ErrorCode.SESSION_REVOKED ? CloseCode.FORBIDDEN : CloseCode.UNAUTHENTICATED;
                    case FORBIDDEN -> CloseCode.FORBIDDEN;
                    case NOT_FOUND -> CloseCode.NO_ROOM;
                    case TOO_MANY, UNAVAILABLE, FULL -> CloseCode.TRY_LATER;
                    case INVALID, CONFLICT, NOT_ALLOWED, TOO_LARGE, UNSUPPORTED, BUG -> CloseCode.UNUSABLE_PROTOCOL;
                });
    }

    @Override
    public void onFrame(Frame frame, Callback callback) {
        CoreSession open = session;
        JettyWire out = wire;
        if (open == null || out == null) {
            callback.failed(new IllegalStateException("a frame before the opening"));
            return;
        }
        Requests known = requests;
        if (known != null) {
            known.connection().heard();
        }
        if (out.isClosing() && frame.getOpCode() != OpCode.CLOSE) {
            callback.succeeded(); // Who was told to go is read for its answer to that, and for nothing else.
            open.demand();
            return;
        }
        FrameBudget.Verdict verdict = context.limits().framesLimited()
                ? budget.count(context.time().nanoTime().getAsLong())
                : FrameBudget.Verdict.FINE;
        if (verdict == FrameBudget.Verdict.SHUT_OUT) {
            callback.succeeded();
            out.close(CloseCode.TOO_MANY_FRAMES);
            open.demand();
            return;
        }
        switch (frame.getOpCode()) {
            case OpCode.TEXT, OpCode.CONTINUATION -> onText(frame, callback, verdict, open, out);
            case OpCode.PING ->
                open.sendFrame( // The next frame is read when this answer has left: a flood of pings fills no queue.
                        new Frame(OpCode.PONG, BufferUtil.copy(frame.getPayload())),
                        Callback.from(open::demand, callback),
                        false);
            case OpCode.BINARY -> {
                callback.succeeded();
                out.close(CloseCode.UNUSABLE_PROTOCOL);
                open.demand(); // For the client's answer to the close.
            }
            default -> { // Jetty answers closes by itself.
                callback.succeeded();
                if (frame.getOpCode() != OpCode.CLOSE) {
                    open.demand();
                }
            }
        }
    }

    private void onText(Frame frame, Callback callback, FrameBudget.Verdict verdict, CoreSession open, JettyWire out) {
        TextAssembly.Part part = assembly.add(frame);
        callback.succeeded();
        switch (part.state()) {
            case TOO_LARGE -> out.close(CloseCode.TOO_LARGE);
            case NOT_UTF8 -> out.close(CloseCode.BAD_TEXT);
            case WHOLE -> {
                if (verdict == FrameBudget.Verdict.FINE) {
                    onMessage(part.text(), open, out);
                    return;
                }
                refuse(out, null, new ChatException.TooMany(ErrorCode.RATE_LIMITED, Duration.ofSeconds(1)));
            }
            case UNFINISHED -> {}
        }
        open.demand();
    }

    private void onMessage(String text, CoreSession open, JettyWire out) {
        String ref = null;
        try {
            JsonBody frame = Json.read(text);
            ref = dialogue.ref(frame);
            Requests known = requests;
            if (known == null) {
                authenticate(open, out, frame, ref);
            } else if (known.serve(frame, ref)) {
                open.demand();
            }
        } catch (RuntimeException failure) {
            refuse(out, ref, failure);
            open.demand();
        }
    }

    /** Who is not known yet may say who it is, and nothing else. */
    private void authenticate(CoreSession open, JettyWire out, JsonBody frame, @Nullable String ref) {
        if (!frame.optionalText("type").equals(AUTH)) {
            throw new ChatException.Unauthenticated(ErrorCode.UNAUTHENTICATED);
        }
        AccessClaims claims = context.admission().byToken(frame.text("token"));
        Guest guest = Guest.admitted(claims, dialogue, context.admission());
        arriving.set(guest);
        noLongerStrange();
        welcome(open, out, guest, ref);
    }

    private void refuse(JettyWire out, @Nullable String ref, RuntimeException failure) {
        ChatException refusal = Requests.refusal(failure);
        Requests known = requests;
        if (known == null) {
            turnAway(out, ref, refusal);
        } else {
            known.refuse(ref, refusal);
        }
    }

    @Override
    public void onError(Throwable cause, Callback callback) {
        LOG.debug("A socket failed", cause);
        callback.succeeded();
    }

    @Override
    public void onClosed(CloseStatus status, Callback callback) {
        gone = true;
        noLongerStrange();
        Requests known = requests;
        if (known != null) {
            context.services().realtime().disconnect(known.connection());
        }
        try {
            dialogue.closed();
        } finally {
            callback.succeeded();
        }
    }

    private void noLongerStrange() {
        if (stranger.compareAndSet(true, false)) {
            context.strangers().decrementAndGet();
        }
    }
}
