package dev.parley.bootstrap.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.backend.memory.MemoryBackend;
import dev.parley.bootstrap.InProcess;
import dev.parley.testkit.net.TcpProxy;
import dev.parley.testkit.net.TcpProxy.Mood;
import dev.parley.testkit.postgres.PostgresServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The database goes away in the middle of everything, and comes back. */
@Timeout(120)
class OutageTest {
    /** What a request may take at most while the database is away. */
    private static final Duration BOUND = Duration.ofSeconds(16);

    @TempDir
    private Path directory = Path.of("");

    private final MemoryBackend documents = new KeptBackend();

    /** The documents outlive their server. */
    private static final class KeptBackend extends MemoryBackend {
        @Override
        public void close() {}
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void a_database_that_restarts_costs_answers_but_no_message() {
        MongoServer[] mongo = {new MongoServer(documents)};
        InetSocketAddress address = mongo[0].bind();
        outage(mongo(address.getPort()), () -> mongo[0].shutdownNow(), () -> {
            mongo[0] = new MongoServer(documents);
            mongo[0].bind(address);
        });
        mongo[0].shutdownNow();
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void a_network_that_cuts_everything_costs_answers_but_no_message() {
        behindProxy(Mood.CUT);
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void a_network_that_falls_silent_costs_answers_but_no_message() {
        behindProxy(Mood.SILENT);
    }

    private void behindProxy(Mood mood) {
        MongoServer mongo = new MongoServer(documents);
        try (TcpProxy proxy = new TcpProxy(mongo.bind())) {
            outage(mongo(proxy.port()), () -> proxy.set(mood), () -> proxy.set(Mood.OPEN));
        } finally {
            mongo.shutdownNow();
        }
    }

    private static Map<String, String> mongo(int port) {
        return Map.of("MONGODB_URI", "mongodb://localhost:" + port);
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void a_postgresql_that_restarts_or_is_killed_costs_answers_but_no_message() {
        try (PostgresServer postgres = PostgresServer.durable()) {
            outage(onDatabase(postgres), postgres::stop, postgres::start);
            outage(onDatabase(postgres), postgres::kill, postgres::start);
        }
    }

    private static Map<String, String> onDatabase(PostgresServer postgres) {
        return Map.of("DATABASE_URL", postgres.url(postgres.newDatabase()));
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void a_network_that_cuts_everything_off_postgresql_costs_answers_but_no_message() {
        postgresBehindProxy(Mood.CUT);
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void a_network_that_falls_silent_before_postgresql_costs_answers_but_no_message() {
        postgresBehindProxy(Mood.SILENT);
    }

    private void postgresBehindProxy(Mood mood) {
        PostgresServer postgres = PostgresServer.shared();
        String database = postgres.newDatabase();
        InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), postgres.port());
        try (TcpProxy proxy = new TcpProxy(address)) {
            Map<String, String> settings = Map.of("DATABASE_URL", PostgresServer.url(proxy.port(), database));
            outage(settings, () -> proxy.set(mood), () -> proxy.set(Mood.OPEN));
        } finally {
            postgres.drop(database);
        }
    }

    private void outage(Map<String, String> store, Runnable away, Runnable back) {
        Map<String, String> settings = RunningServer.settings(directory, store);
        try (InProcess server = InProcess.start(settings, directory);
                Crowd crowd = new Crowd(4, 1, 2, server::port, 7)) {
            Person ann = Person.signUp(Api.to(server.port()), "ann");
            await().until(() ->
                    crowd.acknowledged() > 20 && crowd.readers().stream().allMatch(reader -> reader.resumed() == 1));

            away.run();
            expectAway(ann, "first");
            expectAway(ann, "second");
            expectUnready(ann);
            int acknowledged = crowd.acknowledged();
            back.run();

            await().atMost(BOUND).until(() -> ann.api().get("/health/ready").status() == 200);
            await().atMost(BOUND).until(() -> crowd.acknowledged() > acknowledged + 20);
            crowd.expectWell();
            for (String again : new String[] {"first", "second"}) {
                Answer answer = send(ann, again);
                assertThat(answer.status()).isIn(200, 201);
                crowd.expectAlso(Change.of(answer.json()));
            }
            crowd.finish(ann.api(), 30);
            assertThat(crowd.readers())
                    .allSatisfy(reader -> assertThat(reader.resumed()).isEqualTo(1));
        }
    }

    private static void expectAway(Person person, String clientId) {
        long start = System.nanoTime();
        send(person, clientId).expectRefusal(503, "store_unavailable");
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(BOUND);
    }

    private static void expectUnready(Person person) {
        Answer ready = person.api().get("/health/ready").expect(503);
        assertThat(ready.json().path("components").path("store").path("status").asText())
                .isEqualTo("unavailable");
        assertThat(ready.header("retry-after")).isNotNull();
        person.api().get("/health").expect(200);
    }

    private static Answer send(Person person, String clientId) {
        return person.api().post(Person.MESSAGES, Json.object("content", "by " + clientId, "client_id", clientId));
    }
}
