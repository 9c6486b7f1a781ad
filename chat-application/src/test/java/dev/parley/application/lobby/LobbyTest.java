package dev.parley.application.lobby;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.parley.application.account.Sessions;
import dev.parley.application.fixture.MemoryLeases;
import dev.parley.application.fixture.MemoryMessageLog;
import dev.parley.application.fixture.MemoryRoomDirectory;
import dev.parley.application.fixture.MemorySessionLedger;
import dev.parley.application.fixture.MemoryUserDirectory;
import dev.parley.application.fixture.PlainTokens;
import dev.parley.application.fixture.TestTime;
import dev.parley.application.fixture.TestWorkers;
import dev.parley.application.limit.RateLimiter;
import dev.parley.application.node.Nodes;
import dev.parley.application.profile.Profiles;
import dev.parley.application.realtime.Realtime;
import dev.parley.application.room.Rooms;
import dev.parley.application.schedule.Scheduling;
import dev.parley.domain.ChatException;
import dev.parley.domain.ErrorCode;
import dev.parley.domain.account.UserId;
import dev.parley.domain.account.Username;
import dev.parley.domain.message.Head;
import dev.parley.domain.node.Lease;
import dev.parley.domain.node.NodeId;
import dev.parley.domain.room.Role;
import dev.parley.domain.room.RoomId;
import dev.parley.domain.room.RoomKind;
import dev.parley.domain.room.RoomName;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class LobbyTest {
    private final TestTime time = new TestTime();
    private final TestWorkers workers = new TestWorkers();
    private final MemoryMessageLog log = new MemoryMessageLog();
    private final MemoryUserDirectory users = new MemoryUserDirectory();
    private final MemoryRoomDirectory directory = new MemoryRoomDirectory();
    private final Profiles profiles = new Profiles(users, time::nanoTime);
    private final UserId ann = users.add("ann").id();
    private final UserId bob = users.add("bob").id();
    private final UserId root = users.add("Root").id();
    private final Authority authority = new Authority(directory, profiles, List.of(new Username("rOOt")));
    private final MemoryLeases leases = new MemoryLeases();
    private final Lobby lobby = lobby(nodes(time::nanoTime), time::nanoTime);
    private final Visits visits = new Visits(directory, lobby);

    private Nodes nodes(LongSupplier nanoTime) {
        return new Nodes(leases, new NodeId("n"), new Scheduling(workers, workers, time, time, nanoTime));
    }

    private Lobby lobby(Nodes nodes, LongSupplier nanoTime) {
        Sessions sessions = new Sessions(
                new MemorySessionLedger(),
                new PlainTokens(),
                profiles,
                time,
                time::nanoTime,
                new Random(1),
                Duration.ofDays(1));
        Scheduling scheduling = new Scheduling(workers, workers, time, time, nanoTime);
        Realtime realtime =
                new Realtime(log, new Rooms(directory, log, profiles), profiles, sessions, nodes, scheduling, 10);
        RoomPlans plans = new RoomPlans(RateLimiter.off(), time, new Random(2));
        return new Lobby(directory, authority, log, profiles, realtime, plans);
    }

    private void fill(UserId user) {
        for (int i = 0; i < Lobby.MAX_ROOMS; i++) {
            directory.open("Room " + i, user);
        }
    }

    private static RoomPatch named(String name) {
        return new RoomPatch(new RoomName(name), null, null);
    }

    private static void assertRefused(ErrorCode code, ThrowingCallable call) {
        assertThatExceptionOfType(ChatException.class)
                .isThrownBy(call)
                .extracting(ChatException::code)
                .isEqualTo(code);
    }

    @Test
    void who_is_in_as_many_rooms_as_one_can_be_in_comes_into_no_other() {
        RoomId club = directory.open("Club", ann);
        RoomId group = directory.joined(ann, root, Head.EMPTY);
        fill(bob);
        assertRefused(ErrorCode.TOO_MANY_ROOMS, () -> lobby.join(bob, club, Optional.empty()));
        assertRefused(ErrorCode.TOO_MANY_ROOMS, () -> lobby.assign(ann, group, bob, Role.MEMBER));
        assertRefused(ErrorCode.TOO_MANY_ROOMS, () -> lobby.direct(ann, bob));
        assertRefused(ErrorCode.TOO_MANY_ROOMS, () -> lobby.open(bob, RoomKind.GROUP, named("Own"), List.of()));
        assertRefused(ErrorCode.TOO_MANY_ROOMS, () -> lobby.open(ann, RoomKind.GROUP, named("Both"), List.of(bob)));
        assertThat(directory.countRooms(List.of(bob))).containsEntry(bob, Lobby.MAX_ROOMS);

        RoomId last = directory.roomsOf(bob).get(Lobby.MAX_ROOMS).room().id();
        assertThat(directory.delete(last)).isTrue();
        assertThat(lobby.join(bob, club, Optional.empty()).role()).isEqualTo(Role.MEMBER);
        assertThat(lobby.join(bob, club, Optional.empty()).role()).isEqualTo(Role.MEMBER);
    }

    @Test
    void nobody_is_put_out_by_a_node_that_others_do_not_know_yet() {
        RoomId group = directory.joined(ann, bob, Head.EMPTY);
        assertThat(leases.add(new Lease("node:other", new NodeId("other"), 0))).isTrue();
        AtomicLong seconds = new AtomicLong();
        LongSupplier ticking =
                () -> Duration.ofSeconds(seconds.getAndIncrement()).toNanos();
        Nodes fresh = nodes(ticking);
        fresh.start();
        Lobby there = lobby(fresh, ticking);
        assertRefused(ErrorCode.OVERLOADED, () -> there.remove(ann, group, bob));
        assertRefused(ErrorCode.OVERLOADED, () -> there.leave(bob, group));
        assertThat(directory.findFor(bob, group)).isPresent();
        there.leave(root, group); // Who is not in it waits for nothing.

        lobby.remove(ann, group, bob);
        assertThat(directory.findFor(bob, group)).isEmpty();
    }

    @Test
    void a_direct_room_is_not_made_by_itself() {
        assertRefused(ErrorCode.INVALID_FIELD, () -> lobby.open(ann, RoomKind.DIRECT, named("Two"), List.of(bob)));
    }

    @Test
    void an_admin_who_is_a_mere_member_removes_owners_but_the_last() {
        RoomId club = directory.open("Club", ann, bob, root);
        lobby.assign(ann, club, bob, Role.OWNER);
        lobby.remove(root, club, ann);
        assertThat(directory.findFor(ann, club)).isEmpty();
        assertRefused(ErrorCode.LAST_OWNER, () -> lobby.remove(root, club, bob));
        assertRefused(ErrorCode.LAST_OWNER, () -> lobby.assign(root, club, bob, Role.MODERATOR));
    }

    @Test
    void a_public_room_is_deleted_by_its_name_by_its_owner_or_an_admin_and_others_are_told_why_not() {
        UserId carl = users.add("carl").id();
        lobby.open(ann, RoomKind.PUBLIC, named("Club"), List.of(bob));
        RoomId group = lobby.open(ann, RoomKind.GROUP, named("Vault"), List.of(bob))
                .room()
                .id();
        for (UserId other : List.of(bob, carl)) {
            assertRefused(ErrorCode.ROLE_TOO_LOW, () -> visits.delete(other, new RoomName("Club")));
        }
        visits.delete(root, new RoomName("CLUB"));
        assertRefused(ErrorCode.ROOM_NOT_FOUND, () -> visits.delete(ann, new RoomName("Club")));
        lobby.open(ann, RoomKind.PUBLIC, named("Club"), List.of());
        visits.delete(ann, new RoomName("Club"));
        for (UserId anybody : List.of(ann, root, carl)) {
            assertRefused(ErrorCode.ROOM_NOT_FOUND, () -> visits.delete(anybody, new RoomName("Vault")));
        }
        assertThat(directory.find(group)).isPresent();
    }

    @Test
    void admins_are_told_by_their_names_alone() {
        assertThat(authority.isAdmin(root)).isTrue();
        assertThat(authority.isAdmin(ann)).isFalse();
        assertThat(authority.isAdmin(new UserId(4711))).isFalse();
        assertThat(new Authority(directory, profiles, List.of()).isAdmin(root)).isFalse();
    }

    @Test
    void who_is_in_too_many_rooms_is_told_so_by_the_name_of_another() {
        directory.open("Club", ann);
        fill(bob);
        assertRefused(ErrorCode.TOO_MANY_ROOMS, () -> visits.enter(bob, new RoomName("club")));
        assertRefused(ErrorCode.TOO_MANY_ROOMS, () -> visits.enter(bob, new RoomName("new")));
    }

    @Test
    void who_has_not_shown_who_it_is_deletes_what_it_owns_and_is_no_admin() {
        RoomName club = new RoomName("CLUB");
        directory.open("Club", ann, bob, root);
        assertRefused(ErrorCode.ROLE_TOO_LOW, () -> visits.deleteOwn(bob, club));
        assertRefused(ErrorCode.ROLE_TOO_LOW, () -> visits.deleteOwn(root, club));
        visits.deleteOwn(ann, club);
        assertRefused(ErrorCode.ROOM_NOT_FOUND, () -> visits.deleteOwn(ann, club));

        directory.open("Club", ann);
        assertRefused(ErrorCode.ROLE_TOO_LOW, () -> visits.deleteOwn(root, club));
        assertRefused(ErrorCode.ROLE_TOO_LOW, () -> visits.delete(bob, club));
        visits.delete(root, club);
        assertRefused(ErrorCode.ROOM_NOT_FOUND, () -> visits.delete(root, club));
        assertRefused(ErrorCode.ROOM_FIXED, () -> visits.deleteOwn(root, RoomName.GENERAL));
    }
}
