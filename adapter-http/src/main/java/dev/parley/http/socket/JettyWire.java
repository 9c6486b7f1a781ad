package dev.parley.http.socket;

import dev.parley.application.realtime.CloseReason;
import dev.parley.application.realtime.Wire;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.websocket.core.CoreSession;
import org.eclipse.jetty.websocket.core.Frame;
import org.eclipse.jetty.websocket.core.OpCode;

/**
 * Writes frames to one Jetty session. The bytes of a frame are shared by all who get it; the frame itself is not.
 *
 * <p>One that is larger than {@link SocketServer#MAX_FRAME_BYTES}, as the {@code hello} of somebody who is in many rooms,
 * leaves in fragments (RFC 6455 §5.4): Jetty sends no larger frame than it takes.
 */
final class JettyWire implements Wire {
    private static final long CLOSE_SECONDS = 15;

    private final CoreSession session;
    private final ScheduledExecutorService timer;
    private final AtomicBoolean closing = new AtomicBoolean();

    JettyWire(CoreSession session, ScheduledExecutorService timer) {
        this.session = session;
        this.timer = timer;
    }

    @Override
    public void write(List<byte[]> frames, Runnable done) {
        Callback last = Callback.from(done, failure -> done.run());
        for (int i = 0; i < frames.size(); i++) {
            boolean more = i < frames.size() - 1;
            write(frames.get(i), more ? Callback.NOOP : last, more);
        }
    }

    private void write(byte[] text, Callback written, boolean more) {
        int from = 0;
        for (; text.length - from > SocketServer.MAX_FRAME_BYTES; from += SocketServer.MAX_FRAME_BYTES) {
            session.sendFrame(fragment(text, from, SocketServer.MAX_FRAME_BYTES, false), Callback.NOOP, true);
        }
        session.sendFrame(fragment(text, from, text.length - from, true), written, more);
    }

    private static Frame fragment(byte[] text, int from, int length, boolean fin) {
        byte opcode = from == 0 ? OpCode.TEXT : OpCode.CONTINUATION;
        return new Frame(opcode, fin, ByteBuffer.wrap(text, from, length).slice());
    }

    @Override
    public void ping() {
        session.sendFrame(new Frame(OpCode.PING), Callback.NOOP, false);
    }

    @Override
    public void close(CloseReason reason) {
        close(CloseCode.of(reason));
    }

    /** Whether the server has said goodbye. */
    boolean isClosing() {
        return closing.get();
    }

    /** Says goodbye, once; who does not answer within fifteen seconds is cut off. */
    void close(CloseCode code) {
        if (closing.compareAndSet(false, true)) {
            session.close(code.number(), code.sentence(), Callback.NOOP);
            cutOffLater();
        }
    }

    @SuppressWarnings("FutureReturnValueIgnored") // it has no result: a session that is closed ignores it
    private void cutOffLater() {
        timer.schedule(session::abort, CLOSE_SECONDS, TimeUnit.SECONDS);
    }
}
