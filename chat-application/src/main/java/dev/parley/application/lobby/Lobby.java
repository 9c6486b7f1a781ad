package dev.parley.application.lobby;

import dev.parley.application.profile.Profiles;
import dev.parley.application.realtime.Realtime;
import dev.parley.application.room.Rooms;
import dev.parley.domain.ChatException;
import dev.parley.domain.ErrorCode;
import dev.parley.domain.account.UserId;
import dev.parley.domain.message.Head;
import dev.parley.domain.message.MessageLog;
import dev.parley.domain.room.HistoryRule;
import dev.parley.domain.room.JoinCode;
import dev.parley.domain.room.JoinRule;
import dev.parley.domain.room.Member;
import dev.parley.domain.room.Membership;
import dev.parley.domain.room.NewRoom;
import dev.parley.domain.room.Pair;
import dev.parley.domain.room.Role;
import dev.parley.domain.room.Room;
import dev.parley.domain.room.RoomDirectory;
import dev.parley.domain.room.RoomDirectory.Creation;
import dev.parley.domain.room.RoomDirectory.Departure;
import dev.parley.domain.room.RoomDirectory.Entry;
import dev.parley.domain.room.RoomId;
import dev.parley.domain.room.RoomKind;
import dev.parley.domain.room.RoomName;
import dev.parley.domain.room.RoomSettings;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Lets people make rooms, come in and go.
 *
 * <p>A private room does not exist for who is not in it ({@link ChatException.NotFound}), but that it can be joined by its
 * number if its rule says so. Members may read, moderators add and remove those below them, owners do everything else. What
 * changes is told to the connections of those whom it concerns. Methods block for the store. Safe for concurrent use.
 */
public final class Lobby {
    private static final int CODE_BYTES = 12;
    private static final int ERASED_AT_ONCE = 50_000;

    private final RoomDirectory directory;
    private final Rooms rooms;
    private final MessageLog log;
    private final Profiles profiles;
    private final Realtime realtime;
    private final InstantSource clock;
    private final RandomGenerator random;

    /** @param random cryptographically strong */
    public Lobby(
            RoomDirectory directory,
            Rooms rooms,
            MessageLog log,
            Profiles profiles,
            Realtime realtime,
            InstantSource clock,
            RandomGenerator random) {
        this.directory = directory;
        this.rooms = rooms;
        this.log = log;
        this.profiles = profiles;
        this.realtime = realtime;
        this.clock = clock;
        this.random = random;
    }

    /**
     * Makes a room with these members beside its creator, who owns it. What the patch leaves out is as usual: a public
     * room is open and shows all, a group takes invitations and shows what came after one joined.
     *
     * @throws ChatException.Conflict if another public room has the name
     */
    public Membership open(UserId creator, RoomKind kind, RoomPatch wanted, Collection<UserId> members) {
        Set<UserId> others = existing(members, creator);
        boolean isPublic = kind == RoomKind.PUBLIC;
        RoomName name = wanted.name();
        if (kind == RoomKind.DIRECT || name == null) {
            throw new ChatException.Invalid(ErrorCode.INVALID_ROOM_NAME);
        }
        JoinRule join = or(wanted.join(), isPublic ? JoinRule.OPEN : JoinRule.INVITE);
        demandOpen(kind, join);
        HistoryRule history = or(wanted.history(), isPublic ? HistoryRule.ALL : HistoryRule.SINCE_JOINING);
        RoomSettings settings = new RoomSettings(name, join, codeFor(join, null), history);
        Room room = made(directory.create(new NewRoom(kind, settings, creator, others, now())));
        others.forEach(user -> realtime.entered(user, room.id()));
        realtime.entered(creator, room.id());
        return new Membership(room, Role.OWNER, Head.EMPTY);
    }

    private static <T> T or(@Nullable T wanted, T usual) {
        return wanted == null ? usual : wanted;
    }

    private static void demandOpen(RoomKind kind, JoinRule join) {
        if (kind == RoomKind.PUBLIC && join != JoinRule.OPEN) {
            throw new ChatException.Invalid(ErrorCode.INVALID_FIELD, "A public room is 'open'.");
        }
    }

    private @Nullable JoinCode codeFor(JoinRule join, @Nullable JoinCode known) {
        if (join != JoinRule.CODE) {
            return null;
        }
        if (known != null) {
            return known;
        }
        byte[] bytes = new byte[CODE_BYTES];
        random.nextBytes(bytes);
        return new JoinCode(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
    }

    private static Room made(Creation creation) {
        if (creation instanceof Creation.Made made) {
            return made.room();
        }
        if (creation instanceof Creation.NameTaken) {
            throw new ChatException.Conflict(ErrorCode.ROOM_NAME_TAKEN);
        }
        throw new ChatException.Forbidden(ErrorCode.ROOM_FIXED);
    }

    private Set<UserId> existing(Collection<UserId> wanted, UserId creator) {
        Set<UserId> users = new TreeSet<>((a, b) -> Long.compare(a.value(), b.value()));
        users.addAll(wanted);
        users.remove(creator);
        if (users.size() > RoomDirectory.MAX_FIRST_MEMBERS) {
            throw new ChatException.Invalid(
                    ErrorCode.INVALID_FIELD,
                    "'members' must be at most " + RoomDirectory.MAX_FIRST_MEMBERS + " users.");
        }
        if (profiles.of(users).size() < users.size()) {
            throw new ChatException.NotFound(ErrorCode.USER_NOT_FOUND);
        }
        return users;
    }

    /** The direct room of the two, made if there is none. */
    public Membership direct(UserId user, UserId other) {
        if (user.equals(other)) {
            throw new ChatException.Invalid(ErrorCode.INVALID_FIELD, "'user' must be somebody else.");
        }
        if (profiles.of(List.of(other)).isEmpty()) {
            throw new ChatException.NotFound(ErrorCode.USER_NOT_FOUND);
        }
        Room room = directory.direct(Pair.of(user, other), now());
        realtime.entered(user, room.id());
        realtime.entered(other, room.id());
        return new Membership(room, Role.MEMBER, Head.EMPTY);
    }

    /**
     * Joins a room. Who is in it already is told so.
     *
     * @throws ChatException.NotFound if there is no such room, or none that can be joined
     * @throws ChatException.Forbidden if the code is missing or wrong
     */
    public Membership join(UserId user, RoomId id, Optional<JoinCode> code) {
        Optional<Membership> before = directory.findFor(user, id);
        if (before.isPresent()) {
            realtime.entered(user, id);
            return before.get();
        }
        Room room = directory.find(id).orElseThrow(Lobby::noSuchRoom);
        switch (room.join()) {
            case INVITE -> throw noSuchRoom();
            case CODE -> demandCode(room, code);
            case OPEN -> {}
        }
        return enter(room, user);
    }

    private static void demandCode(Room room, Optional<JoinCode> code) {
        JoinCode right = room.code();
        if (right == null || code.filter(right::matches).isEmpty()) {
            throw new ChatException.Forbidden(ErrorCode.WRONG_JOIN_CODE);
        }
    }

    private Membership enter(Room room, UserId user) {
        Head end = log.heads(List.of(room.id())).getOrDefault(room.id(), Head.EMPTY);
        Entry entry = directory.add(room.id(), user, end, now());
        Membership membership = null;
        if (entry instanceof Entry.Added added) {
            membership = added.membership();
        } else if (entry instanceof Entry.Already already) {
            membership = already.membership();
        }
        if (membership == null) {
            throw noSuchRoom();
        }
        realtime.entered(user, room.id());
        return membership;
    }

    /**
     * Leaves the room; who is not in it has left it.
     *
     * @throws ChatException.Conflict if nobody would own it then
     */
    public void leave(UserId user, RoomId room) {
        depart(room, user);
    }

    private void depart(RoomId room, UserId user) {
        demandDone(directory.remove(room, user));
        realtime.left(user, room);
    }

    private static void demandDone(Departure departure) {
        switch (departure) {
            case DONE, NOTHING -> {}
            case LAST_OWNER -> throw new ChatException.Conflict(ErrorCode.LAST_OWNER);
            case MISSING -> throw new ChatException.Forbidden(ErrorCode.ROOM_FIXED);
        }
    }

    /** Gives somebody a role in the room; who is not in it comes in. Only owners make owners and moderators. */
    public Membership assign(UserId actor, RoomId id, UserId user, Role role) {
        Membership own = demandRole(actor, id, role == Role.MEMBER ? Role.MODERATOR : Role.OWNER);
        if (profiles.of(List.of(user)).isEmpty()) {
            throw new ChatException.NotFound(ErrorCode.USER_NOT_FOUND);
        }
        Optional<Membership> before = directory.findFor(user, id);
        Membership membership = before.isPresent() ? before.get() : enter(own.room(), user);
        if (membership.role() != role) {
            if (!own.role().isAtLeast(Role.OWNER)) {
                throw new ChatException.Forbidden(ErrorCode.ROLE_TOO_LOW);
            }
            demandDone(directory.assign(id, user, role));
        }
        return new Membership(membership.room(), role, membership.joinedAfter());
    }

    /** Removes somebody who is below the actor; oneself is left by {@link #leave}. */
    public void remove(UserId actor, RoomId id, UserId user) {
        if (actor.equals(user)) {
            leave(user, id);
            return;
        }
        Membership own = demandRole(actor, id, Role.MODERATOR);
        Role theirs = directory.findFor(user, id).map(Membership::role).orElse(Role.MEMBER);
        if (own.role() != Role.OWNER && theirs.isAtLeast(own.role())) {
            throw new ChatException.Forbidden(ErrorCode.ROLE_TOO_LOW);
        }
        depart(id, user);
    }

    /** Changes the room. A rule that needs a code gets one. */
    public Room change(UserId actor, RoomId id, RoomPatch patch) {
        Room room = demandRole(actor, id, Role.OWNER).room();
        RoomName name = room.name();
        if (name == null) {
            throw new ChatException.Forbidden(ErrorCode.ROOM_FIXED);
        }
        JoinRule join = or(patch.join(), room.join());
        demandOpen(room.kind(), join);
        RoomSettings settings = new RoomSettings(
                or(patch.name(), name), join, codeFor(join, room.code()), or(patch.history(), room.history()));
        Room changed = made(directory.change(id, settings));
        realtime.changed(changed);
        return changed;
    }

    /** Deletes the room with all that was said in it. */
    public void delete(UserId actor, RoomId id) {
        Room room = demandRole(actor, id, Role.OWNER).room();
        if (room.kind() == RoomKind.DIRECT) {
            throw new ChatException.Forbidden(ErrorCode.ROOM_FIXED);
        }
        log.close(id);
        boolean deleted = directory.delete(id);
        realtime.closed(id);
        if (!deleted) {
            throw noSuchRoom();
        }
    }

    /** A page of the room's members, by number. */
    public List<Member> members(UserId reader, RoomId id, long after, int limit) {
        demandRole(reader, id, Role.MEMBER);
        return directory.members(id, after, limit);
    }

    /** A page of the public rooms whose names contain the text, by number. */
    public List<Room> listed(String part, long after, int limit) {
        return directory.listed(part, after, limit);
    }

    /** Erases what was said in deleted rooms, {@value #ERASED_AT_ONCE} messages at most. */
    public void purge() {
        int erased = 0;
        int some = 1;
        while (some > 0 && erased < ERASED_AT_ONCE) {
            some = log.erase(MessageLog.MAX_BATCH);
            erased += some;
        }
    }

    private Membership demandRole(UserId user, RoomId room, Role role) {
        Membership membership = rooms.find(user, room).orElseThrow(Lobby::noSuchRoom);
        if (!membership.role().isAtLeast(role)) {
            boolean fixed = room.equals(RoomId.GENERAL) || membership.room().kind() == RoomKind.DIRECT;
            throw new ChatException.Forbidden(fixed ? ErrorCode.ROOM_FIXED : ErrorCode.ROLE_TOO_LOW);
        }
        return membership;
    }

    private static ChatException.NotFound noSuchRoom() {
        return new ChatException.NotFound(ErrorCode.ROOM_NOT_FOUND);
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }
}
