package dev.parley.application.room;

import dev.parley.domain.account.UserId;
import dev.parley.domain.message.Seq;
import dev.parley.domain.room.ReadMark;
import dev.parley.domain.room.RoomDirectory;
import dev.parley.domain.room.RoomId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * Holds how far authors have read because they have written, until it is in the directory: many at once, and later, for
 * nobody who sends shall wait for it. At most about {@value #MAX_WAITING} wait; a mark that finds no place is left out, and
 * its author has a message of its own to read. Guarded by the map.
 */
final class AuthorMarks {
    private static final int MAX_WAITING = 20_000;

    private final RoomDirectory directory;
    private final ConcurrentMap<Place, Seq> waiting = new ConcurrentHashMap<>();

    private record Place(UserId user, RoomId room) {}

    AuthorMarks(RoomDirectory directory) {
        this.directory = directory;
    }

    void add(UserId user, RoomId room, Seq seq) {
        Place place = new Place(user, room);
        if (waiting.size() < MAX_WAITING || waiting.containsKey(place)) {
            waiting.merge(place, seq, AuthorMarks::further);
        }
    }

    /** Those of the user that may not be in the directory yet. */
    Map<RoomId, Seq> of(UserId user, List<RoomId> rooms) {
        Map<RoomId, Seq> marks = new HashMap<>();
        if (!waiting.isEmpty()) {
            for (RoomId room : rooms) {
                Seq mark = waiting.get(new Place(user, room));
                if (mark != null) {
                    marks.put(room, mark);
                }
            }
        }
        return marks;
    }

    /** Forgets the user's mark: it has left the room. */
    void forget(UserId user, RoomId room) {
        waiting.remove(new Place(user, room));
    }

    /** Writes some of them. Returns whether there may be more. */
    boolean write() {
        List<ReadMark> some = new ArrayList<>();
        for (Map.Entry<Place, Seq> mark : waiting.entrySet()) {
            if (some.size() == RoomDirectory.MAX_MARKS) {
                break;
            }
            some.add(new ReadMark(mark.getKey().user, mark.getKey().room, mark.getValue()));
        }
        if (some.isEmpty()) {
            return false;
        }
        directory.advanceReadMarks(some);
        some.forEach(mark -> waiting.remove(new Place(mark.user(), mark.room()), mark.seq()));
        return some.size() == RoomDirectory.MAX_MARKS;
    }

    static Seq further(Seq one, Seq other) {
        return one.compareTo(other) > 0 ? one : other;
    }
}
