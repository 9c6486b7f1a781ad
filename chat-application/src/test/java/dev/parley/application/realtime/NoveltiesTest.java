package dev.parley.application.realtime;

import static dev.parley.application.realtime.World.ANN;
import static dev.parley.application.realtime.World.BOB;
import static dev.parley.application.realtime.World.GENERAL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.domain.ChatException;
import dev.parley.domain.account.Language;
import dev.parley.domain.account.UserId;
import dev.parley.domain.message.Change;
import dev.parley.domain.message.Content;
import dev.parley.domain.message.Emoji;
import dev.parley.domain.message.Head;
import dev.parley.domain.message.Seq;
import dev.parley.domain.message.Translations;
import dev.parley.domain.room.HistoryRule;
import dev.parley.domain.room.JoinRule;
import dev.parley.domain.room.NewRoom;
import dev.parley.domain.room.Room;
import dev.parley.domain.room.RoomDirectory.Creation;
import dev.parley.domain.room.RoomId;
import dev.parley.domain.room.RoomKind;
import dev.parley.domain.room.RoomName;
import dev.parley.domain.room.RoomSettings;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Listeners that are told of new messages alone. */
class NoveltiesTest {
    private final World world = new World();
    private final FakeWire wire = new FakeWire();
    private final EventFormat news = new News();

    @AfterEach
    void stop() {
        world.close();
    }

    /** New messages as {@code <room> <seq> <text>}, and when they are translated {@code <seq> <languages>}. */
    private static class News implements EventFormat {
        @Override
        public boolean tellsOfTranslations() {
            return true;
        }

        @Override
        public boolean tellsOfNewAlone() {
            return true;
        }

        @Override
        public byte @Nullable [] encode(Event event) {
            if (event instanceof Event.MessageChanged changed
                    && !changed.message().message().deleted()) {
                var message = changed.message().message();
                return (changed.room().id() + " " + message.seq() + " " + message.content())
                        .getBytes(StandardCharsets.UTF_8);
            }
            if (event instanceof Event.MessageTranslated translated) {
                var message = translated.message().message();
                return (message.seq() + " " + message.translations().texts().keySet()).getBytes(StandardCharsets.UTF_8);
            }
            return null;
        }
    }

    private Connection listen(UserId user, @Nullable RoomId only, FakeWire wire) {
        Connection connection = connect(user, only, world.realtime.ends(user, only), wire);
        world.settle();
        return connection;
    }

    private Connection connect(UserId user, @Nullable RoomId only, Map<RoomId, Head> since, FakeWire wire) {
        Connection connection = world.connect(world.claims(user), new Interest(news, only, since), wire);
        world.realtime.join(connection);
        connection.release();
        return connection;
    }

    private void edit(long seq, String text) {
        var unused =
                world.realtime.change(GENERAL, new Seq(seq), new Change.Edit(new Content(text), world.time.instant()));
        world.settle();
    }

    private Room room(String name) {
        RoomSettings settings = new RoomSettings(new RoomName(name), JoinRule.OPEN, null, HistoryRule.ALL);
        Creation creation =
                world.directory.create(new NewRoom(RoomKind.PUBLIC, settings, ANN, Set.of(BOB), world.time.instant()));
        return ((Creation.Made) creation).room();
    }

    private void send(Room room, String text) {
        var unused = world.realtime.append(room.id(), world.draft(ANN, text));
        world.settle();
    }

    @Test
    void a_message_is_told_once_whatever_becomes_of_it() {
        world.send("old");
        listen(BOB, null, wire);
        world.send("new");
        edit(1, "old, again");
        edit(2, "new, again");
        world.realtime.typing(GENERAL, ANN);
        world.realtime.read(GENERAL, ANN, new Seq(1));
        world.settle();
        world.send("last");

        assertThat(wire.frames()).containsExactly("1 2 new", "1 3 last");
    }

    private void translate(long seq, String of, String language) {
        Translations translations = Translations.of(new Language(language), new Content("otra cosa"));
        var unused = world.realtime.change(GENERAL, new Seq(seq), new Change.Translate(new Content(of), translations));
        world.settle();
    }

    @Test
    void that_a_message_was_translated_is_told_once_to_those_who_heard_it() {
        world.send("old");
        listen(BOB, null, wire);
        world.send("new");
        FakeWire late = new FakeWire();
        listen(ANN, null, late);
        translate(1, "old", "es");
        translate(2, "new", "es");
        translate(2, "new", "fr");
        var unused = world.realtime.change(GENERAL, new Seq(2), new Change.React(ANN, new Emoji("👍"), true));
        edit(2, "new, again");
        translate(2, "new, again", "es");
        world.settle();

        assertThat(wire.frames()).containsExactly("1 2 new", "2 [es]", "2 [es, fr]");
        assertThat(late.frames()).isEmpty();
    }

    @Test
    void a_translation_that_takes_longer_than_two_minutes_is_not_told() {
        Connection connection = listen(BOB, null, wire);
        world.send("new");
        for (int second = 1; second < LatelyTold.AGE.toSeconds(); second++) {
            connection.heard();
            world.advance(Duration.ofSeconds(1));
        }
        translate(1, "new", "es");
        world.advance(Duration.ofSeconds(1));
        translate(1, "new", "fr");

        assertThat(wire.frames()).containsExactly("1 1 new", "1 [es]");
    }

    /** In the words of a protocol that has none for translations. */
    private static final class OriginalNews extends News {
        @Override
        public boolean tellsOfTranslations() {
            return false;
        }
    }

    @Test
    void where_nobody_is_told_of_translations_nothing_is_remembered() {
        Interest interest = new Interest(new OriginalNews(), null, world.realtime.ends(ANN, null));
        Connection connection = world.connect(world.claims(ANN), interest, wire);
        world.realtime.join(connection);
        connection.release();
        world.settle();
        world.send("a");
        translate(1, "a", "es");
        assertThat(wire.frames()).containsExactly("1 1 a");
        assertThat(world.realtime.feeds().lately().size()).isZero();

        FakeWire other = new FakeWire();
        listen(BOB, null, other);
        world.send("b");
        translate(2, "b", "es");
        assertThat(wire.frames()).containsExactly("1 1 a", "1 2 b");
        assertThat(other.frames()).containsExactly("1 2 b", "2 [es]");
        assertThat(world.realtime.feeds().lately().size()).isOne();
    }

    @Test
    void one_that_was_changed_before_it_was_heard_of_keeps_its_place() {
        listen(BOB, null, wire);
        world.log.writeElsewhere(GENERAL, ANN, "a");
        world.log.writeElsewhere(GENERAL, ANN, "b");
        world.log.writeElsewhere(GENERAL, ANN, "c");
        world.log.changeElsewhere(GENERAL, new Seq(2), new Change.Delete());
        world.log.changeElsewhere(GENERAL, new Seq(1), new Change.Edit(new Content("A"), world.time.instant()));
        world.feed(GENERAL).doubt();
        world.settle();

        assertThat(wire.frames()).containsExactly("1 1 A", "1 3 c");
    }

    @Test
    void what_was_said_between_the_look_and_the_joining_is_told() {
        world.send("old");
        Map<RoomId, Head> since = world.realtime.ends(BOB, null);
        world.log.writeElsewhere(GENERAL, ANN, "a");
        world.log.writeElsewhere(GENERAL, ANN, "b");
        world.log.changeElsewhere(GENERAL, new Seq(2), new Change.Edit(new Content("A"), world.time.instant()));
        connect(BOB, null, since, wire);
        world.settle();
        world.send("c");

        assertThat(wire.frames()).containsExactly("1 2 A", "1 3 b", "1 4 c");
    }

    @Test
    void a_room_that_did_not_exist_then_is_told_from_its_beginning() {
        Map<RoomId, Head> since = world.realtime.ends(BOB, null);
        Room room = room("Fresh");
        send(room, "first");
        connect(BOB, null, since, wire);
        world.settle();
        Room later = room("Later");
        send(later, "one");
        world.realtime.entered(BOB, later.id());
        world.settle();
        send(later, "two");

        assertThat(wire.frames()).containsExactly(room.id() + " 1 first", later.id() + " 1 one", later.id() + " 2 two");
    }

    @Test
    void who_comes_back_to_a_room_is_not_told_what_was_said_meanwhile() {
        Room room = room("Pub");
        listen(BOB, null, wire);
        send(room, "a");
        world.directory.remove(room.id(), BOB);
        world.realtime.left(BOB, room.id());
        send(room, "b");
        Head end = world.log.heads(List.of(room.id())).getOrDefault(room.id(), Head.EMPTY);
        world.directory.add(room.id(), BOB, end, Instant.EPOCH);
        world.realtime.entered(BOB, room.id());
        world.settle();
        send(room, "c");

        assertThat(wire.frames()).containsExactly(room.id() + " 1 a", room.id() + " 3 c");
    }

    @Test
    void who_listens_to_one_room_hears_no_other_and_goes_with_it() {
        Room room = room("Den");
        Room other = room("Other");
        listen(BOB, room.id(), wire);
        world.realtime.entered(BOB, other.id());
        world.send("in General");
        send(other, "there");
        send(room, "here");
        world.directory.remove(other.id(), BOB);
        world.realtime.left(BOB, other.id());
        assertThat(wire.frames()).containsExactly(room.id() + " 1 here");
        assertThat(wire.closes()).isEmpty();

        world.directory.remove(room.id(), BOB);
        world.realtime.left(BOB, room.id());
        world.settle();
        assertThat(wire.closes()).containsExactly(CloseReason.ROOM_LEFT);
    }

    @Test
    void a_room_that_was_left_meanwhile_is_not_joined() {
        Room room = room("Gone");
        Map<RoomId, Head> since = world.realtime.ends(BOB, room.id());
        Connection connection = world.connect(world.claims(BOB), new Interest(news, room.id(), since), wire);
        world.directory.remove(room.id(), BOB);
        assertThatThrownBy(() -> world.realtime.join(connection)).isInstanceOf(ChatException.NotFound.class);
    }

    @Test
    void a_deleted_room_closes_who_listens_to_it_alone() {
        Room room = room("Doomed");
        listen(BOB, room.id(), wire);
        world.realtime.closed(room.id());
        world.settle();

        assertThat(wire.closes()).containsExactly(CloseReason.ROOM_LEFT);
    }

    @Test
    void who_reads_slowly_is_told_all_that_it_missed_and_in_order() {
        world.send("old");
        Map<RoomId, Head> since = world.realtime.ends(BOB, null);
        for (int i = 2; i <= 2_500; i++) {
            world.log.writeElsewhere(GENERAL, ANN, "m");
            if (i % 7 == 0) {
                Change edit = new Change.Edit(new Content("edited"), world.time.instant());
                world.log.changeElsewhere(GENERAL, new Seq(i - 5), edit);
            }
        }
        wire.stall();
        connect(BOB, null, since, wire);
        world.settle();
        assertThat(wire.frames()).hasSizeLessThan(2_000);
        wire.flow();
        world.settle();
        world.send("last");

        assertThat(wire.closes()).isEmpty();
        assertThat(told(wire)).containsExactlyElementsOf(numbers(2, 2_501));
    }

    private static List<Long> told(FakeWire wire) {
        return wire.frames().stream()
                .map(frame -> Long.valueOf(frame.split(" ", 3)[1]))
                .toList();
    }

    /** Some writes are found in the log later, some arrive; listeners come at any time, and some stall for a while. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void whatever_happens_each_message_is_told_once_and_in_order(long seed) {
        Random random = new Random(seed);
        List<FakeWire> wires = new ArrayList<>();
        List<Long> begun = new ArrayList<>();
        List<UserId> users = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            users.add(world.users.add("listener" + i).id());
        }
        for (int step = 0; step < 400; step++) {
            long last = lastSeq();
            switch (random.nextInt(10)) {
                case 0, 1, 2 -> world.log.writeElsewhere(GENERAL, ANN, "m");
                case 3 -> {
                    var unused = world.realtime.append(GENERAL, world.draft(ANN, "m"));
                }
                case 4, 5 -> {
                    if (last > 0) {
                        Seq seq = new Seq(Math.max(1, last - random.nextInt(6)));
                        world.log.changeElsewhere(
                                GENERAL, seq, new Change.Edit(new Content("e" + step), world.time.instant()));
                    }
                }
                case 6 -> {
                    if (!wires.isEmpty()) {
                        world.feed(GENERAL).doubt();
                    }
                }
                case 7 -> {
                    if (wires.size() < users.size() && random.nextInt(4) == 0) {
                        FakeWire each = new FakeWire();
                        connect(users.get(wires.size()), null, world.realtime.ends(ANN, null), each);
                        wires.add(each);
                        begun.add(last);
                    }
                }
                case 8 -> {
                    if (!wires.isEmpty()) {
                        FakeWire each = wires.get(random.nextInt(wires.size()));
                        if (random.nextBoolean()) {
                            each.stall();
                        } else {
                            each.flow();
                        }
                    }
                }
                default -> {
                    var unused = world.workers.turn();
                }
            }
        }
        wires.forEach(FakeWire::flow);
        world.settle();
        if (!wires.isEmpty()) {
            world.feed(GENERAL).doubt();
            world.settle();
        }
        for (int i = 0; i < wires.size(); i++) {
            assertThat(told(wires.get(i)))
                    .as("listener %d", i)
                    .containsExactlyElementsOf(numbers(begun.get(i) + 1, lastSeq()));
        }
    }

    private long lastSeq() {
        return world.log
                .heads(List.of(GENERAL))
                .getOrDefault(GENERAL, Head.EMPTY)
                .lastSeq()
                .value();
    }

    private static List<Long> numbers(long first, long last) {
        List<Long> numbers = new ArrayList<>();
        for (long number = first; number <= last; number++) {
            numbers.add(number);
        }
        return numbers;
    }
}
