package dev.parley.application.lobby;

import dev.parley.application.profile.Profiles;
import dev.parley.domain.ChatException;
import dev.parley.domain.ErrorCode;
import dev.parley.domain.account.User;
import dev.parley.domain.account.UserId;
import dev.parley.domain.account.Username;
import dev.parley.domain.room.Membership;
import dev.parley.domain.room.Role;
import dev.parley.domain.room.Room;
import dev.parley.domain.room.RoomDirectory;
import dev.parley.domain.room.RoomId;
import dev.parley.domain.room.RoomKind;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Decides who may look after a room: by the role in it, or by being an admin, who is as good as an owner of every room but
 * General and the direct ones. To look after a room is not to be in it: nobody reads by it what is said there.
 *
 * <p>Admins are told by their names, each time they ask. A room that one may know nothing of does not exist.
 */
public final class Authority {
    private final RoomDirectory directory;
    private final Profiles profiles;
    private final Set<String> admins;

    public Authority(RoomDirectory directory, Profiles profiles, Collection<Username> admins) {
        this.directory = directory;
        this.profiles = profiles;
        this.admins = admins.stream().map(Username::key).collect(Collectors.toUnmodifiableSet());
    }

    /** A room, and as what one looks after it. */
    record Standing(Room room, Role role) {}

    /** Whether the user is an admin. */
    public boolean isAdmin(UserId user) {
        if (admins.isEmpty()) {
            return false;
        }
        User profile = profiles.of(List.of(user)).get(user);
        return profile != null && admins.contains(profile.username().key());
    }

    /**
     * As what the user looks after the room.
     *
     * @throws ChatException.NotFound if the room does not exist for the user
     * @throws ChatException.Forbidden if that is less than what is needed
     */
    Standing demand(UserId user, RoomId id, Role needed) {
        Optional<Membership> own = directory.findFor(user, id);
        boolean admin = isAdmin(user);
        Room room = own.map(Membership::room)
                .or(() -> admin ? directory.find(id) : Optional.empty())
                .orElseThrow(Authority::noSuchRoom);
        if (isFixed(room)) {
            if (needed != Role.MEMBER) {
                throw new ChatException.Forbidden(ErrorCode.ROOM_FIXED);
            }
            return new Standing(room, own.orElseThrow(Authority::noSuchRoom).role());
        }
        Role role = admin ? Role.OWNER : own.orElseThrow(Authority::noSuchRoom).role();
        if (!role.isAtLeast(needed)) {
            throw new ChatException.Forbidden(ErrorCode.ROLE_TOO_LOW);
        }
        return new Standing(room, role);
    }

    /** Whether nobody changes, joins or leaves it. */
    static boolean isFixed(Room room) {
        return room.id().equals(RoomId.GENERAL) || room.kind() == RoomKind.DIRECT;
    }

    static ChatException.NotFound noSuchRoom() {
        return new ChatException.NotFound(ErrorCode.ROOM_NOT_FOUND);
    }
}
