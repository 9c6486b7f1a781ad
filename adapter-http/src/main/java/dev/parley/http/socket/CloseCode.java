package dev.parley.http.socket;

import dev.parley.application.realtime.CloseReason;

/**
 * The codes with which the server closes a socket: 4000 to 4999 are the application's (RFC 6455 §7.4.2), the others
 * are the standard's.
 */
public enum CloseCode {
    UNUSABLE_PROTOCOL(4400, "This is not the protocol of this socket."),
    UNAUTHENTICATED(4401, "The token is missing or has expired: refresh it and connect again."),
    FORBIDDEN(4403, "The session has ended: do not connect again with it."),
    NO_ROOM(4404, "The room is gone, or you are not in it."),
    TOO_SLOW(4408, "The connection did not keep up: connect again and resume."),
    TOO_MANY_FRAMES(4429, "Too many frames: back off."),
    SILENT(1001, "Nothing was heard for a minute."),
    /** Jetty says it by itself. */
    BROKEN_FRAMING(1002, "The frames break RFC 6455."),
    BAD_TEXT(1007, "A text frame is not UTF-8."),
    TOO_LARGE(1009, "A frame is larger than 64 KiB."),
    RESTART(1012, "The server restarts: connect again and resume."),
    TRY_LATER(1013, "The server cannot serve this now: connect again later.");

    private final int number;
    private final String sentence;

    CloseCode(int number, String sentence) {
        this.number = number;
        this.sentence = sentence;
    }

    public int number() {
        return number;
    }

    public String sentence() {
        return sentence;
    }

    static CloseCode of(CloseReason reason) {
        return switch (reason) {
            case TOKEN_EXPIRED -> UNAUTHENTICATED;
            case SESSION_ENDED -> FORBIDDEN;
            case TOO_SLOW -> TOO_SLOW;
            case SILENT -> SILENT;
            case GOING_AWAY -> RESTART;
            case ROOM_LEFT -> NO_ROOM;
        };
    }
}
