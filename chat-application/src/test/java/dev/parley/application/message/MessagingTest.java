package dev.parley.application.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.application.account.Sessions;
import dev.parley.application.file.Attachments;
import dev.parley.application.fixture.MemoryFileLedger;
import dev.parley.application.fixture.MemoryLeases;
import dev.parley.application.fixture.MemoryMessageLog;
import dev.parley.application.fixture.MemoryRoomDirectory;
import dev.parley.application.fixture.MemorySessionLedger;
import dev.parley.application.fixture.MemoryUserDirectory;
import dev.parley.application.fixture.PlainTokens;
import dev.parley.application.fixture.TestTime;
import dev.parley.application.fixture.TestWorkers;
import dev.parley.application.limit.Rate;
import dev.parley.application.limit.RateLimiter;
import dev.parley.application.node.Nodes;
import dev.parley.application.profile.AuthoredMessage;
import dev.parley.application.profile.Profiles;
import dev.parley.application.realtime.Realtime;
import dev.parley.application.room.Rooms;
import dev.parley.application.schedule.Scheduling;
import dev.parley.domain.ChatException;
import dev.parley.domain.ErrorCode;
import dev.parley.domain.account.UserId;
import dev.parley.domain.file.Attachment;
import dev.parley.domain.file.FileId;
import dev.parley.domain.file.FileName;
import dev.parley.domain.file.MediaType;
import dev.parley.domain.file.StoredFile;
import dev.parley.domain.message.Change;
import dev.parley.domain.message.ClientId;
import dev.parley.domain.message.Content;
import dev.parley.domain.message.Draft;
import dev.parley.domain.message.Emoji;
import dev.parley.domain.message.Head;
import dev.parley.domain.message.Message;
import dev.parley.domain.message.Reactions;
import dev.parley.domain.message.Rev;
import dev.parley.domain.message.Seq;
import dev.parley.domain.node.NodeId;
import dev.parley.domain.room.RoomId;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MessagingTest {
    private static final RoomId GENERAL = RoomId.GENERAL;
    private static final RoomId NO_ROOM = new RoomId(3);
    private static final int MAX_LENGTH = 20;
    private static final Emoji UP = new Emoji("👍");

    private final TestTime time = new TestTime();
    private final TestWorkers workers = new TestWorkers();
    private final MemoryMessageLog log = new MemoryMessageLog();
    private final MemoryFileLedger files = new MemoryFileLedger();
    private final MemoryUserDirectory users = new MemoryUserDirectory();
    private final MemoryRoomDirectory directory = new MemoryRoomDirectory();
    private final Profiles profiles = new Profiles(users, time::nanoTime);
    private final Rooms rooms = new Rooms(directory, log, profiles);
    private final UserId ann = users.add("ann").id();
    private final UserId bob = users.add("bob").id();
    private final RoomId anns = directory.open("Ann's", ann);
    private final Messaging messaging = messaging(RateLimiter.off());

    private Messaging messaging(RateLimiter sends) {
        Sessions sessions = new Sessions(
                new MemorySessionLedger(),
                new PlainTokens(),
                profiles,
                time,
                time::nanoTime,
                new Random(1),
                Duration.ofDays(1));
        Scheduling scheduling = new Scheduling(workers, workers, time, time, time::nanoTime);
        return new Messaging(
                log,
                directory,
                profiles,
                new Realtime(
                        log,
                        rooms,
                        profiles,
                        sessions,
                        new Nodes(new MemoryLeases(), new NodeId("n"), scheduling),
                        scheduling,
                        10),
                sends,
                new Composer(time, new Random(2), MAX_LENGTH),
                new Attachments(files, log, scheduling));
    }

    @Test
    void a_message_is_answered_when_it_is_durable_with_its_author_and_its_milliseconds() {
        var answer = messaging.send(ann, GENERAL, " hello ", Optional.of(new ClientId("1")));
        assertThat(answer).isNotDone();
        Sent sent = settled(answer);

        assertThat(sent.repeated()).isFalse();
        assertThat(sent.message().author().id()).isEqualTo(ann);
        assertThat(sent.message().message().content().text()).isEqualTo("hello");
        assertThat(sent.message().message().key().clientId()).contains(new ClientId("1"));
        assertThat(sent.message().message().sentAt()).isEqualTo(time.instant().truncatedTo(ChronoUnit.MILLIS));
    }

    @Test
    void same_client_id_returns_the_first_message_also_after_an_edit() {
        Sent first = send("hello", "1");
        settled(messaging.edit(ann, GENERAL, new Seq(1), "hi"));
        Sent again = send("hello", "1");

        assertThat(again.repeated()).isTrue();
        assertThat(again.message().message().seq())
                .isEqualTo(first.message().message().seq());
        assertThat(again.message().message().content().text()).isEqualTo("hi");
    }

    @Test
    void same_client_id_with_another_text_is_a_conflict() {
        send("hello", "1");

        assertRefused(() -> send("other", "1"), ErrorCode.CLIENT_ID_REUSED);
    }

    @Test
    void two_authors_may_use_one_client_id_and_unnamed_messages_are_never_repeats() {
        send("hello", "1");
        assertThat(settled(messaging.send(bob, GENERAL, "hello", Optional.of(new ClientId("1"))))
                        .repeated())
                .isFalse();
        assertThat(settled(messaging.send(ann, GENERAL, "hello", Optional.empty()))
                        .repeated())
                .isFalse();
        assertThat(settled(messaging.send(ann, GENERAL, "hello", Optional.empty()))
                        .repeated())
                .isFalse();
    }

    @Test
    void who_is_not_in_a_room_does_not_find_it() {
        settled(messaging.send(ann, anns, "secret", Optional.empty()));
        for (RoomId room : List.of(anns, NO_ROOM)) {
            List<Runnable> calls = List.of(
                    () -> settled(messaging.send(bob, room, "x", Optional.empty())),
                    () -> settled(messaging.edit(bob, room, new Seq(1), "x")),
                    () -> settled(messaging.delete(bob, room, new Seq(1))),
                    () -> settled(messaging.react(bob, room, new Seq(1), UP, true)),
                    () -> messaging.history(bob, room, Page.newest(10)),
                    () -> messaging.changes(bob, room, Rev.ZERO, 10),
                    () -> messaging.markRead(bob, room, new Seq(1)),
                    () -> messaging.typing(bob, room));
            calls.forEach(call -> assertRefused(call, ErrorCode.ROOM_NOT_FOUND));
        }
        assertThat(log.lastRev(anns)).isEqualTo(1);
    }

    @Test
    void only_the_author_changes_a_message() {
        send("hello", "1");

        assertRefused(() -> settled(messaging.edit(bob, GENERAL, new Seq(1), "x")), ErrorCode.NOT_AUTHOR);
        assertRefused(() -> settled(messaging.delete(bob, GENERAL, new Seq(1))), ErrorCode.NOT_AUTHOR);
        assertRefused(() -> settled(messaging.edit(ann, GENERAL, new Seq(2), "x")), ErrorCode.MESSAGE_NOT_FOUND);
        assertRefused(() -> settled(messaging.delete(ann, GENERAL, Seq.ZERO)), ErrorCode.MESSAGE_NOT_FOUND);
    }

    @Test
    void an_edit_takes_a_rev_unless_it_changes_nothing() {
        send("hello", "1");
        Message edited = settled(messaging.edit(ann, GENERAL, new Seq(1), "hi")).message();
        Message same = settled(messaging.edit(ann, GENERAL, new Seq(1), " hi ")).message();

        assertThat(edited.rev()).isEqualTo(new Rev(2));
        assertThat(edited.editedAt()).isNotNull();
        assertThat(same).isEqualTo(edited);
    }

    @Test
    void a_deleted_message_is_a_tombstone_that_can_be_deleted_again_and_not_edited() {
        send("hello", "1");
        Message deleted = settled(messaging.delete(ann, GENERAL, new Seq(1))).message();
        assertThat(deleted.deleted()).isTrue();
        assertThat(deleted.content().text()).isEmpty();

        assertThat(settled(messaging.delete(ann, GENERAL, new Seq(1))).message())
                .isEqualTo(deleted);
        assertRefused(() -> settled(messaging.edit(ann, GENERAL, new Seq(1), "x")), ErrorCode.MESSAGE_DELETED);
    }

    @Test
    void what_is_no_content_is_refused_before_anything_is_written() {
        assertRefused(() -> send(" ", "1"), ErrorCode.INVALID_CONTENT);
        assertRefused(() -> send("x".repeat(MAX_LENGTH + 1), "1"), ErrorCode.CONTENT_TOO_LONG);
        assertRefused(() -> settled(messaging.edit(ann, GENERAL, new Seq(1), "a\u0007")), ErrorCode.INVALID_CONTENT);

        assertThat(log.batches()).isEmpty();
    }

    @Test
    void sends_edits_reactions_and_deletes_share_one_limit_per_user() {
        Messaging limited = messaging(RateLimiter.of(new Rate(4, 60), time::nanoTime));
        settled(limited.send(ann, GENERAL, "hello", Optional.empty()));
        settled(limited.react(ann, GENERAL, new Seq(1), UP, true));
        settled(limited.edit(ann, GENERAL, new Seq(1), "hi"));
        settled(limited.delete(ann, GENERAL, new Seq(1)));

        assertRefused(() -> settled(limited.send(ann, GENERAL, "hello", Optional.empty())), ErrorCode.RATE_LIMITED);
        assertRefused(() -> settled(limited.react(ann, GENERAL, new Seq(1), UP, true)), ErrorCode.RATE_LIMITED);
        assertThat(settled(limited.send(bob, GENERAL, "hello", Optional.empty()))
                        .repeated())
                .isFalse();
    }

    @Test
    void a_store_that_is_away_is_said() {
        var answer = messaging.send(ann, GENERAL, "hello", Optional.empty());
        log.away(true);

        assertRefused(() -> settled(answer), ErrorCode.STORE_UNAVAILABLE);
        assertRefused(() -> messaging.history(ann, GENERAL, Page.newest(10)), ErrorCode.STORE_UNAVAILABLE);
    }

    @ParameterizedTest
    @CsvSource({
        "BEFORE,21,5,16-20",
        "BEFORE,3,5,1-2",
        "BEFORE,1,5,",
        "BEFORE,0,5,",
        "BEFORE,9223372036854775807,3,18-20",
        "AFTER,0,5,1-5",
        "AFTER,18,5,19-20",
        "AFTER,20,5,",
        "AFTER,9223372036854775807,5,",
        "AROUND,10,5,8-12",
        "AROUND,10,4,8-11",
        "AROUND,10,1,10-10",
        "AROUND,1,4,1-4",
        "AROUND,20,4,18-20",
        "AROUND,0,4,1-4",
        "AROUND,9223372036854775807,4,19-20"
    })
    void pages_lie_where_they_are_asked_for_oldest_first(
            Page.Side side, long anchor, int limit, @Nullable String expected) {
        IntStream.rangeClosed(1, 20).forEach(i -> log.writeElsewhere(GENERAL, bob, "m" + i));
        List<Long> seqs = messaging.history(ann, GENERAL, new Page(side, new Seq(anchor), limit)).stream()
                .map(message -> message.message().seq().value())
                .toList();

        if (expected == null) {
            assertThat(seqs).isEmpty();
        } else {
            String[] ends = expected.split("-", 2);
            assertThat(seqs)
                    .isSorted()
                    .hasSize((int) (Long.parseLong(ends[1]) - Long.parseLong(ends[0]) + 1))
                    .startsWith(Long.valueOf(ends[0]))
                    .endsWith(Long.valueOf(ends[1]));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, 201, Integer.MAX_VALUE})
    void a_page_has_1_to_200_messages(int limit) {
        assertRefused(() -> Page.newest(limit), ErrorCode.INVALID_PAGE);
        assertRefused(() -> messaging.changes(ann, GENERAL, Rev.ZERO, limit), ErrorCode.INVALID_PAGE);
    }

    @Test
    void changes_are_told_by_rev_each_message_once_in_its_latest_state() {
        send("a", "1");
        send("b", "2");
        settled(messaging.edit(ann, GENERAL, new Seq(1), "A"));
        Changes changes = messaging.changes(bob, GENERAL, Rev.ZERO, 10);

        assertThat(changes.messages())
                .extracting(change -> change.message().rev().value())
                .containsExactly(2L, 3L);
        assertThat(changes.rev()).isEqualTo(new Rev(3));
        assertThat(messaging.changes(bob, GENERAL, new Rev(3), 10)).isEqualTo(new Changes(List.of(), new Rev(3)));
    }

    @Test
    void a_cursor_beyond_the_end_of_the_log_is_moved_back_to_it() {
        assertThat(messaging.changes(bob, GENERAL, new Rev(9), 10).rev()).isEqualTo(Rev.ZERO);
        send("a", "1");

        assertThat(messaging.changes(bob, GENERAL, new Rev(9), 10)).isEqualTo(new Changes(List.of(), new Rev(1)));
    }

    @Test
    void the_newest_that_are_kept_are_found_behind_many_that_were_deleted() {
        IntStream.rangeClosed(1, 700).forEach(i -> send("m" + i, "" + i));
        IntStream.rangeClosed(4, 700).forEach(i -> settled(messaging.delete(ann, GENERAL, new Seq(i))));
        send("last", "last");

        assertThat(messaging.newestKept(bob, GENERAL, 3))
                .extracting(kept -> kept.message().content().text())
                .containsExactly("m2", "m3", "last");
        assertThat(messaging.newestKept(bob, GENERAL, 50)).hasSize(4);
    }

    @Test
    void a_read_mark_moves_forward_and_never_past_the_newest() {
        send("a", "1");
        send("b", "2");

        assertThat(messaging.markRead(bob, GENERAL, new Seq(1))).isEqualTo(new Seq(1));
        assertThat(messaging.markRead(bob, GENERAL, Seq.END)).isEqualTo(new Seq(2));
        assertThat(messaging.markRead(bob, GENERAL, new Seq(1))).isEqualTo(new Seq(2));
        assertThat(messaging.markRead(ann, anns, new Seq(5))).isEqualTo(Seq.ZERO);
    }

    /** A group in which two messages stood when Bob came in, and two have come since. */
    private RoomId group() {
        RoomId group = directory.joined(ann, bob, new Head(new Seq(2), new Rev(2)));
        for (int i = 1; i <= 4; i++) {
            settled(messaging.send(ann, group, "m" + i, Optional.empty()));
        }
        return group;
    }

    private static List<String> texts(List<AuthoredMessage> messages) {
        return messages.stream()
                .map(message -> message.message().content().text())
                .toList();
    }

    @Test
    void a_newcomer_reads_what_came_since_it_came_in() {
        RoomId group = group();
        settled(messaging.edit(ann, group, new Seq(1), "m1, again"));
        Page before = Page.newest(50);
        Page after = new Page(Page.Side.AFTER, Seq.ZERO, 50);
        Page around = new Page(Page.Side.AROUND, new Seq(1), 50);

        for (Page page : List.of(before, after, around)) {
            assertThat(texts(messaging.history(bob, group, page))).containsExactly("m3", "m4");
            assertThat(texts(messaging.history(ann, group, page))).containsExactly("m1, again", "m2", "m3", "m4");
        }
        assertThat(texts(messaging.newestKept(bob, group, 50))).containsExactly("m3", "m4");
        assertThat(rooms.states(bob, rooms.of(bob)).get(1).unread()).isEqualTo(2);
        assertRefused(() -> settled(messaging.delete(bob, group, new Seq(1))), ErrorCode.MESSAGE_NOT_FOUND);
    }

    @Test
    void a_newcomer_is_told_of_changes_of_what_it_may_read_however_many_others_there_are() {
        RoomId group = group();
        for (int i = 0; i < 5; i++) {
            settled(messaging.edit(ann, group, new Seq(1), "m1." + i));
            settled(messaging.edit(ann, group, new Seq(2), "m2." + i));
        }
        Changes first = messaging.changes(bob, group, Rev.ZERO, 1);
        assertThat(texts(first.messages())).containsExactly("m3");
        Changes second = messaging.changes(bob, group, first.rev(), 1);
        assertThat(texts(second.messages())).containsExactly("m4");
        Changes last = messaging.changes(bob, group, second.rev(), 1);
        assertThat(last.messages()).isEmpty();
        assertThat(last.rev()).isEqualTo(new Rev(14));
        settled(messaging.edit(ann, group, new Seq(4), "m4, again"));
        assertThat(texts(messaging.changes(bob, group, last.rev(), 1).messages()))
                .containsExactly("m4, again");
    }

    @Test
    void a_newcomer_with_small_pages_does_not_have_all_changes_of_others_read_one_by_one() {
        int old = 1_200;
        RoomId late = directory.joined(ann, bob, new Head(new Seq(old), new Rev(old)));
        for (int i = 0; i < old; i++) {
            log.writeElsewhere(late, ann, "old");
        }
        for (int i = 1; i <= old; i++) {
            log.changeElsewhere(late, new Seq(i), new Change.React(ann, UP, true));
        }
        Message last = log.writeElsewhere(late, ann, "for him");
        Message more = log.writeElsewhere(late, ann, "and this");
        int reads = log.reads();
        Changes first = messaging.changes(bob, late, Rev.ZERO, 1);
        assertThat(texts(first.messages())).containsExactly("for him");
        assertThat(first.rev()).isEqualTo(last.rev());
        assertThat(log.reads() - reads).isLessThan(6);
        assertThat(messaging.changes(bob, late, first.rev(), 1).rev()).isEqualTo(more.rev());
    }

    @Test
    void moderators_take_messages_back_and_do_not_write_them_anew() {
        RoomId group = group();
        settled(messaging.send(bob, group, "rude", Optional.empty()));

        assertRefused(() -> settled(messaging.edit(ann, group, new Seq(5), "kind")), ErrorCode.NOT_AUTHOR);
        assertRefused(() -> settled(messaging.delete(bob, group, new Seq(4))), ErrorCode.NOT_AUTHOR);
        AuthoredMessage gone = settled(messaging.delete(ann, group, new Seq(5)));
        assertThat(gone.message().deleted()).isTrue();
        assertThat(gone.author().id()).isEqualTo(bob);
    }

    @Test
    void whoever_may_read_a_message_may_react_to_it() {
        RoomId group = group();
        AuthoredMessage reacted = settled(messaging.react(bob, group, new Seq(3), UP, true));
        assertThat(reacted.author().id()).isEqualTo(ann);
        assertThat(reacted.message().reactions().has(bob, UP)).isTrue();
        assertThat(reacted.message().rev()).isEqualTo(new Rev(5));
        assertThat(settled(messaging.react(bob, group, new Seq(3), UP, true))).isEqualTo(reacted);
        Message taken =
                settled(messaging.react(bob, group, new Seq(3), UP, false)).message();
        assertThat(taken.reactions().isEmpty()).isTrue();
        assertThat(taken.rev()).isEqualTo(new Rev(6));

        for (long seq : new long[] {0, 1, 2, 5, Long.MAX_VALUE}) {
            assertRefused(
                    () -> settled(messaging.react(bob, group, new Seq(seq), UP, true)), ErrorCode.MESSAGE_NOT_FOUND);
        }
        settled(messaging.delete(ann, group, new Seq(3)));
        assertRefused(() -> settled(messaging.react(bob, group, new Seq(3), UP, true)), ErrorCode.MESSAGE_DELETED);
    }

    @Test
    void too_many_reactions_are_a_conflict() {
        send("hello", "1");
        for (int i = 0; i < Reactions.MAX_EMOJI; i++) {
            settled(messaging.react(bob, GENERAL, new Seq(1), new Emoji(Character.toString(0x1F600 + i)), true));
        }
        assertRefused(() -> settled(messaging.react(ann, GENERAL, new Seq(1), UP, true)), ErrorCode.TOO_MANY_REACTIONS);
    }

    @Test
    void an_answer_is_to_a_message_that_its_author_may_read() {
        RoomId group = group();
        Message reply = settled(reply(bob, group, "yes", "1", 3)).message().message();
        assertThat(reply.replyTo()).isEqualTo(new Seq(3));
        for (long seq : new long[] {0, 1, 2, 6, Long.MAX_VALUE}) {
            assertRefused(() -> settled(reply(bob, group, "yes", "2", seq)), ErrorCode.MESSAGE_NOT_FOUND);
        }
        assertRefused(() -> settled(reply(bob, anns, "yes", "2", 1)), ErrorCode.ROOM_NOT_FOUND);
        assertThat(log.lastRev(group)).isEqualTo(5);
    }

    @Test
    void an_answer_is_repeated_also_when_what_it_answers_was_deleted_and_is_no_other_answer() {
        send("hello", "1");
        Sent first = settled(reply(bob, GENERAL, "yes", "1", 1));
        settled(messaging.delete(ann, GENERAL, new Seq(1)));
        Sent again = settled(reply(bob, GENERAL, "yes", "1", 1));

        assertThat(again.repeated()).isTrue();
        assertThat(again.message()).isEqualTo(first.message());
        assertRefused(() -> settled(reply(bob, GENERAL, "yes", "1", 2)), ErrorCode.CLIENT_ID_REUSED);
        assertRefused(
                () -> settled(messaging.send(bob, GENERAL, "yes", Optional.of(new ClientId("1")))),
                ErrorCode.CLIENT_ID_REUSED);
    }

    @Test
    void a_message_that_answers_none_costs_no_read() {
        send("hello", "1");
        assertThat(log.reads()).isZero();
        settled(reply(bob, GENERAL, "yes", "1", 1));
        assertThat(log.reads()).isEqualTo(1);
    }

    private CompletableFuture<Sent> reply(UserId author, RoomId room, String text, String clientId, long seq) {
        return messaging.send(
                author, room, text, Optional.of(new ClientId(clientId)), Optional.of(new Seq(seq)), List.of());
    }

    private Attachment upload(String name, UserId uploader, @Nullable RoomId room) {
        FileId id = new FileId((name + "-".repeat(22)).substring(0, 22));
        Attachment file = new Attachment(id, new FileName(name), MediaType.UNKNOWN, 7, null);
        files.begin(id, uploader, time.instant());
        assertThat(files.complete(new StoredFile(file, uploader, room, "", time.instant()), time.instant()))
                .isTrue();
        return file;
    }

    private CompletableFuture<Sent> sendFiles(UserId author, RoomId room, String text, Attachment... attached) {
        List<FileId> ids = Arrays.stream(attached).map(Attachment::id).toList();
        return messaging.send(author, room, text, Optional.of(new ClientId("f")), Optional.empty(), ids);
    }

    @Test
    void a_message_carries_files_of_its_author_with_or_without_a_text() {
        Attachment anywhere = upload("anywhere", ann, null);
        Attachment here = upload("here", ann, GENERAL);
        Message sent =
                settled(sendFiles(ann, GENERAL, " ", here, anywhere)).message().message();
        assertThat(sent.files()).containsExactly(here, anywhere);
        assertThat(sent.content()).isEqualTo(Content.NONE);
        assertThat(settled(sendFiles(ann, anns, "look", anywhere))
                        .message()
                        .message()
                        .content()
                        .text())
                .isEqualTo("look");
        assertThat(files.due(time.instant().plus(Duration.ofHours(23)), 10))
                .as("they stay for a day")
                .isEmpty();
    }

    @Test
    void files_of_others_for_other_rooms_or_of_nobody_are_not_there() {
        Attachment bobs = upload("bobs", bob, null);
        Attachment elsewhere = upload("elsewhere", ann, anns);
        Attachment good = upload("good", ann, null);
        Attachment gone = upload("gone", ann, null);
        files.doom(gone.id(), time.instant(), time.instant());
        for (Attachment bad : List.of(bobs, elsewhere, gone)) {
            assertRefused(() -> settled(sendFiles(ann, GENERAL, "x", good, bad)), ErrorCode.FILE_NOT_FOUND);
        }
        assertRefused(() -> settled(sendFiles(bob, anns, "x", bobs)), ErrorCode.ROOM_NOT_FOUND);
        assertRefused(() -> settled(sendFiles(ann, GENERAL, "x", good, good)), ErrorCode.INVALID_FIELD);
        Attachment[] many = IntStream.rangeClosed(0, Draft.MAX_FILES)
                .mapToObj(i -> upload("many" + i, ann, null))
                .toArray(Attachment[]::new);
        assertRefused(() -> settled(sendFiles(ann, GENERAL, "x", many)), ErrorCode.INVALID_FIELD);
        assertThat(log.lastRev(GENERAL)).isZero();
    }

    @Test
    void a_repeat_answers_with_the_first_message_also_when_its_files_are_gone() {
        Attachment file = upload("file", ann, null);
        Sent first = settled(sendFiles(ann, GENERAL, "look", file));
        assertThat(settled(sendFiles(ann, GENERAL, "look", file))).isEqualTo(new Sent(first.message(), true));
        Message deleted = settled(messaging.delete(ann, GENERAL, new Seq(1))).message();
        assertThat(files.doom(file.id(), time.instant().plus(Duration.ofDays(2)), time.instant()))
                .isTrue();
        files.forget(file.id());

        Sent again = settled(sendFiles(ann, GENERAL, "look", file));
        assertThat(again.repeated()).isTrue();
        assertThat(again.message().message()).isEqualTo(deleted);
        assertRefused(() -> settled(sendFiles(ann, GENERAL, "other", file)), ErrorCode.CLIENT_ID_REUSED);
        assertRefused(() -> settled(sendFiles(ann, anns, "look", file)), ErrorCode.FILE_NOT_FOUND);
    }

    @Test
    void a_text_beside_files_may_be_taken_away_and_one_alone_may_not() {
        settled(sendFiles(ann, GENERAL, "look", upload("file", ann, null)));
        send("hello", "1");
        Message bare =
                settled(messaging.edit(ann, GENERAL, new Seq(1), " \u200b")).message();
        assertThat(bare.content()).isEqualTo(Content.NONE);
        assertThat(bare.files()).hasSize(1);
        assertRefused(() -> settled(messaging.edit(ann, GENERAL, new Seq(2), "")), ErrorCode.INVALID_CONTENT);
        settled(messaging.delete(ann, GENERAL, new Seq(1)));
        assertRefused(() -> settled(messaging.edit(ann, GENERAL, new Seq(1), "")), ErrorCode.INVALID_CONTENT);
        assertRefused(() -> settled(messaging.edit(ann, GENERAL, new Seq(1), "x")), ErrorCode.MESSAGE_DELETED);
    }

    @Test
    void the_files_of_a_deleted_message_are_looked_at_soon() {
        Attachment file = upload("file", ann, null);
        settled(sendFiles(ann, GENERAL, "look", file));
        settled(messaging.delete(ann, GENERAL, new Seq(1)));
        workers.settle();
        assertThat(files.due(time.instant().plus(Duration.ofHours(1)), 10)).containsExactly(file.id());
    }

    @Test
    void a_message_without_files_asks_nobody_about_files() {
        send("hello", "1");
        send("hello", "1");
        settled(messaging.edit(ann, GENERAL, new Seq(1), "hi"));
        settled(messaging.delete(ann, GENERAL, new Seq(1)));
        workers.settle();
        assertThat(files.calls()).isZero();
    }

    @Test
    void a_closed_room_is_not_there() {
        RoomId group = group();
        log.close(group);

        assertRefused(() -> settled(messaging.send(ann, group, "late", Optional.empty())), ErrorCode.ROOM_NOT_FOUND);
    }

    private Sent send(String text, String clientId) {
        return settled(messaging.send(ann, GENERAL, text, Optional.of(new ClientId(clientId))));
    }

    private <T> T settled(CompletableFuture<T> answer) {
        workers.settle();
        assertThat(answer).isDone();
        try {
            return answer.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof ChatException refusal ? refusal : e;
        }
    }

    private static void assertRefused(Runnable call, ErrorCode code) {
        assertThatThrownBy(call::run)
                .isInstanceOfSatisfying(
                        ChatException.class,
                        refusal -> assertThat(refusal.code()).isEqualTo(code));
    }
}
