package dev.parley.mongo;

import dev.parley.domain.ChatException;
import dev.parley.domain.ErrorCode;
import dev.parley.domain.room.RoomId;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Remembers, for seconds, where this node's own writes left the rooms, and lets one writer of a room in.
 *
 * <p>Both only spare round trips: the unique indexes decide. The package says why a remembered tail cannot do harm.
 * Safe for concurrent use: the map is concurrent, a lock is held during the I/O of one write.
 */
final class Tails {
    private static final Duration LIFE = Duration.ofSeconds(5);
    private static final int MAX_ROOMS = 10_000;
    private static final int STRIPES = 256;

    private final Map<RoomId, Remembered> rooms = new ConcurrentHashMap<>();
    private final ReentrantLock[] locks =
            Stream.generate(ReentrantLock::new).limit(STRIPES).toArray(ReentrantLock[]::new);

    private record Remembered(Tail tail, long at) {}

    /** Runs a write while no other one of this node is under way in the room. */
    <T> T alone(RoomId room, Attempts attempts, Supplier<T> write) {
        ReentrantLock lock = locks[room.hashCode() & (STRIPES - 1)];
        try {
            if (!lock.tryLock(attempts.left().toNanos(), TimeUnit.NANOSECONDS)) {
                throw new ChatException.Unavailable(ErrorCode.STORE_UNAVAILABLE);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ChatException.Unavailable(ErrorCode.STORE_UNAVAILABLE, e);
        }
        try {
            return write.get();
        } finally {
            lock.unlock();
        }
    }

    Optional<Tail> of(RoomId room) {
        Remembered remembered = rooms.get(room);
        return remembered == null || System.nanoTime() - remembered.at > LIFE.toNanos()
                ? Optional.empty()
                : Optional.of(remembered.tail);
    }

    /** Only for a tail whose last write the store has just acknowledged. */
    void acknowledged(RoomId room, Tail tail) {
        if (rooms.size() >= MAX_ROOMS) {
            rooms.clear();
        }
        rooms.put(room, new Remembered(tail, System.nanoTime()));
    }

    void forget(RoomId room) {
        rooms.remove(room);
    }
}
