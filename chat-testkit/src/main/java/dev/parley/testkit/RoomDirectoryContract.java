package dev.parley.testkit;

import static dev.parley.testkit.Drafts.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.domain.account.DisplayName;
import dev.parley.domain.account.NewUser;
import dev.parley.domain.account.PasswordHash;
import dev.parley.domain.account.UserDirectory.Registration;
import dev.parley.domain.account.UserId;
import dev.parley.domain.account.Username;
import dev.parley.domain.message.Seq;
import dev.parley.domain.room.Room;
import dev.parley.domain.room.RoomDirectory;
import dev.parley.domain.room.RoomId;
import dev.parley.domain.room.RoomKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Every promise of {@link RoomDirectory}. */
public abstract class RoomDirectoryContract extends StoreContract {
    private UserId ann = new UserId(1);
    private UserId bob = new UserId(2);

    private RoomDirectory rooms() {
        return store().rooms();
    }

    @BeforeEach
    void registerTwo() {
        ann = register("ann");
        bob = register("bob");
    }

    private UserId register(String name) {
        Registration result = store().users()
                .register(new NewUser(
                        new Username(name), null, new DisplayName(name), null, new PasswordHash("none"), NOON));
        assertThat(result).isInstanceOf(Registration.Registered.class);
        return ((Registration.Registered) result).user().id();
    }

    @Test
    void general_exists_and_everybody_is_in_it() {
        Room general = rooms().findFor(ann, RoomId.GENERAL).orElseThrow();
        assertThat(general.id()).isEqualTo(RoomId.GENERAL);
        assertThat(general.kind()).isEqualTo(RoomKind.PUBLIC);
        assertThat(general.name()).isEqualTo("General");
        assertThat(rooms().roomsOf(ann)).containsExactly(general);
        assertThat(rooms().roomsOf(bob)).containsExactly(general);
        assertThat(rooms().findFor(register("newcomer"), RoomId.GENERAL)).contains(general);
    }

    @Test
    void general_is_the_same_room_on_every_node_and_after_a_restart() {
        Room general = rooms().findFor(ann, RoomId.GENERAL).orElseThrow();
        assertThat(anotherNode().rooms().roomsOf(bob)).containsExactly(general);
        reopen();
        assertThat(rooms().roomsOf(ann)).containsExactly(general);
    }

    @Test
    void a_room_that_does_not_exist_is_not_found() {
        assertThat(rooms().findFor(ann, new RoomId(4711))).isEmpty();
    }

    @Test
    void a_mark_is_not_there_until_it_is_set() {
        assertThat(rooms().readMarks(ann)).isEmpty();
        assertThat(rooms().advanceReadMark(RoomId.GENERAL, ann, new Seq(5))).isEqualTo(new Seq(5));
        assertThat(rooms().readMarks(ann)).isEqualTo(Map.of(RoomId.GENERAL, new Seq(5)));
        assertThat(rooms().readMarks(bob)).isEmpty();
    }

    @Test
    void a_mark_never_moves_back() {
        rooms().advanceReadMark(RoomId.GENERAL, ann, new Seq(5));
        assertThat(rooms().advanceReadMark(RoomId.GENERAL, ann, new Seq(3))).isEqualTo(new Seq(5));
        assertThat(rooms().advanceReadMark(RoomId.GENERAL, ann, new Seq(5))).isEqualTo(new Seq(5));
        assertThat(anotherNode().rooms().advanceReadMark(RoomId.GENERAL, ann, new Seq(9)))
                .isEqualTo(new Seq(9));
        assertThat(rooms().readMarks(ann)).isEqualTo(Map.of(RoomId.GENERAL, new Seq(9)));
        reopen();
        assertThat(rooms().readMarks(ann)).isEqualTo(Map.of(RoomId.GENERAL, new Seq(9)));
    }

    @Test
    void a_mark_under_a_race_only_rises_and_ends_at_the_highest() {
        RoomDirectory other = anotherNode().rooms();
        int threads = 16;
        int steps = 25;
        List<List<Seq>> seen = Together.run(threads, thread -> {
            List<Seq> mine = new ArrayList<>();
            for (int step = 0; step < steps; step++) {
                Seq seq = new Seq(1 + (step * 7919L + thread * 104_729L) % 1000);
                Seq mark = (thread % 2 == 0 ? rooms() : other).advanceReadMark(RoomId.GENERAL, ann, seq);
                assertThat(mark).isGreaterThanOrEqualTo(seq);
                mine.add(mark);
            }
            return mine;
        });
        Seq highest = new Seq(0);
        for (List<Seq> marks : seen) {
            assertThat(marks).isSorted();
            highest = marks.get(steps - 1).compareTo(highest) > 0 ? marks.get(steps - 1) : highest;
        }
        assertThat(rooms().readMarks(ann)).isEqualTo(Map.of(RoomId.GENERAL, highest));
    }
}
