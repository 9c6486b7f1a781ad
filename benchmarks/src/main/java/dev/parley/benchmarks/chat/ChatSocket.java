package dev.parley.benchmarks.chat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.parley.benchmarks.wire.Bytes;
import dev.parley.benchmarks.wire.WebSocketLink;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * One client at {@code /api/v1/ws}: authenticates, checks what it is sent, and may send.
 *
 * <p>Confined to the loop's thread.
 */
public final class ChatSocket extends WebSocketLink {
    /** Hears that a send of this socket was acknowledged. */
    @FunctionalInterface
    public interface Acknowledged {
        void by(ChatSocket socket, Ack ack);
    }

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final byte[] RETRYABLE = Bytes.of("\"retryable\":true");

    private final Crowd crowd;
    private final Heads heads = new Heads();
    private @Nullable Acknowledged acknowledged;
    private @Nullable Runnable overloaded;
    private boolean welcomed;
    private boolean mayEnd;
    private long sent;

    ChatSocket(Crowd crowd, String host, String token) {
        super(host, "/api/v1/ws", "Sec-WebSocket-Protocol: parley.v1\r\nAuthorization: Bearer " + token + "\r\n");
        this.crowd = crowd;
    }

    /** Tells each acknowledgement to this listener. */
    public void onAcknowledged(Acknowledged listener) {
        acknowledged = listener;
    }

    /** Tells this listener when a send was refused for now; without one, that is a fault. */
    public void onOverloaded(Runnable listener) {
        overloaded = listener;
    }

    /** Whether {@code hello} has come. */
    public boolean isWelcomed() {
        return welcomed;
    }

    /** Whether nothing up to this message is still to come here; nothing is in a room it is no member of. */
    boolean isThrough(int room, long seq) {
        return !heads.knows(room) || heads.seq(room) >= seq || mayEnd || isOver();
    }

    /** From now on the server may end this connection, and it need not see everything. */
    public void mayEnd() {
        mayEnd = true;
    }

    /** Sends a message that was due at {@code stamp}. */
    public void say(long room, long stamp, String text) {
        sendText(Bytes.of("{\"type\":\"send\",\"ref\":\"" + ++sent + "\",\"room\":" + room + ",\"client_id\":\""
                + crowd.nextClientId() + "\",\"content\":\"@" + stamp + ' ' + text + "\"}"));
    }

    /** Begins to close properly. */
    public void leave() {
        mayEnd = true;
        if (welcomed) {
            sayGoodbye();
        } else {
            close();
        }
    }

    void startAt(int room, long seq, long rev) {
        heads.start(room, seq, rev);
    }

    @Override
    protected void upgraded() {
        crowd.upgraded();
    }

    @Override
    protected void text(byte[] bytes, int from, int to) {
        Event event = crowd.reader().read(bytes, from, to);
        switch (event.kind) {
            case MESSAGE -> message(event);
            case OK -> ok(event);
            case ERROR -> error(bytes, from, to);
            case HELLO -> hello(bytes, from, to);
            case OTHER -> {}
        }
    }

    private void message(Event event) {
        crowd.tally().countDelivery(event.stamp, System.nanoTime());
        String wrong = heads.next(event);
        if (wrong != null) {
            crowd.tally().fault(wrong);
        }
    }

    private void ok(Event event) {
        if (event.seq < 0) {
            return;
        }
        crowd.tally().countAnswer();
        if (acknowledged != null) {
            acknowledged.by(this, new Ack(event.roomId, event.seq, event.stamp));
        }
    }

    private void error(byte[] bytes, int from, int to) {
        if (overloaded != null && Bytes.indexOf(bytes, from, to, RETRYABLE) >= 0) {
            overloaded.run();
        } else {
            crowd.tally().fault("the server refused: " + Bytes.text(bytes, from, to));
        }
    }

    private void hello(byte[] bytes, int from, int to) {
        welcomed = true;
        try {
            crowd.welcomed(this, JSON.readTree(Bytes.text(bytes, from, to)));
        } catch (JsonProcessingException e) {
            crowd.tally().fault("hello is not JSON: " + e.getOriginalMessage());
        }
    }

    @Override
    protected void ended(IOException why) {
        if (!mayEnd) {
            crowd.tally().fault("a socket was lost (close code " + closeCode() + "): " + why.getMessage());
        }
    }
}
