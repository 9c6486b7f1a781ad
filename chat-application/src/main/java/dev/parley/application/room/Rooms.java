package dev.parley.application.room;

import dev.parley.domain.account.UserId;
import dev.parley.domain.message.Head;
import dev.parley.domain.message.Message;
import dev.parley.domain.message.MessageLog;
import dev.parley.domain.message.Seq;
import dev.parley.domain.room.Room;
import dev.parley.domain.room.RoomDirectory;
import dev.parley.domain.room.RoomId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Tells a user which rooms it is in and what is new there. A few questions to the store, however many rooms. */
public final class Rooms {
    private static final int MAX_QUERY = 1_000;

    private final RoomDirectory directory;
    private final MessageLog log;

    public Rooms(RoomDirectory directory, MessageLog log) {
        this.directory = directory;
        this.log = log;
    }

    /** The rooms that the user is in, by number. */
    public List<Room> of(UserId user) {
        return directory.roomsOf(user);
    }

    /** Where each of the rooms is now. */
    public List<RoomState> states(UserId user, List<Room> rooms) {
        Map<RoomId, Head> heads = inParts(rooms, log::heads);
        Map<RoomId, Seq> marks = directory.readMarks(user);
        return rooms.stream()
                .map(room -> new RoomState(
                        room, heads.getOrDefault(room.id(), Head.EMPTY), marks.getOrDefault(room.id(), Seq.ZERO)))
                .toList();
    }

    /** The newest message of each of the rooms that has one. */
    public Map<RoomId, Message> newest(List<Room> rooms) {
        return inParts(rooms, log::newest);
    }

    private static <T> Map<RoomId, T> inParts(List<Room> rooms, Function<List<RoomId>, Map<RoomId, T>> question) {
        List<RoomId> ids = rooms.stream().map(Room::id).toList();
        Map<RoomId, T> answers = new HashMap<>();
        for (int i = 0; i < ids.size(); i += MAX_QUERY) {
            answers.putAll(question.apply(ids.subList(i, Math.min(ids.size(), i + MAX_QUERY))));
        }
        return answers;
    }
}
