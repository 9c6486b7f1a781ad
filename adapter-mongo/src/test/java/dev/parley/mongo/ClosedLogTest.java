package dev.parley.mongo;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Updates.set;
import static dev.parley.testkit.Drafts.ANN;
import static dev.parley.testkit.Drafts.BOB;
import static dev.parley.testkit.Drafts.NOON;
import static dev.parley.testkit.Drafts.attachment;
import static dev.parley.testkit.Drafts.draft;
import static dev.parley.testkit.Drafts.numbered;
import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import dev.parley.domain.account.Language;
import dev.parley.domain.message.Change;
import dev.parley.domain.message.Content;
import dev.parley.domain.message.Draft;
import dev.parley.domain.message.Emoji;
import dev.parley.domain.message.Head;
import dev.parley.domain.message.Message;
import dev.parley.domain.message.MessageKey;
import dev.parley.domain.message.MessageLog;
import dev.parley.domain.message.MessageLog.Appended;
import dev.parley.domain.message.MessageLog.Changed;
import dev.parley.domain.message.Rev;
import dev.parley.domain.message.Seq;
import dev.parley.domain.message.Translations;
import dev.parley.domain.room.RoomId;
import dev.parley.testkit.Together;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.bson.BsonDocument;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the contract cannot see of a log's end: what stands there, and what comes late. */
@Timeout(60)
class ClosedLogTest {
    private static final RoomId ROOM = new RoomId(7);
    private static final RoomId OTHER = new RoomId(8);
    private static final Seq SECOND = new Seq(2);

    private final String database = MongoServers.newDatabase();
    private final MongoStore store = MongoStore.open(MongoServers.wire(), database);
    private final MongoClient client = MongoClients.create(MongoServers.wire());
    private final MessageLog log = store.log();

    @AfterEach
    void close() {
        store.close();
        client.close();
        MongoServers.dropDatabases(MongoServers.wire());
    }

    private MongoCollection<BsonDocument> documents() {
        return client.getDatabase(database).getCollection(Schema.MESSAGES, BsonDocument.class);
    }

    private BsonDocument end() {
        BsonDocument end = documents()
                .find(and(eq("room", ROOM.value()), eq("key", MessageDocument.END_KEY)))
                .first();
        assertThat(end).isNotNull();
        return end;
    }

    private static Change edit(String text) {
        return new Change.Edit(new Content(text), NOON);
    }

    @Test
    void the_end_is_not_shown_and_takes_no_place_in_a_page() {
        log.append(ROOM, numbered(ANN, "m", 3));
        log.append(OTHER, numbered(ANN, "m", 2));
        log.change(ROOM, new Seq(3), edit("edited"));
        List<Message> before = log.after(ROOM, Seq.ZERO, 10);
        Map<RoomId, Head> heads = log.heads(List.of(ROOM, OTHER));
        Map<RoomId, Message> newest = log.newest(List.of(ROOM, OTHER));
        log.close(ROOM);
        assertThat(log.find(ROOM, new Seq(4))).isEmpty();
        assertThat(log.after(ROOM, Seq.ZERO, 10)).isEqualTo(before);
        assertThat(log.before(ROOM, Seq.END, 2)).isEqualTo(before.subList(1, 3));
        assertThat(log.changesSince(ROOM, new Rev(3), 10)).containsExactly(before.get(2));
        assertThat(log.heads(List.of(ROOM, OTHER))).isEqualTo(heads);
        assertThat(log.heads(List.of(ROOM))).isEqualTo(Map.of(ROOM, new Head(new Seq(3), new Rev(4))));
        assertThat(log.newest(List.of(ROOM, OTHER))).isEqualTo(newest);
        assertThat(log.newest(List.of(ROOM))).isEqualTo(Map.of(ROOM, before.get(2)));
    }

    @Test
    void an_empty_log_that_was_closed_has_no_head() {
        log.close(ROOM);
        assertThat(log.heads(List.of(ROOM))).isEmpty();
        assertThat(log.heads(List.of(ROOM, OTHER))).isEmpty();
        assertThat(log.newest(List.of(ROOM, OTHER))).isEmpty();
    }

    @Test
    void repeats_and_what_would_change_nothing_find_the_log_closed_too() {
        log.append(ROOM, numbered(ANN, "m", 3));
        try (MongoStore other = MongoStore.open(MongoServers.wire(), database)) {
            other.log().close(ROOM);
        }
        assertThat(log.append(ROOM, numbered(ANN, "m", 3))).containsOnly(new Appended.Closed());
        assertThat(log.change(ROOM, new Seq(1), edit("m1"))).isEqualTo(new Changed.Missing());
        assertThat(log.change(ROOM, new Seq(1), edit("new"))).isEqualTo(new Changed.Missing());
    }

    @Test
    void an_end_whose_answer_was_lost_is_one_end() {
        log.append(ROOM, numbered(ANN, "m", 3));
        store.loseNextAnswer();
        log.close(ROOM);
        assertThat(store.struck()).isTrue();
        assertThat(documents().countDocuments()).isEqualTo(4);
    }

    /** Every message was erased, but a writer that remembers where the log was finds no number free. */
    @Test
    void a_node_with_an_old_tail_writes_nothing_into_an_erased_log() {
        log.append(ROOM, numbered(ANN, "m", 3));
        try (MongoStore other = MongoStore.open(MongoServers.wire(), database)) {
            other.log().append(ROOM, numbered(BOB, "n", 3));
            other.log().close(ROOM);
            assertThat(other.log().erase(100)).isEqualTo(6);
            assertThat(log.append(ROOM, numbered(ANN, "late", 2))).containsOnly(new Appended.Closed());
            assertThat(log.append(ROOM, numbered(BOB, "n", 3))).containsOnly(new Appended.Closed());
            assertThat(log.after(ROOM, Seq.ZERO, 10)).isEmpty();
            assertThat(log.changesSince(ROOM, Rev.ZERO, 10)).isEmpty();
            assertThat(log.newest(List.of(ROOM, OTHER))).isEmpty();
            assertThat(log.find(ROOM, new Seq(1))).isEmpty();
        }
    }

    @Test
    void a_cut_batch_that_lands_after_the_erasure_is_refused() {
        store.proxy().holdNextWrite();
        log.append(ROOM, numbered(ANN, "m", 5));
        assertThat(store.struck()).isTrue();
        log.close(ROOM);
        assertThat(log.erase(100)).isEqualTo(5);
        store.proxy().release();
        Awaitility.await()
                .during(Duration.ofMillis(300))
                .atMost(Duration.ofSeconds(5))
                .until(() ->
                        log.after(ROOM, Seq.ZERO, 10).isEmpty() && documents().countDocuments() == 6);
    }

    @Test
    void an_erasure_that_died_before_it_said_how_far_it_was_is_done_again() {
        log.append(ROOM, numbered(ANN, "m", 5));
        log.close(ROOM);
        assertThat(log.erase(2)).isEqualTo(2);
        documents().updateOne(eq("_id", end().get("_id")), set("erasedTo", 0L));
        assertThat(log.erase(2)).isEqualTo(2);
        assertThat(log.erase(2)).isEqualTo(1);
        assertThat(log.erase(2)).isZero();
        assertThat(end()).doesNotContainKey("erasedTo");
    }

    @Test
    void nothing_that_was_said_is_left_of_an_erased_message() {
        MessageKey key = draft(ANN, "a", "secret").key();
        log.append(ROOM, numbered(ANN, "m", 1));
        log.append(
                ROOM,
                List.of(new Draft(key, ANN, new Content("secret"), NOON, new Seq(1)).with(List.of(attachment(1)))));
        log.change(ROOM, SECOND, edit("still secret"));
        log.change(ROOM, SECOND, new Change.React(BOB, new Emoji("👍"), true));
        log.change(
                ROOM,
                SECOND,
                new Change.Translate(
                        new Content("still secret"), Translations.of(new Language("es"), new Content("secreto aún"))));
        Message full = log.find(ROOM, SECOND).orElseThrow();
        assertThat(full).hasNoNullFieldsOrProperties();
        assertThat(full.translations().isEmpty()
                        || full.reactions().isEmpty()
                        || full.files().isEmpty())
                .isFalse();
        log.close(ROOM);
        assertThat(log.erase(10)).isEqualTo(2);
        assertThat(documents()
                        .find(and(eq("room", ROOM.value()), eq("seq", 2L)))
                        .first())
                .isNotNull()
                .satisfies(left -> assertThat(left.keySet())
                        .containsExactlyInAnyOrder("_id", "room", "seq", "rev", "revs", "key", "erasedAt"));
    }

    @RepeatedTest(5)
    void no_change_slips_in_behind_the_end() {
        log.append(ROOM, numbered(ANN, "m", 8));
        try (MongoStore other = MongoStore.open(MongoServers.wire(), database)) {
            List<List<Changed>> answers = Together.run(16, thread -> {
                MessageLog mine = thread % 2 == 0 ? log : other.log();
                List<Changed> changes = new ArrayList<>();
                for (int i = 0; i < 15; i++) {
                    if (thread == 5 && i == 7) {
                        mine.close(ROOM);
                    }
                    changes.add(mine.change(ROOM, new Seq(1 + thread / 2), edit(thread + "." + i)));
                }
                return changes;
            });
            assertThat(answers.get(5).subList(7, 15)).containsOnly(new Changed.Missing());
            List<Long> revs = new ArrayList<>(List.of(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L));
            for (List<Changed> mine : answers) {
                int end = mine.indexOf(new Changed.Missing());
                assertThat(mine.subList(end < 0 ? mine.size() : end, mine.size()))
                        .allMatch(new Changed.Missing()::equals);
                mine.stream()
                        .filter(Changed.Done.class::isInstance)
                        .forEach(done ->
                                revs.add(((Changed.Done) done).message().rev().value()));
            }
            assertThat(revs).doesNotHaveDuplicates().allMatch(rev -> rev < MessageDocument.rev(end()));
            assertThat(revs).hasSize((int) MessageDocument.rev(end()) - 1);
        }
    }
}
