package dev.parley.bootstrap.e2e;

/** Who asks for something in the table of authorization, seen from a room. */
enum Actor {
    /** Without a token. */
    NOBODY,
    /** Signed in, and in no room but General. */
    STRANGER,
    MEMBER,
    MODERATOR,
    OWNER,
    /** In no room but General. */
    ADMIN,
    /** A member with the token of a session that has ended. */
    LOGGED_OUT
}
