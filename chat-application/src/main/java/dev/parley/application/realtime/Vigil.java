package dev.parley.application.realtime;

import dev.parley.application.realtime.Outbox.Urgency;
import java.time.Duration;
import java.time.Instant;

/** Watches that a connection lives and that its token is good. Confined to the sweep. */
final class Vigil {
    static final Duration PING_AFTER = Duration.ofSeconds(25);
    static final Duration SILENT_AFTER = Duration.ofSeconds(60);
    static final Duration WARN_BEFORE = Duration.ofSeconds(60);

    private long pinged;
    private boolean waiting;
    private Instant warnedOf = Instant.MIN;

    void check(Connection connection, Instant now, long nanoTime) {
        Instant expiry = connection.claims().expiresAt();
        long silence = nanoTime - connection.lastHeard();
        if (!now.isBefore(expiry)) {
            connection.end(CloseReason.TOKEN_EXPIRED);
        } else if (silence >= SILENT_AFTER.toNanos()) {
            connection.end(CloseReason.SILENT);
        } else {
            if (!expiry.equals(warnedOf) && !now.isBefore(expiry.minus(WARN_BEFORE))) {
                warnedOf = expiry;
                Event warning = new Event.TokenExpiring(Duration.between(now, expiry));
                byte[] frame = new EncodedEvent(warning).in(connection.format());
                if (frame != null) {
                    connection.outbox().offer(frame, Urgency.EVENT);
                }
            }
            pingIfSilent(connection, silence, nanoTime);
        }
    }

    private void pingIfSilent(Connection connection, long silence, long nanoTime) {
        long heartbeat = connection.heartbeat().toNanos();
        if (silence < heartbeat) {
            waiting = false;
        } else if (!waiting || nanoTime - pinged >= heartbeat) {
            waiting = true;
            pinged = nanoTime;
            connection.ping();
        }
    }
}
