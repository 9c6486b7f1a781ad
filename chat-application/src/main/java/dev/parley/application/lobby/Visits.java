package dev.parley.application.lobby;

import dev.parley.domain.ChatException;
import dev.parley.domain.ErrorCode;
import dev.parley.domain.account.UserId;
import dev.parley.domain.room.Membership;
import dev.parley.domain.room.Role;
import dev.parley.domain.room.Room;
import dev.parley.domain.room.RoomDirectory;
import dev.parley.domain.room.RoomId;
import dev.parley.domain.room.RoomKind;
import dev.parley.domain.room.RoomName;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Lets people use public rooms in protocols that have no word for joining one: who looks in is in.
 *
 * <p>Methods block for the store. Safe for concurrent use.
 */
public final class Visits {
    /** The most rooms in a list that has no pages. */
    public static final int MAX_LISTED = 1_000;

    /** Between being found and being entered a room may be deleted, and another one made of its name. */
    private static final int ATTEMPTS = 5;

    private final RoomDirectory directory;
    private final Lobby lobby;

    public Visits(RoomDirectory directory, Lobby lobby) {
        this.directory = directory;
        this.lobby = lobby;
    }

    /** The public rooms by number, {@value #MAX_LISTED} at most. */
    public List<Room> listed() {
        List<Room> rooms = new ArrayList<>();
        List<Room> page;
        do {
            long after = rooms.isEmpty() ? 0 : rooms.get(rooms.size() - 1).id().value();
            page = directory.listed("", after, RoomDirectory.MAX_PAGE);
            rooms.addAll(page);
        } while (page.size() == RoomDirectory.MAX_PAGE && rooms.size() < MAX_LISTED);
        return rooms;
    }

    /** The rooms with a name that the user is in, and of the others the public ones; by number, {@value #MAX_LISTED} at most. */
    public List<Room> openTo(UserId user) {
        List<Room> rooms = new ArrayList<>(directory.roomsOf(user).stream()
                .map(Membership::room)
                .filter(room -> room.kind() != RoomKind.DIRECT)
                .limit(MAX_LISTED)
                .toList());
        Set<RoomId> own = rooms.stream().map(Room::id).collect(Collectors.toSet());
        if (rooms.size() < MAX_LISTED) {
            listed().stream()
                    .filter(room -> !own.contains(room.id()))
                    .limit(MAX_LISTED - rooms.size())
                    .forEach(rooms::add);
        }
        rooms.sort(Comparator.comparingLong(room -> room.id().value()));
        return rooms;
    }

    /**
     * Deletes the public room with the name, whatever its case. Everybody may know of it: who may not delete it is told so.
     *
     * @throws ChatException.NotFound if there is none
     * @throws ChatException.Forbidden if the user is neither an owner of it nor an admin
     */
    public void delete(UserId user, RoomName name) {
        RoomId room = directory.findListed(name).map(Room::id).orElseThrow(Authority::noSuchRoom);
        try {
            lobby.delete(user, room);
        } catch (ChatException.NotFound e) {
            throw directory.find(room).isPresent() ? new ChatException.Forbidden(ErrorCode.ROLE_TOO_LOW) : e;
        }
    }

    /**
     * The same for who has not shown who it is: being an admin counts for nothing then.
     *
     * @throws ChatException.Forbidden if the user is no owner of it
     */
    public void deleteOwn(UserId user, RoomName name) {
        Room room = directory.findListed(name).orElseThrow(Authority::noSuchRoom);
        Optional<Membership> own = directory.findFor(user, room.id());
        if (!Authority.isFixed(room)
                && own.filter(known -> known.role() == Role.OWNER).isEmpty()) {
            throw new ChatException.Forbidden(ErrorCode.ROLE_TOO_LOW);
        }
        lobby.delete(user, room.id());
    }

    /**
     * The room as the user has it, who comes in if it is a public one.
     *
     * @throws ChatException.NotFound if there is no such room, or it is a private one and the user is not in it
     */
    public Membership enter(UserId user, RoomId id) {
        Optional<Membership> known = directory.findFor(user, id);
        if (known.isPresent()) {
            return known.get();
        }
        return directory
                .find(id)
                .filter(room -> room.kind() == RoomKind.PUBLIC)
                .map(room -> lobby.join(user, id, Optional.empty()))
                .orElseThrow(() -> new ChatException.NotFound(ErrorCode.ROOM_NOT_FOUND));
    }

    /**
     * The public room of the name, in which the user is from now on. If there is none, it is made, and is the user's.
     *
     * @throws ChatException.Conflict if the user is in too many rooms
     * @throws ChatException.TooMany if it would be made, and the user has made many rooms just now
     */
    public Membership enter(UserId user, RoomName name) {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            try {
                Optional<Room> room = directory.findListed(name);
                return room.isPresent()
                        ? enter(user, room.get().id())
                        : lobby.open(user, RoomKind.PUBLIC, new RoomPatch(name, null, null), List.of());
            } catch (ChatException.NotFound | ChatException.Conflict e) {
                if (e.code() != ErrorCode.ROOM_NOT_FOUND && e.code() != ErrorCode.ROOM_NAME_TAKEN) {
                    throw e;
                } // Else somebody has just deleted it, or was faster in making it.
            }
        }
        throw new ChatException.NotFound(ErrorCode.ROOM_NOT_FOUND);
    }
}
