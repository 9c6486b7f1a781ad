package dev.parley.application.room;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.application.fixture.MemoryMessageLog;
import dev.parley.application.fixture.MemoryRoomDirectory;
import dev.parley.application.fixture.MemoryUserDirectory;
import dev.parley.application.profile.Profiles;
import dev.parley.domain.account.UserId;
import dev.parley.domain.message.Head;
import dev.parley.domain.message.Rev;
import dev.parley.domain.message.Seq;
import dev.parley.domain.room.RoomId;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class RoomsTest {
    private static final UserId ANN = new UserId(1);
    private static final UserId BOB = new UserId(2);

    private final MemoryMessageLog log = new MemoryMessageLog();
    private final MemoryRoomDirectory directory = new MemoryRoomDirectory();
    private final Rooms rooms = new Rooms(directory, log, new Profiles(new MemoryUserDirectory(), () -> 0));

    @Test
    void unread_is_what_came_after_the_mark() {
        log.writeElsewhere(RoomId.GENERAL, ANN, "a");
        log.writeElsewhere(RoomId.GENERAL, ANN, "b");
        directory.advanceReadMark(RoomId.GENERAL, BOB, new Seq(1));

        assertThat(states(BOB)).extracting(RoomState::unread).containsExactly(1L);
        assertThat(states(ANN)).extracting(RoomState::unread).containsExactly(2L);
        assertThat(states(ANN)).extracting(RoomState::head).containsExactly(new Head(new Seq(2), new Rev(2)));
    }

    @Test
    void a_mark_beyond_the_log_leaves_nothing_unread() {
        directory.advanceReadMark(RoomId.GENERAL, BOB, new Seq(9));

        assertThat(states(BOB)).extracting(RoomState::unread).containsExactly(0L);
    }

    @Test
    void thousands_of_rooms_are_asked_for_in_few_questions() {
        LongStream.rangeClosed(2, 2_500).forEach(room -> directory.open("room " + room, ANN));
        log.writeElsewhere(new RoomId(2_500), ANN, "a");

        assertThat(states(ANN)).hasSize(2_500);
        assertThat(log.reads()).isEqualTo(3);
        assertThat(rooms.newest(rooms.of(ANN))).containsOnlyKeys(new RoomId(2_500));
        assertThat(states(BOB)).hasSize(1);
    }

    private List<RoomState> states(UserId user) {
        return rooms.states(user, rooms.of(user));
    }
}
