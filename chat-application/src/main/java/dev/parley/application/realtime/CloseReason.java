package dev.parley.application.realtime;

/** Why the server ends a connection. What that is in a protocol (a close code) is said by that protocol's adapter. */
public enum CloseReason {
    /** The access token ran out: renew it, connect again, resume. */
    TOKEN_EXPIRED,
    /** The session was ended: do not come back with it. */
    SESSION_ENDED,
    /** It did not read as fast as things happened: connect again, resume. */
    TOO_SLOW,
    /** Nothing was heard of it for a minute. */
    SILENT,
    /** The server leaves: connect again a little later, resume. */
    GOING_AWAY,
    /** It heard one room, which is gone, or which its user has left. */
    ROOM_LEFT
}
