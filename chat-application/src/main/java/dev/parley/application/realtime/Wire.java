package dev.parley.application.realtime;

import java.time.Duration;
import java.util.List;

/** The transport under a connection: a WebSocket, an event stream. Its methods never block. */
public interface Wire {
    /**
     * Starts to write the frames in order, in as few writes as it can. One write is under way at a time.
     *
     * @param done is run exactly once, on any thread, maybe before this returns: when the frames have left for the
     *     network, or never will
     */
    void write(List<byte[]> frames, Runnable done);

    /**
     * Asks for a sign of life; who answers is {@linkplain Connection#heard() heard}. Where clients never speak, what they
     * take is their sign of life.
     */
    void ping();

    /** After how long a silence it is pinged. */
    default Duration heartbeat() {
        return Vigil.PING_AFTER;
    }

    /** Ends the connection, now or after a bounded time. What {@link #write} was given before may be lost. */
    void close(CloseReason reason);
}
