package dev.parley.benchmarks.chat;

import dev.parley.benchmarks.wire.Bytes;
import dev.parley.benchmarks.wire.HttpLink;
import java.io.IOException;
import java.util.function.BiConsumer;

/** One client that posts messages over a kept-alive connection, one at a time. */
public final class RestSender extends HttpLink {
    private final Target target;
    private final String token;
    private final Tally tally;
    private final BiConsumer<RestSender, Ack> acknowledged;
    private final EventReader reader = new EventReader(new Rooms());
    private final ClientIds clientIds = new ClientIds();
    private boolean connected;
    private boolean waiting;

    public RestSender(Target target, String token, Tally tally, BiConsumer<RestSender, Ack> acknowledged) {
        this.target = target;
        this.token = token;
        this.tally = tally;
        this.acknowledged = acknowledged;
    }

    /** Posts one message; {@code acknowledged} hears of the answer. */
    public void post(long room, String text) {
        waiting = true;
        String body =
                "{\"client_id\":\"" + clientIds.next() + "\",\"content\":\"@" + System.nanoTime() + ' ' + text + "\"}";
        request(Bytes.of("POST /api/v1/rooms/" + room + "/messages HTTP/1.1\r\nHost: " + target.host()
                + "\r\nAuthorization: Bearer " + token + "\r\nContent-Type: application/json\r\nContent-Length: "
                + body.length() + "\r\n\r\n" + body));
    }

    /** Whether the connection stands. */
    public boolean isConnected() {
        return connected;
    }

    /** Whether an answer is outstanding. */
    public boolean isWaiting() {
        return waiting && !isOver();
    }

    @Override
    protected void connected() {
        connected = true;
    }

    @Override
    protected void answered(int status, byte[] bytes, int from, int to) {
        waiting = false;
        Event event = reader.readAnswer(bytes, from, to);
        if (status != 201 || event.seq < 0) {
            tally.fault("a post was answered " + status + ": " + Bytes.text(bytes, from, Math.min(to, from + 300)));
            return;
        }
        tally.countAnswer();
        acknowledged.accept(this, new Ack(event.roomId, event.seq, event.stamp));
    }

    @Override
    protected void ended(IOException why) {
        if (waiting) {
            tally.fault("a connection was lost before the answer: " + why.getMessage());
        }
    }
}
