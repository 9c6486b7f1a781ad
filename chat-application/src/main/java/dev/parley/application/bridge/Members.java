package dev.parley.application.bridge;

import dev.parley.application.realtime.Realtime;
import dev.parley.domain.account.UserId;
import dev.parley.domain.bridge.BridgeLedger;
import dev.parley.domain.bridge.ForeignAccount;
import dev.parley.domain.bridge.Topic;
import dev.parley.domain.message.Head;
import dev.parley.domain.message.MessageLog;
import dev.parley.domain.message.Seq;
import dev.parley.domain.room.Member;
import dev.parley.domain.room.Room;
import dev.parley.domain.room.RoomDirectory;
import dev.parley.domain.room.RoomDirectory.Departure;
import dev.parley.domain.room.RoomDirectory.Entry;
import dev.parley.domain.room.RoomId;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;

/** The members of a room on this side, as the bridge reads and changes them: whom it concerns is told. */
final class Members {
    /** How far before a message that no post shows one is looked for that is shown. */
    private static final int LOOK_BACK = 100;

    private final RoomId room;
    private final RoomDirectory rooms;
    private final BridgeLedger ledger;
    private final Findings findings;
    private final MessageLog log;
    private final Realtime realtime;
    private final InstantSource clock;

    Members(
            RoomId room,
            RoomDirectory rooms,
            BridgeLedger ledger,
            Findings findings,
            MessageLog log,
            Realtime realtime,
            InstantSource clock) {
        this.room = room;
        this.rooms = rooms;
        this.ledger = ledger;
        this.findings = findings;
        this.log = log;
        this.realtime = realtime;
        this.clock = clock;
    }

    /** The room, if it exists. */
    Optional<Room> room() {
        return rooms.find(room);
    }

    boolean has(UserId user) {
        return rooms.findFor(user, room).isPresent();
    }

    /** What the user may not read, if it is in the room: all up to there. */
    Optional<Seq> start(UserId user) {
        return rooms.findFor(user, room).map(it -> it.start().lastSeq());
    }

    /** Up to which message all has been carried to the topic. */
    Seq carriedOut() {
        return ledger.find(room).map(it -> it.carriedOut().lastSeq()).orElse(Seq.ZERO);
    }

    /** The number of the post that shows this message; else of one that shows one of those before it; 0 if none does. */
    long postOf(Topic topic, Seq seq) {
        List<Seq> seqs = LongStream.rangeClosed(Math.max(1, seq.value() - LOOK_BACK), seq.value())
                .mapToObj(Seq::new)
                .toList();
        return findings.postsOf(topic, seqs).values().stream()
                .mapToLong(posts -> posts.get(0).number())
                .max()
                .orElse(0);
    }

    /** Those who have accounts there. */
    Map<ForeignAccount, UserId> accounts() {
        Map<ForeignAccount, UserId> accounts = new HashMap<>();
        List<Member> page = rooms.members(room, 0, RoomDirectory.MAX_PAGE);
        while (!page.isEmpty()) {
            ledger.accountsOf(page.stream().map(Member::user).toList())
                    .forEach((user, account) -> accounts.put(account, user));
            long last = page.get(page.size() - 1).user().value();
            page = page.size() < RoomDirectory.MAX_PAGE ? List.of() : rooms.members(room, last, RoomDirectory.MAX_PAGE);
        }
        return accounts;
    }

    /** Lets the user in. Returns whether it is a member afterwards. */
    boolean add(UserId user) {
        Head end = log.heads(List.of(room)).getOrDefault(room, Head.EMPTY);
        Entry entry = rooms.add(room, user, end, clock.instant().truncatedTo(ChronoUnit.MILLIS));
        if (entry instanceof Entry.Added) {
            realtime.entered(user, room);
        }
        return !(entry instanceof Entry.Missing);
    }

    /** The user has left. Returns whether it is no member afterwards: the last owner stays. */
    boolean remove(UserId user) {
        Departure departure = rooms.remove(room, user);
        if (departure == Departure.DONE) {
            realtime.left(user, room);
        }
        return departure != Departure.LAST_OWNER;
    }
}
