package dev.parley.http.socket;

import java.util.Locale;

/** The types of frames that the server sends. */
public enum ServerFrame {
    HELLO,
    OK,
    ERROR,
    MESSAGE,
    CAUGHT_UP,
    TYPING,
    READ,
    ROOM,
    LEFT,
    PRESENCE,
    TOKEN_EXPIRING,
    BYE,
    PONG;

    /** What stands in {@code type}. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
