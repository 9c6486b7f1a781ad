package dev.parley.application.room;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.application.fixture.MemoryMessageLog;
import dev.parley.application.fixture.MemoryRoomDirectory;
import dev.parley.application.fixture.MemoryUserDirectory;
import dev.parley.application.profile.Profiles;
import dev.parley.domain.ChatException;
import dev.parley.domain.account.UserId;
import dev.parley.domain.message.Head;
import dev.parley.domain.message.Rev;
import dev.parley.domain.message.Seq;
import dev.parley.domain.room.RoomDirectory;
import dev.parley.domain.room.RoomId;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RoomsTest {
    private static final UserId ANN = new UserId(1);
    private static final UserId BOB = new UserId(2);

    private final MemoryMessageLog log = new MemoryMessageLog();
    private final MemoryRoomDirectory directory = new MemoryRoomDirectory();
    private final MemoryUserDirectory users = new MemoryUserDirectory();
    private final Rooms rooms = new Rooms(directory, log, new Profiles(users, () -> 0));

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
    void an_author_has_read_what_it_wrote_at_once_and_the_directory_learns_it_later() {
        for (int i = 0; i < 3; i++) {
            log.writeElsewhere(RoomId.GENERAL, ANN, "a");
        }
        rooms.wrote(ANN, RoomId.GENERAL, new Seq(3));
        rooms.wrote(ANN, RoomId.GENERAL, new Seq(2));
        assertThat(states(ANN)).extracting(RoomState::unread).containsExactly(0L);
        assertThat(states(BOB)).extracting(RoomState::unread).containsExactly(3L);
        assertThat(directory.readMarks(ANN)).isEmpty();
        directory.away(true);
        assertThatThrownBy(rooms::writeMarks).isInstanceOf(ChatException.Unavailable.class);
        directory.away(false);
        assertThat(rooms.writeMarks()).isFalse();

        assertThat(directory.readMarks(ANN)).isEqualTo(Map.of(RoomId.GENERAL, new Seq(3)));
        assertThat(states(ANN)).extracting(RoomState::unread).containsExactly(0L);
    }

    @Test
    void thousands_of_authors_are_written_in_parts_and_who_has_left_is_not() {
        int authors = 2 * RoomDirectory.MAX_MARKS;
        LongStream.rangeClosed(1, authors + 1L)
                .forEach(user -> rooms.wrote(new UserId(user), RoomId.GENERAL, new Seq(user)));
        rooms.left(new UserId(7), RoomId.GENERAL);
        assertThat(rooms.writeMarks()).isTrue();
        assertThat(rooms.writeMarks()).isTrue();
        assertThat(rooms.writeMarks()).isFalse();

        assertThat(directory.readMarks(new UserId(authors))).isEqualTo(Map.of(RoomId.GENERAL, new Seq(authors)));
        assertThat(directory.readMarks(new UserId(7))).isEmpty();
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

    @Test
    void who_is_in_many_small_rooms_is_asked_once() {
        List<RoomId> opened = LongStream.rangeClosed(1, 400)
                .mapToObj(room -> directory.open("room " + room, ANN, BOB))
                .toList();
        Map<RoomId, List<UserId>> members = rooms.firstMembers(rooms.of(ANN));
        assertThat(directory.seatQuestions()).isEqualTo(1);
        assertThat(members).containsOnlyKeys(concat(RoomId.GENERAL, opened));
        assertThat(opened).allSatisfy(room -> assertThat(members.get(room)).containsExactly(ANN, BOB));
    }

    @Test
    void a_large_room_hides_none_behind_it_and_one_that_a_page_cuts_is_whole() {
        UserId[] crowd = crowd(RoomDirectory.MAX_SEATS + 1);
        RoomId small = directory.open("small", ANN);
        RoomId large = directory.open("large", crowd);
        List<RoomId> behind = LongStream.rangeClosed(1, 9)
                .mapToObj(room -> directory.open("behind " + room, crowd(150)))
                .toList();
        Map<RoomId, List<UserId>> members = rooms.firstMembers(rooms.of(ANN));
        assertThat(members.get(small)).containsExactly(ANN);
        assertThat(members.get(large)).containsExactly(crowd(Rooms.MAX_NAMED));
        assertThat(behind).allSatisfy(room -> assertThat(members.get(room)).containsExactly(crowd(150)));
        assertThat(directory.seatQuestions()).isEqualTo(3);
    }

    @Test
    void rooms_beyond_a_question_are_asked_for_in_the_next() {
        LongStream.rangeClosed(1, RoomDirectory.MAX_SEATS + 5L).forEach(room -> directory.open("room " + room, ANN));
        assertThat(rooms.firstMembers(rooms.of(ANN)).values())
                .hasSize(RoomDirectory.MAX_SEATS + 6)
                .filteredOn(List.of(ANN)::equals)
                .hasSize(RoomDirectory.MAX_SEATS + 5);
    }

    @Test
    void everybody_is_in_general() {
        users.add("ann");
        users.add("bob");
        assertThat(rooms.firstMembers(rooms.of(ANN))).isEqualTo(Map.of(RoomId.GENERAL, List.of(ANN, BOB)));
        assertThat(directory.seatQuestions()).isZero();
    }

    private static UserId[] crowd(int size) {
        return LongStream.rangeClosed(1, size).mapToObj(UserId::new).toArray(UserId[]::new);
    }

    private static RoomId[] concat(RoomId first, List<RoomId> rest) {
        return Stream.concat(Stream.of(first), rest.stream()).toArray(RoomId[]::new);
    }

    private List<RoomState> states(UserId user) {
        return rooms.states(user, rooms.of(user));
    }
}
