package dev.parley.application.bridge;

import dev.parley.application.realtime.Realtime;
import dev.parley.domain.account.UserId;
import dev.parley.domain.bridge.BridgeLedger;
import dev.parley.domain.bridge.ForeignAccount;
import dev.parley.domain.message.Head;
import dev.parley.domain.message.MessageLog;
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

/** The members of a room on this side, as the bridge reads and changes them: whom it concerns is told. */
final class Members {
    private final RoomId room;
    private final RoomDirectory rooms;
    private final BridgeLedger ledger;
    private final MessageLog log;
    private final Realtime realtime;
    private final InstantSource clock;

    Members(
            RoomId room,
            RoomDirectory rooms,
            BridgeLedger ledger,
            MessageLog log,
            Realtime realtime,
            InstantSource clock) {
        this.room = room;
        this.rooms = rooms;
        this.ledger = ledger;
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
        if (entry instanceof Entry.Added added) {
            realtime.entered(user, added.membership());
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
