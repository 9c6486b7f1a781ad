package dev.parley.application.room;

import dev.parley.application.profile.Profiles;
import dev.parley.domain.account.User;
import dev.parley.domain.account.UserId;
import dev.parley.domain.message.Head;
import dev.parley.domain.message.Message;
import dev.parley.domain.message.MessageLog;
import dev.parley.domain.message.Seq;
import dev.parley.domain.room.Membership;
import dev.parley.domain.room.Pair;
import dev.parley.domain.room.Room;
import dev.parley.domain.room.RoomDirectory;
import dev.parley.domain.room.RoomId;
import dev.parley.domain.room.RoomName;
import dev.parley.domain.room.Seat;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Tells a user which rooms it is in and what is new there. A few questions to the store, however many rooms. */
public final class Rooms {
    /** So many members are named of each room where several are asked about. */
    public static final int MAX_NAMED = RoomDirectory.MAX_PAGE;

    private static final int MAX_QUERY = 1_000;

    private static final String NOBODY = "?";

    private final RoomDirectory directory;
    private final MessageLog log;
    private final Profiles profiles;
    private final AuthorMarks ownMarks;

    public Rooms(RoomDirectory directory, MessageLog log, Profiles profiles) {
        this.directory = directory;
        this.log = log;
        this.profiles = profiles;
        this.ownMarks = new AuthorMarks(directory);
    }

    /** The user has written this, so it has read the room up to there: here at once, for others when it is written. */
    public void wrote(UserId author, RoomId room, Seq seq) {
        ownMarks.add(author, room, seq);
    }

    /** The user has left the room. */
    public void left(UserId user, RoomId room) {
        ownMarks.forget(user, room);
    }

    /**
     * Writes some of how far authors have read.
     *
     * @return whether there may be more
     * @throws dev.parley.domain.ChatException.Unavailable if the store does not answer: what was not written waits on
     */
    public boolean writeMarks() {
        return ownMarks.write();
    }

    /** The rooms that the user is in, by number. */
    public List<Membership> of(UserId user) {
        return directory.roomsOf(user);
    }

    /** The room as the user has it; empty if it is not in it. */
    public Optional<Membership> find(UserId user, RoomId room) {
        return directory.findFor(user, room);
    }

    /** The room, whoever is in it; empty if there is none. */
    public Optional<Room> find(RoomId room) {
        return directory.find(room);
    }

    /** The direct room of the two; empty if they have none. */
    public Optional<Room> direct(Pair pair) {
        return directory.findDirect(pair);
    }

    /** Where each of the rooms is now. */
    public List<RoomState> states(UserId user, List<Membership> rooms) {
        Map<RoomId, Seq> marks = marks(user, rooms);
        Map<RoomId, Head> heads = inParts(rooms, log::heads); // Afterwards: no mark is beyond its log.
        Map<RoomId, String> titles = titles(user, rooms);
        return rooms.stream()
                .map(membership -> {
                    RoomId id = membership.room().id();
                    return new RoomState(
                            membership,
                            titles.getOrDefault(id, NOBODY),
                            heads.getOrDefault(id, Head.EMPTY),
                            marks.getOrDefault(id, Seq.ZERO));
                })
                .toList();
    }

    /** The directory is asked last, so that each mark is in one of the two. */
    private Map<RoomId, Seq> marks(UserId user, List<Membership> rooms) {
        Map<RoomId, Seq> own = ownMarks.of(
                user, rooms.stream().map(membership -> membership.room().id()).toList());
        Map<RoomId, Seq> marks = new HashMap<>(directory.readMarks(user));
        own.forEach((room, seq) -> marks.merge(room, seq, AuthorMarks::further));
        return marks;
    }

    private Map<RoomId, String> titles(UserId user, List<Membership> rooms) {
        Map<RoomId, String> titles = new HashMap<>();
        Map<RoomId, UserId> partners = new HashMap<>();
        for (Membership membership : rooms) {
            Room room = membership.room();
            RoomName name = room.name();
            Pair pair = room.pair();
            if (name != null) {
                titles.put(room.id(), name.value());
            } else if (pair != null) {
                partners.put(room.id(), pair.otherThan(user));
            }
        }
        Map<UserId, User> users = profiles.of(partners.values());
        partners.forEach((room, partner) -> {
            User other = users.get(partner);
            titles.put(room, other == null ? NOBODY : other.displayName().value());
        });
        return titles;
    }

    /** The newest message of each of the rooms that has one which the member may read. */
    public Map<RoomId, Message> newest(List<Membership> rooms) {
        Map<RoomId, Message> newest = inParts(rooms, log::newest);
        for (Membership membership : rooms) {
            newest.computeIfPresent(
                    membership.room().id(),
                    (id, message) -> message.seq().compareTo(membership.start().lastSeq()) > 0 ? message : null);
        }
        return newest;
    }

    /**
     * Who is in each of the rooms, by number, the first {@value #MAX_NAMED}. In General, that is everybody.
     *
     * <p>The store is asked once if they are small. A large one takes up a page, and the rooms behind it the next.
     */
    public Map<RoomId, List<UserId>> firstMembers(List<Membership> rooms) {
        Map<RoomId, List<UserId>> members = new HashMap<>();
        List<RoomId> open = rooms.stream()
                .map(membership -> membership.room().id())
                .sorted(Comparator.comparingLong(RoomId::value))
                .toList();
        if (open.contains(RoomId.GENERAL)) {
            List<User> users = profiles.search("", 0, MAX_NAMED);
            members.put(RoomId.GENERAL, users.stream().map(User::id).toList());
            open = open.subList(1, open.size());
        }
        while (!open.isEmpty()) {
            List<RoomId> asked = open.subList(0, Math.min(open.size(), RoomDirectory.MAX_SEATS));
            List<Seat> seats = directory.seats(asked);
            Map<RoomId, List<UserId>> page = seats.stream()
                    .collect(Collectors.groupingBy(Seat::room, Collectors.mapping(Seat::user, Collectors.toList())));
            page.forEach((room, users) -> members.put(room, users.subList(0, Math.min(users.size(), MAX_NAMED))));
            open = open.subList(answered(asked, seats, members), open.size());
        }
        return members;
    }

    /** How many of the rooms the page tells enough of. The last one on it may go on behind it. */
    private static int answered(List<RoomId> asked, List<Seat> seats, Map<RoomId, List<UserId>> members) {
        if (seats.size() < RoomDirectory.MAX_SEATS) {
            return asked.size();
        }
        RoomId last = seats.get(seats.size() - 1).room();
        boolean enough = members.getOrDefault(last, List.of()).size() == MAX_NAMED;
        return asked.indexOf(last) + (enough ? 1 : 0);
    }

    private static <T> Map<RoomId, T> inParts(List<Membership> rooms, Function<List<RoomId>, Map<RoomId, T>> question) {
        List<RoomId> ids =
                rooms.stream().map(membership -> membership.room().id()).toList();
        Map<RoomId, T> answers = new HashMap<>();
        for (int i = 0; i < ids.size(); i += MAX_QUERY) {
            answers.putAll(question.apply(ids.subList(i, Math.min(ids.size(), i + MAX_QUERY))));
        }
        return answers;
    }
}
