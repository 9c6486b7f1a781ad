package dev.parley.application.lobby;

import dev.parley.application.limit.RateLimiter;
import dev.parley.domain.ChatException;
import dev.parley.domain.ErrorCode;
import dev.parley.domain.account.UserId;
import dev.parley.domain.room.HistoryRule;
import dev.parley.domain.room.JoinCode;
import dev.parley.domain.room.JoinRule;
import dev.parley.domain.room.NewRoom;
import dev.parley.domain.room.Room;
import dev.parley.domain.room.RoomKind;
import dev.parley.domain.room.RoomName;
import dev.parley.domain.room.RoomSettings;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Makes of what people want a room that can be: fills in what is usual, draws codes, and counts who makes how many. */
public final class RoomPlans {
    private static final int CODE_BYTES = 12;

    private final RateLimiter roomsPerUser;
    private final InstantSource clock;
    private final RandomGenerator random;

    /** @param random cryptographically strong */
    public RoomPlans(RateLimiter roomsPerUser, InstantSource clock, RandomGenerator random) {
        this.roomsPerUser = roomsPerUser;
        this.clock = clock;
        this.random = random;
    }

    /** @throws ChatException.TooMany if the user has made many rooms just now */
    void count(UserId creator) {
        roomsPerUser.take(creator.toString());
    }

    NewRoom fresh(UserId creator, RoomKind kind, RoomPatch wanted, Set<UserId> members) {
        boolean isPublic = kind == RoomKind.PUBLIC;
        RoomName name = wanted.name();
        if (kind == RoomKind.DIRECT) {
            throw new ChatException.Invalid(ErrorCode.INVALID_FIELD, "'kind' must be one of public, group.");
        }
        if (name == null) {
            throw new ChatException.Invalid(ErrorCode.INVALID_ROOM_NAME);
        }
        JoinRule join = or(wanted.join(), isPublic ? JoinRule.OPEN : JoinRule.INVITE);
        HistoryRule history = or(wanted.history(), isPublic ? HistoryRule.ALL : HistoryRule.SINCE_JOINING);
        demandOpen(kind, join);
        return new NewRoom(kind, new RoomSettings(name, join, codeFor(join, null), history), creator, members, now());
    }

    RoomSettings changed(Room room, RoomPatch patch) {
        RoomName name = patch.name() == null ? room.name() : patch.name();
        if (name == null) {
            throw new ChatException.Forbidden(ErrorCode.ROOM_FIXED);
        }
        JoinRule join = or(patch.join(), room.join());
        demandOpen(room.kind(), join);
        return new RoomSettings(name, join, codeFor(join, room.code()), or(patch.history(), room.history()));
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

    Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }
}
