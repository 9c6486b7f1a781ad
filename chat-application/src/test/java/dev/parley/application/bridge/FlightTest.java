package dev.parley.application.bridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.application.fixture.MemoryBridgeLedger;
import dev.parley.application.fixture.MemoryUserDirectory;
import dev.parley.application.fixture.TestTime;
import dev.parley.application.profile.Profiles;
import dev.parley.domain.account.UserId;
import dev.parley.domain.bridge.MessengerException;
import dev.parley.domain.bridge.MessengerException.Remedy;
import dev.parley.domain.bridge.Post;
import dev.parley.domain.bridge.Topic;
import dev.parley.domain.message.Content;
import dev.parley.domain.message.Message;
import dev.parley.domain.message.MessageKey;
import dev.parley.domain.message.Reactions;
import dev.parley.domain.message.Rev;
import dev.parley.domain.message.Seq;
import dev.parley.domain.room.Pair;
import dev.parley.domain.room.RoomId;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class FlightTest {
    private static final Topic TOPIC = new Topic("grpOne");

    private final TestTime time = new TestTime();
    private final Voices voices = new Voices(
            new Profiles(new MemoryUserDirectory(), time::nanoTime),
            new Passports(
                    new Profiles(new MemoryUserDirectory(), time::nanoTime), new MemoryBridgeLedger(), user -> {}),
            Crew.everybody(new Guests(new MemoryUserDirectory(), new MemoryBridgeLedger(), time)),
            true,
            time::nanoTime);
    private final Flight flight = new Flight(2, voices);

    private Flight talk() {
        MemoryUserDirectory users = new MemoryUserDirectory();
        MemoryBridgeLedger ledger = new MemoryBridgeLedger();
        Profiles profiles = new Profiles(users, time::nanoTime);
        Crew two = new PairCrew(Pair.of(new UserId(1), new UserId(2)), new Guests(users, ledger, time));
        return new Flight(
                2, new Voices(profiles, new Passports(profiles, ledger, user -> {}), two, true, time::nanoTime));
    }

    private static Message message(long seq) {
        return new Message(
                RoomId.GENERAL,
                new Seq(seq),
                new Rev(seq),
                MessageKey.unnamed("m" + seq),
                new UserId(1),
                new Content("x"),
                Instant.EPOCH,
                null,
                false,
                Reactions.NONE,
                null);
    }

    private static CompletableFuture<List<Post>> taken(long number) {
        return CompletableFuture.completedFuture(List.of(new Post(TOPIC, number, new Seq(number), "x")));
    }

    private static CompletableFuture<List<Post>> refused(Remedy remedy) {
        return CompletableFuture.failedFuture(new MessengerException(remedy, "no"));
    }

    private List<Long> landed() {
        return flight.landed().stream().map(Post::number).toList();
    }

    @Test
    void there_is_place_for_another_when_the_first_was_taken() throws MessengerException {
        flight.add(message(1), taken(1));
        flight.makeRoom();
        assertThat(flight.landed()).isEmpty();
        flight.add(message(2), taken(2));
        flight.makeRoom();
        assertThat(landed()).containsExactly(1L);
        flight.land();
        assertThat(landed()).containsExactly(1L, 2L);
    }

    @Test
    void those_behind_a_refused_one_are_waited_for() {
        flight.add(message(1), refused(Remedy.AGAIN));
        flight.add(message(2), taken(2));

        assertThatThrownBy(flight::land).isInstanceOf(MessengerException.class);
        assertThat(flight.landAnyway()).isTrue();
        assertThat(landed()).containsExactly(2L);
    }

    @Test
    void an_unanswered_one_behind_a_refused_one_is_not_forgotten() {
        flight.add(message(1), refused(Remedy.AGAIN));
        flight.add(message(2), refused(Remedy.LOOK));

        assertThatThrownBy(flight::land).isInstanceOf(MessengerException.class);
        assertThat(flight.landAnyway()).isFalse();
    }

    @Test
    void what_is_refused_for_ever_is_passed_over_and_so_is_a_retraction_that_is_not_allowed()
            throws MessengerException {
        flight.add(message(1), refused(Remedy.NEVER));
        flight.addRetraction(message(2), refused(Remedy.JOIN));
        flight.land();

        assertThat(flight.landed()).isEmpty();
    }

    @Test
    void what_the_other_one_of_two_does_not_want_is_passed_over_and_elsewhere_tried_again() throws MessengerException {
        Flight talk = talk();
        talk.add(message(1), refused(Remedy.JOIN));
        talk.add(message(2), taken(2));
        talk.land();
        assertThat(talk.landed()).hasSize(1);

        flight.add(message(1), refused(Remedy.JOIN));
        assertThatThrownBy(flight::land).isInstanceOf(MessengerException.class);
    }
}
