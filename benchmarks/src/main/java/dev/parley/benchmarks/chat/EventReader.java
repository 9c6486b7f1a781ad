package dev.parley.benchmarks.chat;

import dev.parley.benchmarks.chat.Event.Kind;
import dev.parley.benchmarks.wire.Bytes;
import java.util.Arrays;

/**
 * Reads frames by a cheap scan of their bytes.
 *
 * <p>Many connections get the same bytes one after the other. A frame that equals the last message frame byte for byte
 * is the same event and is not scanned again: one vectorised comparison for each delivery, and nothing goes unchecked.
 * Confined to the loop's thread; an event is valid until the next read.
 */
final class EventReader {
    private static final byte[] TYPE = Bytes.of("\"type\":\"");
    private static final byte[] ROOM = Bytes.of("\"room\":");
    private static final byte[] SEQ = Bytes.of("\"seq\":");
    private static final byte[] REV = Bytes.of("\"rev\":");
    private static final byte[] STAMP = Bytes.of("\"content\":\"@");
    private static final byte[] MESSAGE = Bytes.of("message\"");
    private static final byte[] OK = Bytes.of("ok\"");
    private static final byte[] ERROR = Bytes.of("error\"");
    private static final byte[] HELLO = Bytes.of("hello\"");

    private final Rooms rooms;
    private final Event message = new Event();
    private final Event other = new Event();
    private byte[] last = {};

    EventReader(Rooms rooms) {
        this.rooms = rooms;
    }

    Event read(byte[] bytes, int from, int to) {
        if (Arrays.equals(last, 0, last.length, bytes, from, to)) {
            return message;
        }
        Kind kind = kind(bytes, from, to);
        if (kind == Kind.MESSAGE) {
            last = Arrays.copyOfRange(bytes, from, to);
            return fields(message, kind, bytes, from, to);
        }
        return fields(other, kind, bytes, from, to);
    }

    /** The message inside an HTTP answer. */
    Event readAnswer(byte[] bytes, int from, int to) {
        return fields(other, Kind.OK, bytes, from, to);
    }

    private static Kind kind(byte[] bytes, int from, int to) {
        int at = Bytes.indexOf(bytes, from, to, TYPE) + TYPE.length;
        if (at < from + TYPE.length) {
            return Kind.OTHER;
        }
        if (Bytes.startsWith(bytes, at, to, MESSAGE)) {
            return Kind.MESSAGE;
        }
        if (Bytes.startsWith(bytes, at, to, OK)) {
            return Kind.OK;
        }
        if (Bytes.startsWith(bytes, at, to, ERROR)) {
            return Kind.ERROR;
        }
        return Bytes.startsWith(bytes, at, to, HELLO) ? Kind.HELLO : Kind.OTHER;
    }

    private Event fields(Event into, Kind kind, byte[] bytes, int from, int to) {
        into.kind = kind;
        if (kind == Kind.MESSAGE || kind == Kind.OK) {
            long room = Bytes.numberAfter(bytes, from, to, ROOM);
            into.roomId = room;
            into.room = room < 0 ? -1 : rooms.placeOf(room);
            into.seq = Bytes.numberAfter(bytes, from, to, SEQ);
            into.rev = Bytes.numberAfter(bytes, from, to, REV);
            into.stamp = Bytes.numberAfter(bytes, from, to, STAMP);
        }
        return into;
    }
}
