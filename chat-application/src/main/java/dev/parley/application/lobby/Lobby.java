package dev.parley.application.lobby;

import dev.parley.application.lobby.Authority.Standing;
import dev.parley.application.profile.Profiles;
import dev.parley.application.realtime.Realtime;
import dev.parley.domain.ChatException;
import dev.parley.domain.ErrorCode;
import dev.parley.domain.account.UserId;
import dev.parley.domain.message.Head;
import dev.parley.domain.message.MessageLog;
import dev.parley.domain.room.JoinCode;
import dev.parley.domain.room.Member;
import dev.parley.domain.room.Membership;
import dev.parley.domain.room.Pair;
import dev.parley.domain.room.Role;
import dev.parley.domain.room.Room;
import dev.parley.domain.room.RoomDirectory;
import dev.parley.domain.room.RoomDirectory.Creation;
import dev.parley.domain.room.RoomDirectory.Departure;
import dev.parley.domain.room.RoomDirectory.Entry;
import dev.parley.domain.room.RoomId;
import dev.parley.domain.room.RoomKind;
import dev.parley.domain.room.RoomSettings;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;

/**
 * Lets people make rooms, come in and go.
 *
 * <p>A private room does not exist for who is not in it ({@link ChatException.NotFound}), but that it can be joined by its
 * number if its rule says so. Members may read, moderators add and remove those below them, owners do everything else, and
 * admins what owners do ({@link Authority}). What changes is told to the connections of those whom it concerns. Methods block
 * for the store. Safe for concurrent use.
 */
public final class Lobby {
    /** In how many rooms one may be beside General. Who comes in at the same moment elsewhere may be in a few more. */
    public static final int MAX_ROOMS = 5_000;

    private static final int ERASED_AT_ONCE = 50_000;

    /** Of those who change a room at once each but one tries again. */
    private static final int CHANGE_ATTEMPTS = 100;

    private final RoomDirectory directory;
    private final Authority authority;
    private final MessageLog log;
    private final Profiles profiles;
    private final Realtime realtime;
    private final RoomPlans plans;

    public Lobby(
            RoomDirectory directory,
            Authority authority,
            MessageLog log,
            Profiles profiles,
            Realtime realtime,
            RoomPlans plans) {
        this.directory = directory;
        this.authority = authority;
        this.log = log;
        this.profiles = profiles;
        this.realtime = realtime;
        this.plans = plans;
    }

    /**
     * Makes a room with these members beside its creator, who owns it. What the patch leaves out is as usual: a public
     * room is open and shows all, a group takes invitations and shows what came after one joined.
     *
     * @throws ChatException.Conflict if another public room has the name, or one of them is in too many rooms
     * @throws ChatException.TooMany if the user has made many rooms just now
     */
    public Membership open(UserId creator, RoomKind kind, RoomPatch wanted, Collection<UserId> members) {
        plans.count(creator);
        Set<UserId> others = existing(members, creator);
        var fresh = plans.fresh(creator, kind, wanted, others);
        Set<UserId> all = users(others);
        all.add(creator);
        demandPlace(all);
        Room room = made(decided(() -> directory.create(fresh)));
        all.forEach(user -> realtime.entered(user, room.id()));
        return new Membership(room, Role.OWNER, Head.EMPTY);
    }

    /** What the store does not answer may be done all the same: those whom it concerns are looked after. */
    private <T> T decided(Supplier<T> write) {
        try {
            return write.get();
        } catch (ChatException.Unavailable e) {
            realtime.doubtRooms();
            throw e;
        }
    }

    private static Room made(Creation creation) {
        if (creation instanceof Creation.Made made) {
            return made.room();
        }
        if (creation instanceof Creation.NameTaken) {
            throw new ChatException.Conflict(ErrorCode.ROOM_NAME_TAKEN);
        }
        throw Authority.noSuchRoom(); // It has been deleted meanwhile.
    }

    private static Set<UserId> users(Collection<UserId> users) {
        Set<UserId> sorted = new TreeSet<>((a, b) -> Long.compare(a.value(), b.value()));
        sorted.addAll(users);
        return sorted;
    }

    private Set<UserId> existing(Collection<UserId> wanted, UserId creator) {
        Set<UserId> users = users(wanted);
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

    private void demandPlace(Collection<UserId> users) {
        if (directory.countRooms(users).values().stream().anyMatch(count -> count >= MAX_ROOMS)) {
            throw new ChatException.Conflict(ErrorCode.TOO_MANY_ROOMS);
        }
    }

    /** The direct room of the two, made if there is none. */
    public Membership direct(UserId user, UserId other) {
        if (user.equals(other)) {
            throw new ChatException.Invalid(ErrorCode.INVALID_FIELD, "'user' must be somebody else.");
        }
        demandUser(other);
        Pair pair = Pair.of(user, other);
        Room room = directory.findDirect(pair).orElseGet(() -> {
            plans.count(user);
            demandPlace(List.of(user, other));
            return decided(() -> directory.direct(pair, plans.now()));
        });
        realtime.met(user, room.id());
        realtime.met(other, room.id());
        return new Membership(room, Role.MEMBER, Head.EMPTY);
    }

    private void demandUser(UserId user) {
        if (profiles.of(List.of(user)).isEmpty()) {
            throw new ChatException.NotFound(ErrorCode.USER_NOT_FOUND);
        }
    }

    /**
     * Joins a room. Who is in it already is told so.
     *
     * @throws ChatException.NotFound if there is no such room, or none that can be joined
     * @throws ChatException.Forbidden if the code is missing or wrong
     * @throws ChatException.Conflict if the user is in too many rooms
     */
    public Membership join(UserId user, RoomId id, Optional<JoinCode> code) {
        Optional<Membership> before = directory.findFor(user, id);
        if (before.isPresent()) {
            realtime.met(user, id);
            return before.get();
        }
        Room room = directory.find(id).orElseThrow(Authority::noSuchRoom);
        switch (room.join()) {
            case INVITE -> throw Authority.noSuchRoom();
            case CODE -> demandCode(room, code);
            case OPEN -> {}
        }
        return enter(id, user);
    }

    private static void demandCode(Room room, Optional<JoinCode> code) {
        JoinCode right = room.code();
        if (right == null || code.filter(right::matches).isEmpty()) {
            throw new ChatException.Forbidden(ErrorCode.WRONG_JOIN_CODE);
        }
    }

    private Membership enter(RoomId room, UserId user) {
        demandPlace(List.of(user));
        Head end = log.heads(List.of(room)).getOrDefault(room, Head.EMPTY);
        Entry entry = decided(() -> directory.add(room, user, end, plans.now()));
        Membership membership = null;
        if (entry instanceof Entry.Added added) {
            membership = added.membership();
        } else if (entry instanceof Entry.Already already) {
            membership = already.membership();
        }
        if (membership == null) {
            throw Authority.noSuchRoom();
        }
        realtime.entered(user, room);
        return membership;
    }

    /**
     * Leaves the room; who is not in it, or it in nothing, has left it.
     *
     * @throws ChatException.Conflict if nobody would own it then
     * @throws ChatException.Forbidden if it is General, or one's direct room
     * @throws ChatException.Unavailable if the store does not answer, or the other nodes do not know this one
     */
    public void leave(UserId user, RoomId room) {
        if (directory.findFor(user, room).isPresent()) {
            realtime.awaitKnown();
        }
        Departure departure = decided(() -> directory.remove(room, user));
        if (departure == Departure.MISSING && directory.findFor(user, room).isPresent()) {
            throw new ChatException.Forbidden(ErrorCode.ROOM_FIXED);
        }
        demandOwner(departure);
        realtime.left(user, room);
    }

    private static void demandOwner(Departure departure) {
        if (departure == Departure.LAST_OWNER) {
            throw new ChatException.Conflict(ErrorCode.LAST_OWNER);
        }
    }

    /** Gives somebody a role in the room; who is not in it comes in. Only owners make owners and moderators. */
    public Membership assign(UserId actor, RoomId id, UserId user, Role role) {
        Standing own = authority.demand(actor, id, role == Role.MEMBER ? Role.MODERATOR : Role.OWNER);
        demandUser(user);
        Optional<Membership> before = directory.findFor(user, id);
        Membership membership = before.isPresent() ? before.get() : enter(id, user);
        realtime.met(user, id); // It may have come in by a call that was not answered.
        if (membership.role() != role) {
            if (!own.role().isAtLeast(Role.OWNER)) {
                throw new ChatException.Forbidden(ErrorCode.ROLE_TOO_LOW);
            }
            demandDone(decided(() -> directory.assign(id, user, role)));
            realtime.entered(user, id);
        }
        return new Membership(membership.room(), role, membership.joinedAfter());
    }

    private static void demandDone(Departure departure) {
        if (departure == Departure.MISSING) {
            throw Authority.noSuchRoom();
        }
        demandOwner(departure);
    }

    /**
     * Removes somebody who is below the actor, or anybody if that is an owner; oneself is left by {@link #leave}, and as with
     * that the other nodes have to know this one.
     */
    public void remove(UserId actor, RoomId id, UserId user) {
        if (actor.equals(user)) {
            leave(user, id);
            return;
        }
        Standing own = authority.demand(actor, id, Role.MODERATOR);
        Role theirs = directory.findFor(user, id).map(Membership::role).orElse(Role.MEMBER);
        if (own.role() != Role.OWNER && theirs.isAtLeast(own.role())) {
            throw new ChatException.Forbidden(ErrorCode.ROLE_TOO_LOW);
        }
        realtime.awaitKnown();
        demandDone(decided(() -> directory.remove(id, user)));
        realtime.left(user, id);
    }

    /** The room, for whoever looks after it without being in it. */
    public Room inspect(UserId admin, RoomId id) {
        return authority.demand(admin, id, Role.MEMBER).room();
    }

    /** Changes the room. A rule that needs a code gets one. What others change at the same moment stays as they want it. */
    public Room change(UserId actor, RoomId id, RoomPatch patch) {
        for (int attempt = 0; attempt < CHANGE_ATTEMPTS; attempt++) {
            Room room = authority.demand(actor, id, Role.OWNER).room();
            RoomSettings wanted = plans.changed(room, patch);
            Creation creation = decided(() -> directory.change(id, room.version(), wanted));
            if (!(creation instanceof Creation.Outdated)) {
                Room changed = made(creation);
                realtime.changed(changed);
                return changed;
            }
        }
        throw new ChatException.Unavailable(ErrorCode.OVERLOADED);
    }

    /** Deletes the room with all that was said in it. */
    public void delete(UserId actor, RoomId id) {
        authority.demand(actor, id, Role.OWNER);
        log.close(id);
        boolean deleted = decided(() -> directory.delete(id));
        realtime.closed(id);
        if (!deleted) {
            throw Authority.noSuchRoom();
        }
    }

    /** A page of the room's members, by number. */
    public List<Member> members(UserId reader, RoomId id, long after, int limit) {
        authority.demand(reader, id, Role.MEMBER);
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
}
