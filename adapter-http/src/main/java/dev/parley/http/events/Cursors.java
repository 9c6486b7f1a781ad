package dev.parley.http.events;

import dev.parley.domain.ChatException;
import dev.parley.domain.ErrorCode;
import dev.parley.domain.message.Rev;
import dev.parley.domain.room.RoomId;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;

/**
 * How far one stream is in each of its rooms, and the id that says so.
 *
 * <p>An id is base64url (RFC 4648 §5, not padded) of a byte with the version, and of each room, in their order, how much
 * its number is above the one before it, and its rev: unsigned numbers in LEB128, seven bits a byte, the lowest first. A
 * room to which little has happened costs two bytes. Not safe for concurrent use.
 */
final class Cursors {
    private static final byte VERSION = 1;
    private static final int VARINT_BITS = 7;
    private static final int VARINT_MASK = (1 << VARINT_BITS) - 1;
    private static final int MORE = 1 << VARINT_BITS;
    private static final int MAX_VARINT_BYTES = 8;
    private static final long MAX = (1L << 53) - 1;

    private long[] rooms;
    private long[] revs;
    private int size;

    Cursors(Map<RoomId, Rev> revByRoom) {
        rooms = revByRoom.keySet().stream().mapToLong(RoomId::value).sorted().toArray();
        revs = Arrays.stream(rooms)
                .map(room -> revByRoom.getOrDefault(new RoomId(room), Rev.ZERO).value())
                .toArray();
        size = rooms.length;
    }

    /** The stream has been told everything of the room up to this rev. */
    void reached(long room, long rev) {
        int place = Arrays.binarySearch(rooms, 0, size, room);
        if (place >= 0) {
            revs[place] = rev;
            return;
        }
        if (size == rooms.length) {
            rooms = Arrays.copyOf(rooms, size + 1 + size / 8);
            revs = Arrays.copyOf(revs, rooms.length);
        }
        int free = -place - 1;
        System.arraycopy(rooms, free, rooms, free + 1, size - free);
        System.arraycopy(revs, free, revs, free + 1, size - free);
        rooms[free] = room;
        revs[free] = rev;
        size++;
    }

    /** The stream is told no more of the room. */
    void left(long room) {
        int place = Arrays.binarySearch(rooms, 0, size, room);
        if (place >= 0) {
            size--;
            System.arraycopy(rooms, place + 1, rooms, place, size - place);
            System.arraycopy(revs, place + 1, revs, place, size - place);
        }
    }

    String id() {
        ByteBuffer bytes = ByteBuffer.allocate(1 + size * 2 * MAX_VARINT_BYTES).put(VERSION);
        long before = 0;
        for (int i = 0; i < size; i++) {
            put(bytes, rooms[i] - before);
            put(bytes, revs[i]);
            before = rooms[i];
        }
        return Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(bytes.array(), bytes.position()));
    }

    private static void put(ByteBuffer bytes, long number) {
        long rest = number;
        while (rest > VARINT_MASK) {
            bytes.put((byte) (MORE | (rest & VARINT_MASK)));
            rest >>>= VARINT_BITS;
        }
        bytes.put((byte) rest);
    }

    /** The revs that an id holds. @throws ChatException.Invalid if it is none */
    static Map<RoomId, Rev> parse(String id) {
        ByteBuffer bytes = decode(id);
        if (!bytes.hasRemaining() || bytes.get() != VERSION) {
            throw invalid();
        }
        Map<RoomId, Rev> revs = new HashMap<>();
        long room = 0;
        while (bytes.hasRemaining()) {
            long above = number(bytes);
            room += above;
            long rev = number(bytes);
            if (above == 0 || room > MAX || rev > MAX) {
                throw invalid();
            }
            revs.put(new RoomId(room), new Rev(rev));
        }
        return revs;
    }

    private static ByteBuffer decode(String id) {
        try {
            return ByteBuffer.wrap(Base64.getUrlDecoder().decode(id));
        } catch (IllegalArgumentException e) {
            throw invalid();
        }
    }

    private static long number(ByteBuffer bytes) {
        long number = 0;
        for (int i = 0; i < MAX_VARINT_BYTES && bytes.hasRemaining(); i++) {
            byte part = bytes.get();
            number |= (long) (part & VARINT_MASK) << (i * VARINT_BITS);
            if (part >= 0) {
                return number;
            }
        }
        throw invalid();
    }

    private static ChatException.Invalid invalid() {
        return new ChatException.Invalid(ErrorCode.INVALID_FIELD, "'Last-Event-ID' is not the id of an event.");
    }
}
