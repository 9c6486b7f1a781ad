package dev.parley.application.language;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.application.account.Sessions;
import dev.parley.application.file.Attachments;
import dev.parley.application.fixture.MemoryFileLedger;
import dev.parley.application.fixture.MemoryLeases;
import dev.parley.application.fixture.MemoryMessageLog;
import dev.parley.application.fixture.MemoryPresenceLedger;
import dev.parley.application.fixture.MemoryRoomDirectory;
import dev.parley.application.fixture.MemorySessionLedger;
import dev.parley.application.fixture.MemoryUserDirectory;
import dev.parley.application.fixture.PlainTokens;
import dev.parley.application.fixture.TestTime;
import dev.parley.application.fixture.TestWorkers;
import dev.parley.application.limit.Rate;
import dev.parley.application.limit.RateLimiter;
import dev.parley.application.message.Composer;
import dev.parley.application.message.Messaging;
import dev.parley.application.node.Nodes;
import dev.parley.application.presence.Presence;
import dev.parley.application.profile.Profiles;
import dev.parley.application.realtime.Realtime;
import dev.parley.application.room.Rooms;
import dev.parley.application.schedule.Scheduling;
import dev.parley.domain.ChatException;
import dev.parley.domain.ErrorCode;
import dev.parley.domain.account.Language;
import dev.parley.domain.account.ProfileChange;
import dev.parley.domain.account.UserId;
import dev.parley.domain.message.Content;
import dev.parley.domain.message.Emoji;
import dev.parley.domain.message.Head;
import dev.parley.domain.message.Message;
import dev.parley.domain.message.Rev;
import dev.parley.domain.message.Seq;
import dev.parley.domain.node.NodeId;
import dev.parley.domain.room.RoomId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TranslatingTest {
    private static final Language SPANISH = new Language("es");
    private static final Language GERMAN = new Language("de");
    private static final Seq FIRST = new Seq(1);

    private final TestTime time = new TestTime();
    private final TestWorkers workers = new TestWorkers();
    private final TestWorkers interpreters = new TestWorkers();
    private final MemoryMessageLog log = new MemoryMessageLog();
    private final MemoryUserDirectory users = new MemoryUserDirectory();
    private final MemoryRoomDirectory directory = new MemoryRoomDirectory();
    private final Profiles profiles = new Profiles(users, time::nanoTime);
    private final UserId ann = users.add("ann").id();
    private final UserId bob = users.add("bob").id();
    private final UserId eve = users.add("eve").id();
    private final RoomId room = directory.open("Ann's", ann, bob);
    private final Phrasebook phrasebook = new Phrasebook();
    private final Languages languages =
            new Languages(text -> text.contains("the") ? Optional.of(new Language("en")) : Optional.empty());
    private final Scheduling scheduling = new Scheduling(workers, workers, time, time, time::nanoTime);
    private final Nodes nodes = new Nodes(new MemoryLeases(), new NodeId("n"), scheduling);
    private final Realtime realtime = realtime();
    private final Presence presence = new Presence(new MemoryPresenceLedger(), nodes, realtime, scheduling);
    private final Messaging messaging = new Messaging(
            log,
            directory,
            profiles,
            realtime,
            RateLimiter.off(),
            new Composer(time, new Random(2), 100),
            new Attachments(new MemoryFileLedger(), log, scheduling));
    private final Interpreter interpreter = new Interpreter(phrasebook, 100);
    private final Translating translating = new Translating(
            interpreter,
            languages,
            new Audience(directory, profiles, presence, time::nanoTime),
            log,
            realtime,
            new Scheduling(interpreters, interpreters, time, time, time::nanoTime));

    private Realtime realtime() {
        Sessions sessions = new Sessions(
                new MemorySessionLedger(),
                new PlainTokens(),
                profiles,
                time,
                time::nanoTime,
                new Random(1),
                Duration.ofDays(1));
        return new Realtime(log, new Rooms(directory, log, profiles), profiles, sessions, nodes, scheduling, 10);
    }

    @BeforeEach
    void start() {
        translating.start();
        phrasebook.say(text -> text.replace("the", "la"));
        reads(bob, "es-MX");
    }

    private void reads(UserId user, String language) {
        var unused = profiles.change(user, new ProfileChange(null, true, new Language(language)));
    }

    private void say(String text) {
        CompletableFuture<?> sending = messaging.send(ann, room, text, Optional.empty());
        workers.settle();
        assertThat(sending).isCompleted();
    }

    private void settle() {
        interpreters.settle();
        workers.settle();
    }

    private Message message(Seq seq) {
        return log.find(room, seq).orElseThrow();
    }

    private Map<Language, Content> translations(Seq seq) {
        return message(seq).translations().texts();
    }

    @Test
    void the_author_is_answered_before_anything_is_asked() {
        say("the house");
        assertThat(phrasebook.asked()).isEmpty();
        assertThat(translations(FIRST)).isEmpty();
        settle();
        assertThat(translations(FIRST)).isEqualTo(Map.of(SPANISH, new Content("la house")));
        assertThat(message(FIRST).rev()).isEqualTo(new Rev(2));
    }

    @Test
    void all_languages_of_the_others_come_in_one_change() {
        UserId dora = users.add("dora").id();
        RoomId many = directory.open("Many", ann, bob, eve, dora);
        reads(eve, "de");
        reads(dora, "fr"); // Into which nobody translates.
        reads(ann, "it"); // The author.
        var unused = messaging.send(ann, many, "the house", Optional.empty());
        workers.settle();
        settle();
        Message message = log.find(many, FIRST).orElseThrow();
        assertThat(message.translations().texts()).containsOnlyKeys(GERMAN, SPANISH);
        assertThat(message.rev()).isEqualTo(new Rev(2));
    }

    @Test
    void the_eight_languages_that_most_read_are_made() {
        List<String> tags = List.of("bg", "cs", "da", "el", "et", "fi", "hu", "it", "lt", "pl");
        UserId[] members =
                tags.stream().map(tag -> users.add(tag + "reader").id()).toArray(UserId[]::new);
        for (int i = 0; i < members.length; i++) {
            reads(members[i], tags.get(i));
        }
        RoomId many = directory.open("Many", members);
        UserId second = users.add("second").id();
        reads(second, "pl-PL");
        directory.add(many, second, Head.EMPTY, time.instant());
        var unused = messaging.send(members[0], many, "the house", Optional.empty());
        workers.settle();
        settle();
        assertThat(log.find(many, FIRST).orElseThrow().translations().texts().keySet().stream()
                        .map(Language::tag))
                .containsExactly("cs", "da", "el", "et", "fi", "hu", "it", "pl");
    }

    @Test
    void languages_into_which_nobody_translates_take_no_place() {
        UserId[] members = new UserId[12];
        for (int i = 0; i < members.length; i++) {
            members[i] = users.add("reader" + i).id();
            reads(members[i], i < 10 ? "q" + (char) ('a' + i) + "a" : i < 11 ? "en" : "uk");
        }
        RoomId many = directory.open("Many", members);
        var unused = messaging.send(members[0], many, "the house", Optional.empty());
        workers.settle();
        settle();
        assertThat(log.find(many, FIRST).orElseThrow().translations().texts()).containsOnlyKeys(new Language("uk"));
    }

    private Map<Language, Content> said(RoomId where, String text) {
        var unused = messaging.send(ann, where, text, Optional.empty());
        workers.settle();
        settle();
        return log.before(where, Seq.END, 1).get(0).translations().texts();
    }

    @Test
    void the_first_words_to_a_newcomer_are_translated_and_the_next_ones_after_a_farewell_are_not() {
        reads(eve, "de");
        assertThat(said(room, "the house")).containsOnlyKeys(SPANISH);
        directory.add(room, eve, Head.EMPTY, time.instant());
        assertThat(said(room, "the garden")).containsOnlyKeys(SPANISH, GERMAN);
        directory.remove(room, bob);
        assertThat(said(room, "the door")).containsOnlyKeys(GERMAN);
    }

    @Test
    void a_language_that_was_set_on_another_node_is_the_next_one() {
        assertThat(said(room, "the house")).containsOnlyKeys(SPANISH);
        users.update(bob, new ProfileChange(null, true, GERMAN));
        assertThat(said(room, "the garden")).containsOnlyKeys(GERMAN);
    }

    @Test
    void who_is_in_a_large_room_and_what_they_read_is_asked_every_three_seconds() {
        UserId[] members = new UserId[Audience.SMALL + 1];
        for (int i = 0; i < members.length; i++) {
            members[i] = i == 0 ? ann : i == 1 ? bob : users.add("reader" + i).id();
        }
        RoomId large = directory.open("Large", members);
        assertThat(said(large, "the house")).containsOnlyKeys(SPANISH);
        directory.remove(large, members[2]); // Now it is small, which nobody has seen yet.
        directory.add(large, eve, Head.EMPTY, time.instant());
        users.update(bob, new ProfileChange(null, true, GERMAN));
        users.update(eve, new ProfileChange(null, true, new Language("it")));
        time.advance(Audience.AGE.minusMillis(1), () -> {});
        assertThat(said(large, "the garden")).containsOnlyKeys(SPANISH);
        time.advance(Duration.ofMillis(1), () -> {});
        assertThat(said(large, "the door")).containsOnlyKeys(GERMAN, new Language("it"));
    }

    @Test
    void an_edit_is_translated_and_a_reaction_is_not() {
        say("the house");
        settle();
        var unused = messaging.edit(ann, room, FIRST, "the garden");
        workers.settle();
        assertThat(translations(FIRST)).isEmpty();
        settle();
        assertThat(translations(FIRST)).containsValue(new Content("la garden"));
        int asked = phrasebook.asked().size();
        var unusedToo = messaging.react(bob, room, FIRST, new Emoji("👍"), true);
        workers.settle();
        settle();
        assertThat(phrasebook.asked()).hasSize(asked);
        assertThat(translations(FIRST)).containsValue(new Content("la garden"));
    }

    @Test
    void a_translation_that_comes_behind_an_edit_is_none() {
        say("the house");
        phrasebook.say(text -> {
            var unused = messaging.edit(ann, room, FIRST, "no words");
            workers.settle();
            return "la casa";
        });
        settle();
        assertThat(message(FIRST).content().text()).isEqualTo("no words");
        assertThat(translations(FIRST)).isEmpty();
    }

    @Test
    void what_is_taken_back_or_edited_while_it_waits_is_not_given_away() {
        say("the secret");
        say("the error");
        var deleting = messaging.delete(ann, room, FIRST);
        var editing = messaging.edit(ann, room, new Seq(2), "the house");
        workers.settle();
        assertThat(deleting).isCompleted();
        assertThat(editing).isCompleted();
        settle();
        assertThat(phrasebook.asked()).containsExactly("the house");
        assertThat(translations(new Seq(2))).containsValue(new Content("la house"));
    }

    @Test
    void what_is_taken_back_after_the_first_language_is_not_given_away_for_the_others() {
        reads(eve, "de");
        directory.add(room, eve, Head.EMPTY, time.instant());
        say("the secret");
        phrasebook.say(text -> {
            var unused = messaging.delete(ann, room, FIRST);
            workers.settle();
            return "la";
        });
        settle();
        assertThat(phrasebook.asked()).hasSize(1);
    }

    @Test
    void nobody_looks_again_where_nobody_reads_another_language() {
        reads(bob, "en");
        say("the house");
        int reads = log.reads();
        settle();
        assertThat(log.reads()).isEqualTo(reads);
    }

    @Test
    void what_is_in_no_known_language_or_comes_back_the_same_stays() {
        say("1 2 3");
        say("the");
        phrasebook.say(text -> text);
        settle();
        assertThat(phrasebook.asked()).containsExactly("the");
        assertThat(log.lastRev(room)).isEqualTo(2);
    }

    @Test
    void a_translator_that_fails_costs_the_translation_alone() {
        for (RuntimeException failure : new RuntimeException[] {
            new ChatException.Unavailable(ErrorCode.TRANSLATION_UNAVAILABLE), new IllegalStateException("a bug")
        }) {
            phrasebook.say(text -> {
                throw failure;
            });
            say("the house of " + failure.getClass().getSimpleName());
            settle();
        }
        phrasebook.say(text -> "la casa");
        say("the garden");
        settle();
        assertThat(translations(FIRST)).isEmpty();
        assertThat(translations(new Seq(2))).isEmpty();
        assertThat(translations(new Seq(3))).containsValue(new Content("la casa"));
    }

    @Test
    void of_more_than_a_thousand_that_wait_the_oldest_stay_as_they_are() {
        for (int i = 1; i <= Translating.MAX_WAITING + 5; i++) {
            say("the house " + i);
        }
        assertThat(translating.dropped()).isEqualTo(5);
        settle();
        assertThat(translations(new Seq(5))).isEmpty();
        assertThat(translations(new Seq(6))).isNotEmpty();
        assertThat(translations(new Seq(Translating.MAX_WAITING + 5))).isNotEmpty();
    }

    @Test
    void who_writes_much_waits_for_himself_and_not_the_others_for_him() {
        for (int i = 1; i <= Translating.MAX_WAITING; i++) {
            say("the house " + i);
        }
        reads(ann, "de");
        var unused = messaging.send(bob, room, "the garden", Optional.empty());
        workers.settle();
        assertThat(translating.dropped()).isEqualTo(1);
        settle();
        assertThat(phrasebook.asked().indexOf("the garden")).isBetween(0, 2);
        assertThat(translations(FIRST)).isEmpty();
        assertThat(translations(new Seq(2))).isNotEmpty();
        assertThat(translations(new Seq(Translating.MAX_WAITING + 1))).containsOnlyKeys(GERMAN);
    }

    @Test
    void after_the_end_nothing_is_translated() {
        say("the house");
        translating.close();
        say("the garden");
        settle();
        assertThat(phrasebook.asked()).isEmpty();
    }

    @Test
    void who_asks_is_answered_and_nothing_is_kept() {
        say("the house");
        TranslationDesk desk = new TranslationDesk(interpreter, languages, messaging, RateLimiter.off());
        assertThat(desk.translate(ann, room, FIRST, new Language("de-AT")))
                .isEqualTo(new Translated(new Language("en"), GERMAN, new Content("la house")));
        assertThat(desk.translate(ann, room, FIRST, new Language("en-US")).content())
                .isEqualTo(new Content("the house"));
        assertThat(message(FIRST).rev()).isEqualTo(new Rev(1));
        assertRefused(() -> desk.translate(eve, room, FIRST, GERMAN), ErrorCode.ROOM_NOT_FOUND);
        assertRefused(() -> desk.translate(ann, room, FIRST, new Language("fr")), ErrorCode.LANGUAGE_PAIR_UNSUPPORTED);
        phrasebook.say(text -> "");
        assertRefused(() -> desk.translate(ann, room, FIRST, SPANISH), ErrorCode.TRANSLATION_UNAVAILABLE);
        assertRefused(
                () -> new TranslationDesk(null, languages, messaging, RateLimiter.off())
                        .translate(ann, room, FIRST, SPANISH),
                ErrorCode.NO_TRANSLATOR);
    }

    @Test
    void who_asks_too_often_is_told_so_but_not_for_what_is_there() {
        say("the house");
        settle();
        RateLimiter twice = RateLimiter.of(new Rate(2, 1), time::nanoTime);
        TranslationDesk desk = new TranslationDesk(interpreter, languages, messaging, twice);
        for (int i = 0; i < 2; i++) {
            assertThat(desk.translate(bob, room, FIRST, GERMAN)).isNotNull();
        }
        assertRefused(() -> desk.translate(bob, room, FIRST, GERMAN), ErrorCode.RATE_LIMITED);
        assertThat(desk.translate(bob, room, FIRST, SPANISH).content()).isEqualTo(new Content("la house"));
        assertThat(desk.translate(ann, room, FIRST, GERMAN)).isNotNull();
    }

    private static void awaitUninterrupted(CountDownLatch latch) {
        try {
            assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void who_has_half_of_the_places_at_the_translator_leaves_the_others_to_others() throws Exception {
        TranslationDesk desk = new TranslationDesk(interpreter, languages, messaging, RateLimiter.off());
        for (int i = 1; i <= TranslationDesk.MAX_OF_ONE + 2; i++) {
            say("the house " + i);
        }
        CountDownLatch asked = new CountDownLatch(TranslationDesk.MAX_OF_ONE);
        CountDownLatch answer = new CountDownLatch(1);
        phrasebook.say(text -> {
            if (!text.endsWith("6")) {
                asked.countDown();
                awaitUninterrupted(answer);
            }
            return "la casa";
        });
        ExecutorService readers = Executors.newFixedThreadPool(TranslationDesk.MAX_OF_ONE);
        List<Future<Translated>> waiting = new ArrayList<>();
        for (int i = 1; i <= TranslationDesk.MAX_OF_ONE; i++) {
            Seq seq = new Seq(i);
            waiting.add(readers.submit(() -> desk.translate(ann, room, seq, GERMAN)));
        }
        assertThat(asked.await(10, TimeUnit.SECONDS)).isTrue();
        assertRefused(() -> desk.translate(ann, room, new Seq(5), GERMAN), ErrorCode.OVERLOADED);
        assertThat(desk.translate(bob, room, new Seq(6), GERMAN).content()).isEqualTo(new Content("la casa"));
        answer.countDown();
        for (Future<Translated> each : waiting) {
            assertThat(each.get(10, TimeUnit.SECONDS).content()).isEqualTo(new Content("la casa"));
        }
        readers.shutdownNow();
        assertThat(desk.translate(ann, room, new Seq(5), GERMAN).content()).isEqualTo(new Content("la casa"));
    }

    private static void assertRefused(Runnable call, ErrorCode code) {
        assertThatThrownBy(call::run)
                .isInstanceOfSatisfying(
                        ChatException.class, e -> assertThat(e.code()).isEqualTo(code));
    }
}
