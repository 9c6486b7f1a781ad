package dev.parley.benchmarks.chat;

/** What a server's frame says, as far as the generator looks. */
final class Event {
    /** The frames that matter here. */
    enum Kind {
        MESSAGE,
        OK,
        ERROR,
        HELLO,
        OTHER
    }

    Kind kind = Kind.OTHER;
    /** The room's place in {@link Rooms}, -1 in an event without a room. */
    int room = -1;

    long roomId = -1;

    long seq = -1;
    long rev = -1;
    /** When the message was due by {@link System#nanoTime}, -1 in a message of somebody else. */
    long stamp = -1;
}
