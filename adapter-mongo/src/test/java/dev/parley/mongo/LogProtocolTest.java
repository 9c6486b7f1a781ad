package dev.parley.mongo;

import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Updates.combine;
import static com.mongodb.client.model.Updates.set;
import static dev.parley.testkit.Drafts.ANN;
import static dev.parley.testkit.Drafts.BOB;
import static dev.parley.testkit.Drafts.NOON;
import static dev.parley.testkit.Drafts.attachment;
import static dev.parley.testkit.Drafts.draft;
import static dev.parley.testkit.Drafts.numbered;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.mongodb.MongoWriteException;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import dev.parley.domain.account.DisplayName;
import dev.parley.domain.account.NewUser;
import dev.parley.domain.account.PasswordHash;
import dev.parley.domain.account.UserDirectory.Registration;
import dev.parley.domain.account.Username;
import dev.parley.domain.message.Change;
import dev.parley.domain.message.Content;
import dev.parley.domain.message.Emoji;
import dev.parley.domain.message.Message;
import dev.parley.domain.message.MessageLog;
import dev.parley.domain.message.MessageLog.Appended;
import dev.parley.domain.message.MessageLog.Changed;
import dev.parley.domain.message.Rev;
import dev.parley.domain.message.Seq;
import dev.parley.domain.room.RoomId;
import dev.parley.testkit.StoreUnderTest;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.awaitility.Awaitility;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonInt64;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the contract cannot see: how this adapter keeps the promises. */
@Timeout(60)
class LogProtocolTest {
    private static final RoomId ROOM = RoomId.GENERAL;

    private final String database = MongoServers.newDatabase();
    private final MongoStore store = MongoStore.open(MongoServers.wire(), database);
    private final MongoClient client = MongoClients.create(MongoServers.wire());
    private final MessageLog log = store.log();

    @BeforeEach
    void aMessage() {
        log.append(ROOM, List.of(draft(BOB, "first", "first")));
    }

    @AfterEach
    void close() {
        store.close();
        client.close();
        MongoServers.dropDatabases(MongoServers.wire());
    }

    private MongoCollection<BsonDocument> documents() {
        return client.getDatabase(database).getCollection(Schema.MESSAGES, BsonDocument.class);
    }

    private Message edited(long seq, String text) {
        Changed changed = log.change(ROOM, new Seq(seq), new Change.Edit(new Content(text), NOON));
        assertThat(changed).isInstanceOf(Changed.Done.class);
        return ((Changed.Done) changed).message();
    }

    @Test
    void a_message_has_a_field_for_files_only_while_it_has_some() {
        log.append(ROOM, List.of(draft(ANN, "a", "a").with(List.of(attachment(1), attachment(2)))));
        edited(1, "1");
        edited(2, "2");
        assertThat(documents().find(eq("seq", 1L)).first()).isNotNull().doesNotContainKey("files");
        assertThat(documents().find(eq("seq", 2L)).first()).isNotNull().containsKey("files");
        log.change(ROOM, new Seq(2), new Change.Delete());
        assertThat(documents().find(eq("seq", 2L)).first()).isNotNull().doesNotContainKey("files");
    }

    @Test
    void a_batch_whose_answer_was_lost_is_answered_as_added() {
        store.loseNextAnswer();
        assertThat(log.append(ROOM, numbered(ANN, "m", 5))).hasOnlyElementsOfType(Appended.Added.class);
        assertThat(store.struck()).isTrue();
        assertThat(documents().countDocuments()).isEqualTo(6);
    }

    @Test
    void a_batch_cut_in_the_middle_is_completed_and_answered_as_added() {
        store.breakNextAppend(2);
        List<Appended> results = log.append(ROOM, numbered(ANN, "m", 5));
        assertThat(store.struck()).isTrue();
        assertThat(results).hasOnlyElementsOfType(Appended.Added.class);
        assertThat(results)
                .extracting(result -> ((Appended.Added) result).message().seq().value())
                .containsExactly(2L, 3L, 4L, 5L, 6L);
    }

    @Test
    void a_cut_batch_that_lands_late_is_refused_as_a_whole() {
        store.proxy().holdNextWrite();
        List<Appended> results = log.append(ROOM, numbered(ANN, "m", 5));
        assertThat(store.struck()).isTrue();
        store.proxy().release();
        edited(2, "changed");
        Awaitility.await()
                .during(Duration.ofMillis(300))
                .atMost(Duration.ofSeconds(5))
                .until(() -> documents().countDocuments() == 6);
        assertThat(log.append(ROOM, numbered(ANN, "m", 5))).hasOnlyElementsOfType(Appended.Repeated.class);
        assertThat(log.find(ROOM, new Seq(2))).map(m -> m.content().text()).contains("changed");
        assertThat(results).hasOnlyElementsOfType(Appended.Added.class);
    }

    @Test
    void a_change_whose_answer_was_lost_is_answered_as_done() {
        store.loseNextAnswer();
        Message edited = edited(1, "changed");
        assertThat(store.struck()).isTrue();
        assertThat(edited.rev()).isEqualTo(new Rev(2));
        assertThat(log.change(ROOM, new Seq(1), new Change.Edit(new Content("changed"), NOON)))
                .isEqualTo(new Changed.Already(edited));
    }

    private Message reacted(boolean on) {
        Changed changed = log.change(ROOM, new Seq(1), new Change.React(ANN, new Emoji("👍"), on));
        assertThat(changed).isInstanceOf(Changed.Done.class);
        return ((Changed.Done) changed).message();
    }

    @Test
    void a_reaction_whose_answer_was_lost_is_answered_as_done() {
        store.loseNextAnswer();
        Message reacted = reacted(true);
        assertThat(store.struck()).isTrue();
        assertThat(reacted.rev()).isEqualTo(new Rev(2));
        assertThat(log.change(ROOM, new Seq(1), new Change.React(ANN, new Emoji("👍"), true)))
                .isEqualTo(new Changed.Already(reacted));
    }

    @Test
    void a_cut_reaction_that_lands_late_does_not_come_back() {
        store.proxy().holdNextWrite();
        Message on = reacted(true);
        Message off = reacted(false);
        store.proxy().release();
        Awaitility.await()
                .during(Duration.ofMillis(300))
                .atMost(Duration.ofSeconds(5))
                .until(() -> log.find(ROOM, new Seq(1)).equals(Optional.of(off)));
        assertThat(on.rev()).isEqualTo(new Rev(2));
        assertThat(off.rev()).isEqualTo(new Rev(3));
        assertThat(off.reactions().isEmpty()).isTrue();
    }

    @RepeatedTest(5)
    void a_change_whose_answer_was_lost_does_not_undo_what_another_node_changed_since() throws Exception {
        try (StoreUnderTest other = store.secondNode()) {
            CompletableFuture<Changed> since = CompletableFuture.supplyAsync(() -> {
                Awaitility.await()
                        .pollInterval(Duration.ofMillis(1))
                        .until(() -> other.log()
                                .find(ROOM, new Seq(1))
                                .orElseThrow()
                                .content()
                                .text()
                                .equals("mine"));
                return other.log().change(ROOM, new Seq(1), new Change.Edit(new Content("later"), NOON));
            });
            store.loseNextAnswer();
            Message mine = edited(1, "mine");

            Message later = ((Changed.Done) since.get()).message();
            assertThat(log.find(ROOM, new Seq(1))).contains(later);
            assertThat(mine.rev().value()).isIn(2L, 3L);
        }
    }

    /** Another node's change takes the rev that the lost one was to have: that makes it no less lost. */
    @Test
    void a_deletion_that_never_arrived_is_not_answered_as_done() throws Exception {
        try (StoreUnderTest other = store.secondNode()) {
            store.proxy().holdNextWrite();
            CompletableFuture<Changed> deletion =
                    CompletableFuture.supplyAsync(() -> log.change(ROOM, new Seq(1), new Change.Delete()));
            TimeUnit.MILLISECONDS.sleep(200);
            other.log().change(ROOM, new Seq(1), new Change.Edit(new Content("theirs"), NOON));

            Message deleted = ((Changed.Done) deletion.get()).message();
            assertThat(deleted.deleted()).isTrue();
            assertThat(log.find(ROOM, new Seq(1))).contains(deleted);
        }
    }

    @Test
    void a_cut_change_that_lands_late_changes_nothing() {
        store.proxy().holdNextWrite();
        Message edited = edited(1, "mine");
        Message later = edited(1, "later");
        store.proxy().release();
        Awaitility.await()
                .during(Duration.ofMillis(300))
                .atMost(Duration.ofSeconds(5))
                .until(() -> log.find(ROOM, new Seq(1)).equals(Optional.of(later)));
        assertThat(edited.rev()).isEqualTo(new Rev(2));
        assertThat(later.rev()).isEqualTo(new Rev(3));
    }

    @Test
    void a_rev_that_a_message_has_left_behind_is_not_free() {
        edited(1, "second");
        edited(1, "third");
        BsonDocument stale = MessageDocument.of(ROOM, draft(ANN, "stale", "stale"), new Tail(2, 2, 0));
        assertThatExceptionOfType(MongoWriteException.class)
                .isThrownBy(() -> documents().insertOne(stale))
                .withMessageContaining("revs");
        assertThat(log.changesSince(ROOM, Rev.ZERO, 10)).hasSize(1);
    }

    @Test
    void a_message_that_two_nodes_edit_in_turn_never_takes_a_rev_twice() {
        try (var other = store.secondNode()) {
            Change theirs = new Change.Edit(new Content("theirs"), NOON);
            for (long round = 0; round < 5; round++) {
                assertThat(edited(1, "mine").rev()).isEqualTo(new Rev(2 + 3 * round));
                other.log().change(ROOM, new Seq(1), theirs);
                other.log().change(ROOM, new Seq(1), new Change.Edit(new Content("theirs too"), NOON));
            }
            assertThat(log.changesSince(ROOM, Rev.ZERO, 10))
                    .extracting(Message::rev)
                    .containsExactly(new Rev(16));
        }
    }

    @Test
    void a_message_remembers_a_bounded_number_of_revs() {
        int kept = Transition.MAX_REVS;
        List<BsonInt64> many =
                LongStream.rangeClosed(1, kept).mapToObj(BsonInt64::new).toList();
        documents().updateOne(eq("seq", 1L), combine(set("revs", new BsonArray(many)), set("rev", (long) kept)));
        Message edited = edited(1, "one more");
        assertThat(edited.rev()).isEqualTo(new Rev(kept + 1));
        BsonDocument document = documents().find().first();
        assertThat(document).isNotNull();
        assertThat(document.getArray("revs")).hasSize(kept).doesNotContain(new BsonInt64(1));
    }

    @Test
    void a_node_that_remembers_an_old_tail_goes_on_behind_the_new_one() {
        try (var other = store.secondNode()) {
            other.log().append(ROOM, numbered(BOB, "n", 3));
            assertThat(log.append(ROOM, numbered(ANN, "m", 2)))
                    .extracting(
                            result -> ((Appended.Added) result).message().seq().value())
                    .containsExactly(5L, 6L);
        }
    }

    @Test
    void a_registration_whose_answer_was_lost_is_a_registration() {
        assertThat(store.users().register(newcomer("bob"))).isInstanceOf(Registration.Registered.class);
        store.loseNextAnswer();
        assertThat(store.users().register(newcomer("ann"))).isInstanceOf(Registration.Registered.class);
        assertThat(store.struck()).isTrue();
        assertThat(store.users().register(newcomer("ann"))).isInstanceOf(Registration.UsernameTaken.class);
    }

    private static NewUser newcomer(String name) {
        return new NewUser(
                new Username(name), null, new DisplayName(name), null, new PasswordHash("hash of " + name), NOON);
    }
}
