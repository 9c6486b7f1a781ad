package dev.parley.mongo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.model.Updates;
import dev.parley.domain.ChatException.Unavailable;
import dev.parley.domain.ErrorCode;
import dev.parley.domain.account.DisplayName;
import dev.parley.domain.account.NewUser;
import dev.parley.domain.account.PasswordHash;
import dev.parley.domain.account.UserId;
import dev.parley.domain.account.Username;
import dev.parley.domain.room.RoomId;
import dev.parley.testkit.Drafts;
import dev.parley.testkit.Together;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.bson.BsonBoolean;
import org.bson.BsonDocument;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class MongoAdapterTest {
    /** For a server that is away. One that is there may take its time. */
    private static final Duration SELECTION = Duration.ofSeconds(1);

    private static final Duration OPERATION = Duration.ofMillis(1500);
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final String database = MongoServers.newDatabase();

    @AfterAll
    static void dropDatabases() {
        MongoServers.dropDatabases(MongoServers.wire());
    }

    private MongoAdapter adapter(String uri) {
        return adapter(uri, SELECTION, OPERATION);
    }

    private MongoAdapter adapter(String uri, Duration selection, Duration operation) {
        return new MongoAdapter(
                new MongoConfig(uri, database, selection, operation, 4), InstantSource.fixed(Drafts.NOON));
    }

    private MongoAdapter patient() {
        return adapter(MongoServers.wire(), PATIENCE, PATIENCE);
    }

    private MongoAdapter started() {
        MongoAdapter adapter = patient();
        adapter.start();
        return adapter;
    }

    private static List<BsonDocument> indexes(MongoClient client, String database, String collection) {
        return client.getDatabase(database)
                .getCollection(collection)
                .listIndexes(BsonDocument.class)
                .into(new ArrayList<>());
    }

    private static String shape(BsonDocument index) {
        String unique = index.getBoolean("unique", BsonBoolean.FALSE).getValue() ? " unique" : "";
        return String.join(",", index.getDocument("key").keySet())
                + unique
                + (index.containsKey("sparse") ? " sparse" : "")
                + (index.containsKey("partialFilterExpression") ? " partial" : "");
    }

    @Test
    void a_start_makes_the_indexes_that_the_protocol_rests_on() {
        try (MongoAdapter adapter = started();
                MongoClient client = MongoClients.create(MongoServers.wire())) {
            adapter.check();
            assertThat(indexes(client, database, Schema.MESSAGES))
                    .extracting(MongoAdapterTest::shape)
                    .contains(
                            "room,seq unique",
                            "room,key unique",
                            "room,revs unique",
                            "room,rev",
                            "files.id,room,seq partial",
                            "erasedTo sparse",
                            "erasedAt sparse");
            assertThat(indexes(client, database, Schema.ROOMS))
                    .extracting(MongoAdapterTest::shape)
                    .contains("nameKey unique sparse", "pair unique sparse", "kind,_id");
            assertThat(indexes(client, database, Schema.MEMBERS))
                    .extracting(MongoAdapterTest::shape)
                    .contains("room,user", "user");
            assertThat(indexes(client, database, Schema.USERS))
                    .extracting(MongoAdapterTest::shape)
                    .contains("usernameKey unique", "emailKey unique sparse");
            assertThat(indexes(client, database, Schema.SESSIONS))
                    .extracting(MongoAdapterTest::shape)
                    .contains("expiresAt");
            assertThat(indexes(client, database, Schema.TICKETS))
                    .extracting(MongoAdapterTest::shape)
                    .contains("expiresAt");
            assertThat(indexes(client, database, Schema.FILES))
                    .extracting(MongoAdapterTest::shape)
                    .contains("due");
            assertThat(indexes(client, database, Schema.READ_MARKS))
                    .extracting(MongoAdapterTest::shape)
                    .contains("user");
        }
    }

    @Test
    void eight_nodes_may_start_at_once_on_an_empty_database() {
        List<MongoAdapter> nodes = Together.run(8, i -> started());
        nodes.forEach(node -> {
            node.check();
            assertThat(node.rooms().roomsOf(new UserId(1))).hasSize(1);
            node.close();
        });
        try (MongoAdapter again = started()) {
            assertThat(again.rooms().findFor(new UserId(1), RoomId.GENERAL)).isPresent();
        }
    }

    @Test
    void a_database_of_a_newer_version_is_refused() {
        started().close();
        try (MongoClient client = MongoClients.create(MongoServers.wire());
                MongoAdapter old = patient()) {
            client.getDatabase(database)
                    .getCollection(Schema.META)
                    .updateOne(new BsonDocument(), Updates.set("version", Schema.VERSION + 1));
            assertThatIllegalStateException().isThrownBy(old::start).withMessageContaining("newer");
        }
    }

    @Test
    void a_start_without_a_server_fails_soon_and_says_where_it_looked() throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        try (MongoAdapter adapter = adapter("mongodb://ann:s3cret@localhost:" + port)) {
            long begun = System.nanoTime();
            assertThatIllegalStateException()
                    .isThrownBy(adapter::start)
                    .withMessageContainingAll("localhost:" + port, "is it running")
                    .withMessageNotContaining("s3cret");
            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(5));
        }
    }

    @Test
    void an_address_that_the_driver_cannot_read_is_not_repeated() {
        try (MongoAdapter adapter = adapter("mongodb://ann:s3:cret@localhost")) {
            assertThatIllegalArgumentExceptionWithoutSecret(adapter);
        }
    }

    private static void assertThatIllegalArgumentExceptionWithoutSecret(MongoAdapter adapter) {
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(adapter::start)
                .withNoCause()
                .withMessageNotContaining("s3");
    }

    @Test
    void a_store_that_falls_silent_is_unavailable_within_the_time_outs() throws IOException {
        try (FaultyProxy proxy = new FaultyProxy(MongoServers.address(MongoServers.wire()));
                MongoAdapter adapter = adapter(MongoServers.through(proxy.port(), MongoServers.wire()))) {
            adapter.start();
            adapter.log().append(RoomId.GENERAL, List.of(Drafts.draft(Drafts.ANN, "a", "a")));
            proxy.fallSilent();
            long begun = System.nanoTime();
            assertThatExceptionOfType(Unavailable.class).isThrownBy(adapter::check);
            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(4));
            assertThatExceptionOfType(Unavailable.class)
                    .isThrownBy(() ->
                            adapter.log().append(RoomId.GENERAL, List.of(Drafts.draft(Drafts.ANN, "b", "b"))));
            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(10));
        }
    }

    @Test
    void before_the_start_nothing_is_asked_and_after_the_close_nothing_is_answered() {
        MongoAdapter adapter = adapter("mongodb+srv://no-such-host.invalid");
        assertThatIllegalStateException().isThrownBy(() -> adapter.rooms().roomsOf(new UserId(1)));
        adapter.close();
        assertThatCode(adapter::close).doesNotThrowAnyException();
        MongoAdapter used = started();
        used.close();
        assertThatExceptionOfType(Unavailable.class)
                .isThrownBy(used::check)
                .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.SHUTTING_DOWN));
    }

    @Test
    void who_came_before_there_was_a_search_is_found() {
        NewUser ann = new NewUser(
                new Username("ann"),
                null,
                new DisplayName("Ärger"),
                null,
                new PasswordHash("$2a$04$hash-of-nothing"),
                Drafts.NOON);
        try (MongoAdapter adapter = started()) {
            adapter.users().register(ann);
        }
        try (MongoClient client = MongoClients.create(MongoServers.wire())) {
            var users = client.getDatabase(database).getCollection("users", BsonDocument.class);
            assertThat(users.updateMany(new BsonDocument(), Updates.unset("displayKey"))
                            .getModifiedCount())
                    .isEqualTo(1);
            var meta = client.getDatabase(database).getCollection("meta", BsonDocument.class);
            assertThat(meta.updateMany(new BsonDocument(), Updates.set("version", 2))
                            .getModifiedCount())
                    .isEqualTo(1);
        }
        try (MongoAdapter adapter = started()) {
            assertThat(adapter.users().search("äRGER", 0, 10)).hasSize(1);
        }
    }
}
