package dev.parley.testkit;

import static dev.parley.testkit.Drafts.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.domain.account.DisplayName;
import dev.parley.domain.account.NewUser;
import dev.parley.domain.account.PasswordHash;
import dev.parley.domain.account.UserDirectory.Registration;
import dev.parley.domain.account.UserId;
import dev.parley.domain.account.Username;
import dev.parley.domain.message.Head;
import dev.parley.domain.room.HistoryRule;
import dev.parley.domain.room.JoinRule;
import dev.parley.domain.room.Membership;
import dev.parley.domain.room.NewRoom;
import dev.parley.domain.room.Pair;
import dev.parley.domain.room.Role;
import dev.parley.domain.room.Room;
import dev.parley.domain.room.RoomDirectory;
import dev.parley.domain.room.RoomDirectory.Creation;
import dev.parley.domain.room.RoomDirectory.Departure;
import dev.parley.domain.room.RoomId;
import dev.parley.domain.room.RoomKind;
import dev.parley.domain.room.RoomName;
import dev.parley.domain.room.RoomSettings;
import dev.parley.domain.room.RoomWatch;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Every promise of {@link RoomWatch}. */
public abstract class RoomWatchContract extends StoreContract {
    private UserId ann = new UserId(1);
    private UserId bob = new UserId(2);
    private UserId eve = new UserId(3);

    @BeforeEach
    void registerThree() {
        ann = register("ann");
        bob = register("bob");
        eve = register("eve");
    }

    private UserId register(String name) {
        Registration result = store().users()
                .register(new NewUser(
                        new Username(name), null, new DisplayName(name), null, new PasswordHash("none"), NOON));
        assertThat(result).isInstanceOf(Registration.Registered.class);
        return ((Registration.Registered) result).user().id();
    }

    private RoomDirectory rooms() {
        return store().rooms();
    }

    private static RoomSettings settings(String name) {
        return new RoomSettings(new RoomName(name), JoinRule.OPEN, null, HistoryRule.ALL);
    }

    private static Room made(Creation creation) {
        assertThat(creation).isInstanceOf(Creation.Made.class);
        return ((Creation.Made) creation).room();
    }

    private Room open(String name, UserId owner, UserId... members) {
        return made(rooms().create(new NewRoom(RoomKind.PUBLIC, settings(name), owner, Set.of(members), NOON)));
    }

    private List<Long> numbers() {
        Map<UserId, Long> found = anotherNode().watch().memberships(List.of(ann, bob, eve));
        return List.of(found.getOrDefault(ann, 0L), found.getOrDefault(bob, 0L), found.getOrDefault(eve, 0L));
    }

    /** The step raises the numbers of these, and of nobody else. */
    private void assertRaised(Runnable step, UserId... raised) {
        List<Long> before = numbers();
        step.run();
        List<Long> after = numbers();
        List<UserId> users = List.of(ann, bob, eve);
        for (int i = 0; i < users.size(); i++) {
            if (List.of(raised).contains(users.get(i))) {
                assertThat(after.get(i)).as("user %d", i).isGreaterThan(before.get(i));
            } else {
                assertThat(after.get(i)).as("user %d", i).isEqualTo(before.get(i));
            }
        }
    }

    @Test
    void every_change_of_a_membership_raises_the_number_of_its_user_on_every_node() {
        assertRaised(() -> open("Club", ann, bob), ann, bob);
        RoomId club = rooms().findListed(new RoomName("Club")).orElseThrow().id();
        assertRaised(() -> rooms().add(club, eve, Head.EMPTY, NOON), eve);
        assertRaised(() -> assertThat(rooms().assign(club, eve, Role.MODERATOR)).isEqualTo(Departure.DONE), eve);
        assertRaised(() -> assertThat(rooms().remove(club, bob)).isEqualTo(Departure.DONE), bob);
        assertRaised(() -> rooms().add(club, bob, Head.EMPTY, NOON), bob);
        assertRaised(() -> rooms().direct(Pair.of(ann, eve), NOON), ann, eve);
        reopen();
        assertRaised(() -> assertThat(rooms().remove(club, eve)).isEqualTo(Departure.DONE), eve);
    }

    @Test
    void what_changes_nothing_or_something_else_raises_no_number() {
        Room room = open("Club", ann, bob);
        RoomId club = room.id();
        rooms().direct(Pair.of(ann, bob), NOON);
        assertRaised(() -> {
            rooms().add(club, bob, Head.EMPTY, NOON);
            rooms().remove(club, eve);
            rooms().remove(club, ann);
            rooms().assign(club, ann, Role.OWNER);
            rooms().add(RoomId.GENERAL, eve, Head.EMPTY, NOON);
            rooms().direct(Pair.of(ann, bob), NOON);
            rooms().change(club, room.version(), settings("Pub"));
            rooms().create(new NewRoom(RoomKind.PUBLIC, settings("pub"), eve, Set.of(), NOON));
        });
    }

    @Test
    void whoever_sees_a_number_finds_what_has_raised_it() {
        StoreUnderTest other = anotherNode();
        for (int round = 0; round < 10; round++) {
            Room club = open("Club " + round, ann);
            awaitSight(
                    other,
                    () -> rooms().add(club.id(), bob, Head.EMPTY, NOON),
                    () -> other.rooms().findFor(bob, club.id()).isPresent());
            awaitSight(
                    other,
                    () -> rooms().remove(club.id(), bob),
                    () -> other.rooms().findFor(bob, club.id()).isEmpty());
            Set<UserId> members = Set.of(bob);
            NewRoom room = new NewRoom(RoomKind.GROUP, settings("Pub"), ann, members, NOON);
            int before = rooms().roomsOf(bob).size();
            awaitSight(
                    other,
                    () -> rooms().create(room),
                    () -> other.rooms().roomsOf(bob).size() == before + 1);
        }
    }

    /** While one takes the step, another asks for the number until it rises; then the step's effect must be there. */
    private void awaitSight(StoreUnderTest other, Runnable step, BooleanSupplier effect) {
        long before = number(other);
        Together.run(2, thread -> {
            if (thread == 0) {
                step.run();
                return true;
            }
            while (number(other) == before) {
                if (Thread.interrupted()) {
                    throw new InterruptedException();
                }
            }
            assertThat(effect.getAsBoolean()).isTrue();
            return true;
        });
    }

    private long number(StoreUnderTest node) {
        return node.watch().memberships(List.of(bob)).getOrDefault(bob, 0L);
    }

    @Test
    void no_change_is_lost_among_many_at_once_and_nobody_waits_for_ever() {
        List<UserId> users = List.of(ann, bob, eve);
        RoomDirectory other = anotherNode().rooms();
        List<Long> before = numbers();
        int rounds = 10;
        Together.run(16, thread -> {
            RoomDirectory mine = thread % 2 == 0 ? rooms() : other;
            UserId owner = users.get(thread % 3);
            Set<UserId> others = Set.of(users.get((thread + 1) % 3), users.get((thread + 2) % 3));
            for (int round = 0; round < rounds; round++) {
                String name = "Room " + thread + "-" + round;
                made(mine.create(new NewRoom(RoomKind.PUBLIC, settings(name), owner, others, NOON)));
            }
            return true;
        });
        List<Long> after = numbers();
        for (int i = 0; i < 3; i++) {
            assertThat(after.get(i) - before.get(i)).isGreaterThanOrEqualTo(16L * rounds);
        }
        assertThat(rooms().countRooms(users)).isEqualTo(Map.of(ann, 160, bob, 160, eve, 160));
    }

    @Test
    void a_room_has_the_number_of_its_version_which_each_change_of_its_settings_raises() {
        Room club = open("Club", ann, bob);
        Room pub = open("Pub", ann);
        RoomWatch other = anotherNode().watch();
        List<RoomId> both = List.of(club.id(), pub.id());
        assertThat(other.settings(both)).isEqualTo(Map.of(club.id(), club.version(), pub.id(), pub.version()));
        Room changed = made(rooms().change(club.id(), club.version(), settings("Bar")));
        assertThat(changed.version()).isGreaterThan(club.version());
        rooms().add(pub.id(), bob, Head.EMPTY, NOON);
        rooms().remove(club.id(), bob);
        assertThat(other.settings(both)).isEqualTo(Map.of(club.id(), changed.version(), pub.id(), pub.version()));
        assertThat(rooms().find(club.id())).contains(changed);
        assertThat(rooms().roomsOf(ann)).extracting(Membership::room).contains(changed, pub);
    }

    @Test
    void of_sixteen_who_change_one_version_one_makes_the_next() {
        Room club = open("Club", ann);
        RoomDirectory other = anotherNode().rooms();
        List<Creation> changed = Together.run(
                16,
                thread -> (thread % 2 == 0 ? rooms() : other)
                        .change(club.id(), club.version(), settings("Club " + thread)));
        assertThat(changed).filteredOn(Creation.Outdated.class::isInstance).hasSize(15);
        Room next = made(changed.stream()
                .filter(Creation.Made.class::isInstance)
                .findFirst()
                .orElseThrow());
        assertThat(rooms().find(club.id())).contains(next);
        assertThat(store().watch().settings(List.of(club.id()))).isEqualTo(Map.of(club.id(), next.version()));
    }

    @Test
    void a_room_that_is_not_there_has_no_number_and_general_has_one() {
        Room club = open("Club", ann, bob);
        List<RoomId> asked = List.of(club.id(), new RoomId(4711), RoomId.GENERAL);
        assertThat(store().watch().settings(asked)).containsOnlyKeys(club.id(), RoomId.GENERAL);
        assertThat(rooms().delete(club.id())).isTrue();
        assertThat(anotherNode().watch().settings(asked)).containsOnlyKeys(RoomId.GENERAL);
    }

    @Test
    void a_thousand_are_asked_for_at_once_or_none() {
        List<RoomId> rooms = new ArrayList<>(List.of(RoomId.GENERAL));
        LongStream.range(10_000, 10_999).forEach(id -> rooms.add(new RoomId(id)));
        List<UserId> users = new ArrayList<>(List.of(ann));
        LongStream.range(10_000, 10_999).forEach(id -> users.add(new UserId(id)));
        open("Club", ann);
        assertThat(store().watch().settings(rooms)).containsOnlyKeys(RoomId.GENERAL);
        assertThat(store().watch().memberships(users)).containsOnlyKeys(ann);
        assertThat(store().watch().settings(List.of())).isEmpty();
        assertThat(store().watch().memberships(List.of())).isEmpty();
    }
}
