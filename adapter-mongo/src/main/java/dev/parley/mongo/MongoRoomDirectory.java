package dev.parley.mongo;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.gt;
import static com.mongodb.client.model.Filters.regex;
import static com.mongodb.client.model.Sorts.ascending;

import dev.parley.domain.account.UserId;
import dev.parley.domain.message.Head;
import dev.parley.domain.message.Seq;
import dev.parley.domain.room.Member;
import dev.parley.domain.room.Membership;
import dev.parley.domain.room.NewRoom;
import dev.parley.domain.room.Pair;
import dev.parley.domain.room.ReadMark;
import dev.parley.domain.room.Role;
import dev.parley.domain.room.Room;
import dev.parley.domain.room.RoomDirectory;
import dev.parley.domain.room.RoomId;
import dev.parley.domain.room.RoomKind;
import dev.parley.domain.room.RoomName;
import dev.parley.domain.room.RoomSettings;
import dev.parley.domain.room.Seat;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.bson.conversions.Bson;
import org.bson.types.ObjectId;

/**
 * Keeps the rooms and who is in them; the package explains the protocol. Safe for concurrent use.
 *
 * <p>No deciding write is repeated after an unknown outcome: the caller is told. Whatever has to fit together is read
 * room first, then member: a member that is still there then had its role before.
 */
final class MongoRoomDirectory implements RoomDirectory {
    private final Database database;
    private final Numbers numbers;
    private final RoomJournal journal;
    private final Members members;
    private final ReadMarks marks;
    private final MembershipVersions versions;

    MongoRoomDirectory(Database database) {
        this.database = database;
        numbers = new Numbers(database, Schema.ROOM_NUMBERS);
        journal = new RoomJournal(database);
        members = new Members(database);
        marks = new ReadMarks(database, members);
        versions = new MembershipVersions(database);
    }

    @Override
    public Creation create(NewRoom room) {
        Attempts attempts = new Attempts();
        RoomDocument made = RoomDocument.made(new RoomId(numbers.next(attempts)), room);
        while (true) {
            try {
                journal.make(made);
                return new Creation.Made(made.room());
            } catch (DuplicateKey e) {
                if (isTaken(room.settings().name(), made.id())) {
                    return new Creation.NameTaken();
                }
                attempts.lostRace(e);
            }
        }
    }

    /** Whether another public room has the name; one that somebody has left half made is there afterwards. */
    private boolean isTaken(RoomName name, RoomId by) {
        Optional<RoomDocument> holder = journal.find(eq("nameKey", name.key()))
                .filter(found -> !found.id().equals(by));
        holder.ifPresent(journal::settle);
        return holder.isPresent();
    }

    @Override
    public Room direct(Pair pair, Instant now) {
        Attempts attempts = new Attempts();
        while (true) {
            Optional<RoomDocument> known = journal.find(eq("pair", RoomDocument.text(pair)));
            if (known.isPresent()) {
                journal.settle(known.get());
                return known.get().room();
            }
            RoomDocument made = RoomDocument.made(new RoomId(numbers.next(attempts)), pair, now);
            try {
                journal.make(made);
                return made.room();
            } catch (DuplicateKey e) {
                attempts.lostRace(e);
            }
        }
    }

    @Override
    public Optional<Room> findDirect(Pair pair) {
        return journal.find(and(eq("pair", RoomDocument.text(pair)), RoomDocument.IS_THERE))
                .map(RoomDocument::room);
    }

    @Override
    public Optional<Room> find(RoomId room) {
        return there(room).map(RoomDocument::room);
    }

    private Optional<RoomDocument> there(RoomId room) {
        return journal.find(and(eq("_id", room.value()), RoomDocument.IS_THERE));
    }

    @Override
    public Optional<Room> findListed(RoomName name) {
        return journal.find(and(eq("nameKey", name.key()), RoomDocument.IS_THERE))
                .map(RoomDocument::room);
    }

    @Override
    public Optional<Membership> findFor(UserId user, RoomId room) {
        if (room.equals(RoomId.GENERAL)) {
            return find(room).map(MongoRoomDirectory::everybodys);
        }
        return there(room).flatMap(found -> members.find(room, user).flatMap(found::membership));
    }

    private static Membership everybodys(Room general) {
        return new Membership(general, Role.MEMBER, Head.EMPTY);
    }

    @Override
    public List<Membership> roomsOf(UserId user) {
        List<Membership> rooms = new ArrayList<>();
        find(RoomId.GENERAL).map(MongoRoomDirectory::everybodys).ifPresent(rooms::add);
        members.of(user).values().forEach(rooms::add);
        return List.copyOf(rooms);
    }

    @Override
    public Map<UserId, Integer> countRooms(Collection<UserId> users) {
        return users.isEmpty() ? Map.of() : members.count(users);
    }

    @Override
    public List<Room> listed(String part, long after, int limit) {
        demandPage(limit);
        if (!RoomName.isPart(part)) {
            return List.of();
        }
        List<Bson> filters =
                new ArrayList<>(List.of(eq("kind", RoomKind.PUBLIC.name()), gt("_id", after), RoomDocument.IS_THERE));
        if (!part.isEmpty()) {
            filters.add(regex("nameKey", Pattern.quote(RoomName.key(part))));
        }
        return page(and(filters), limit);
    }

    @Override
    public List<Room> all(long after, int limit) {
        demandPage(limit);
        return page(and(gt("_id", after), RoomDocument.IS_THERE), limit);
    }

    private List<Room> page(Bson filter, int limit) {
        return database
                .ask(
                        Schema.ROOMS,
                        c -> c.find(filter)
                                .sort(ascending("_id"))
                                .limit(limit)
                                .batchSize(limit)
                                .into(new ArrayList<>()))
                .stream()
                .map(document -> new RoomDocument(document).room())
                .toList();
    }

    @Override
    public List<Member> members(RoomId room, long after, int limit) {
        demandPage(limit);
        return there(room).map(found -> members.page(found, after, limit)).orElse(List.of());
    }

    @Override
    public List<Seat> seats(Collection<RoomId> rooms) {
        if (rooms.isEmpty() || rooms.size() > MAX_SEATS) {
            throw new IllegalArgumentException("not 1 to " + MAX_SEATS + " rooms but " + rooms.size());
        }
        return members.seats(rooms, MAX_SEATS);
    }

    private static void demandPage(int limit) {
        if (limit < 1 || limit > MAX_PAGE) {
            throw new IllegalArgumentException("a page has 1 to " + MAX_PAGE + ", not " + limit);
        }
    }

    @Override
    public Entry add(RoomId room, UserId user, Head joinedAfter, Instant now) {
        Attempts attempts = new Attempts();
        while (true) {
            Optional<RoomDocument> found = changeable(room);
            if (found.isEmpty()) {
                return new Entry.Missing();
            }
            Optional<MemberDocument> known = members.find(room, user);
            Optional<Membership> already = known.flatMap(found.get()::membership);
            if (already.isPresent()) {
                return new Entry.Already(already.get());
            }
            MemberDocument joined = MemberDocument.joined(room, user, new ObjectId(), joinedAfter, now);
            if (members.put(known, joined)) {
                return entered(joined);
            }
            attempts.lostRace(new IllegalStateException("somebody else has changed the membership"));
        }
    }

    /** The room may have been deleted, and the members of it, before this one came in. */
    private Entry entered(MemberDocument joined) {
        Optional<RoomDocument> room = there(joined.room());
        if (room.isEmpty()) {
            members.takeBack(joined);
            return new Entry.Missing();
        }
        versions.raise(List.of(joined.user()));
        return new Entry.Added(
                new Membership(room.get().room(), room.get().role(joined.entry()), joined.joinedAfter()));
    }

    /** The room with nothing left to do, if its members and settings can change. */
    private Optional<RoomDocument> changeable(RoomId room) {
        return room.equals(RoomId.GENERAL)
                ? Optional.empty()
                : journal.settled(room).filter(found -> found.kind() != RoomKind.DIRECT);
    }

    @Override
    public Departure remove(RoomId room, UserId user) {
        return decide(room, user, Optional.empty());
    }

    @Override
    public Departure assign(RoomId room, UserId user, Role role) {
        return decide(room, user, Optional.of(role));
    }

    /** Gives the member a role, or none any more. */
    private Departure decide(RoomId room, UserId user, Optional<Role> role) {
        Attempts attempts = new Attempts();
        while (true) {
            Optional<RoomDocument> found = changeable(room);
            if (found.isEmpty()) {
                return Departure.MISSING;
            }
            Optional<MemberDocument> member = members.find(room, user).filter(known -> !known.left());
            if (member.isEmpty()) {
                // Unless all of them have just gone with the room.
                return there(room).isPresent() ? Departure.NOTHING : Departure.MISSING;
            }
            RoomDocument before = found.get();
            ObjectId entry = member.get().entry();
            if (role.filter(before.role(entry)::equals).isPresent()) {
                return Departure.NOTHING;
            }
            if (before.role(entry) == Role.OWNER && !before.hasOwnerBeside(entry)) {
                return Departure.LAST_OWNER;
            }
            RoomDocument after =
                    role.map(to -> before.assigned(user, entry, to)).orElseGet(() -> before.left(user, entry));
            if (journal.decide(before, after)) {
                return Departure.DONE;
            }
            attempts.lostRace(new IllegalStateException("somebody else has changed the room"));
        }
    }

    @Override
    public Creation change(RoomId room, long version, RoomSettings settings) {
        Attempts attempts = new Attempts();
        while (true) {
            Optional<RoomDocument> found = changeable(room);
            if (found.isEmpty()) {
                return new Creation.Missing();
            }
            if (found.get().version() != version) {
                return new Creation.Outdated();
            }
            Bson unchanged = and(eq("_id", room.value()), RoomDocument.IS_THERE, RoomDocument.has(version));
            Bson update = RoomDocument.update(found.get().kind(), settings);
            try {
                boolean changed = database.ask(Schema.ROOMS, c -> c.updateOne(unchanged, update))
                                .getMatchedCount()
                        == 1;
                if (changed) {
                    return new Creation.Made(found.get().changed(settings));
                }
                attempts.lostRace(new IllegalStateException("somebody else has changed the room"));
            } catch (DuplicateKey e) {
                if (isTaken(settings.name(), room)) {
                    return new Creation.NameTaken();
                }
                attempts.lostRace(e);
            }
        }
    }

    @Override
    public boolean delete(RoomId room) {
        Attempts attempts = new Attempts();
        while (true) {
            Optional<RoomDocument> found = changeable(room);
            if (found.isEmpty()) {
                return false;
            }
            if (journal.decide(found.get(), found.get().ended())) {
                return true;
            }
            attempts.lostRace(new IllegalStateException("somebody else has changed the room"));
        }
    }

    @Override
    public Seq advanceReadMark(RoomId room, UserId user, Seq seq) {
        return marks.advance(room, user, seq);
    }

    @Override
    public void advanceReadMarks(Collection<ReadMark> marksForward) {
        if (marksForward.isEmpty() || marksForward.size() > MAX_MARKS) {
            throw new IllegalArgumentException("not 1 to " + MAX_MARKS + " marks but " + marksForward.size());
        }
        marks.advance(marksForward);
    }

    @Override
    public Map<RoomId, Seq> readMarks(UserId user) {
        return marks.of(user);
    }
}
