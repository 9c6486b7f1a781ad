package dev.parley.tinode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.parley.application.schedule.Scheduling;
import dev.parley.domain.bridge.MessengerException;
import dev.parley.testkit.tinode.TinodeServer;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** One connection to a real Tinode: what the gateway builds on is tried here. */
@Timeout(60)
class SessionTest {
    private static final ScheduledExecutorService TIMER = Executors.newScheduledThreadPool(2);
    private static @Nullable TinodeServer tinode;

    private final OkHttpClient client = new OkHttpClient();
    private final Ear ear = new Ear();
    private final Session session =
            new Session(new Scheduling(TIMER, TIMER, TIMER, Clock.systemUTC(), System::nanoTime), ear);

    @BeforeAll
    static void startTinode() {
        tinode = TinodeServer.start();
    }

    @AfterAll
    static void stopTinode() {
        if (tinode != null) {
            tinode.close();
        }
        TIMER.shutdownNow();
    }

    @AfterEach
    void close() {
        session.close();
        client.dispatcher().executorService().shutdown();
    }

    private static TinodeServer server() {
        if (tinode == null) {
            throw new IllegalStateException("Tinode was not started");
        }
        return tinode;
    }

    private static TinodeConfig config(String apiKey) {
        return new TinodeConfig(server().url(), apiKey, TinodeServer.LOGIN, TinodeServer.PASSWORD, "basic", true);
    }

    private static final class Ear implements Session.Listener {
        private final List<JsonNode> data = new CopyOnWriteArrayList<>();
        private final CompletableFuture<Boolean> opened = new CompletableFuture<>();
        private final CompletableFuture<Refusal> ended = new CompletableFuture<>();

        @Override
        public void opened() {
            opened.complete(true);
        }

        @Override
        public void data(JsonNode message) {
            data.add(message);
        }

        @Override
        public void presence(JsonNode pres) {}

        @Override
        public void info(JsonNode info) {}

        @Override
        public void notice(JsonNode ctrl) {}

        @Override
        public void ended(Refusal why) {
            ended.complete(why);
        }
    }

    private Reply ask(String kind, ObjectNode packet, @Nullable String as) throws Exception {
        return session.ask(kind, packet, as).get(20, TimeUnit.SECONDS);
    }

    private Refusal refusal(String kind, ObjectNode packet, @Nullable String as) throws Exception {
        try {
            throw new AssertionError("not refused: " + ask(kind, packet, as));
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Refusal refusal) {
                return refusal;
            }
            throw e;
        }
    }

    /** Connects and logs in as root. */
    private void connect() throws Exception {
        session.open(client, config(TinodeServer.API_KEY));
        ear.opened.get(10, TimeUnit.SECONDS);
        assertThat(ask("hi", Packets.hi(), null).params().path("ver").asText()).isEqualTo(Packets.VERSION);
        JsonNode login = ask("login", Packets.login("basic", TinodeServer.LOGIN, TinodeServer.PASSWORD), null)
                .params();
        assertThat(login.path("authlvl").asText()).isEqualTo("root");
    }

    private String account(String login) throws Exception {
        return ask("acc", Packets.newAccount("basic", login, "a-password-of-" + login, login), null)
                .params()
                .path("user")
                .asText();
    }

    private static ObjectNode head() {
        return JsonNodeFactory.instance.objectNode();
    }

    @Test
    void a_root_session_publishes_in_the_name_of_a_member() throws Exception {
        connect();
        String ann = account("ann");
        String topic = ask("sub", Packets.newTopic("General", true, List.of("parley:1x")), null)
                .topic();
        assertThat(topic).startsWith("grp");
        ObjectNode hello = Packets.publish(topic, head().put("x-parley-id", "1-1"), "hello");
        assertThat(refusal("pub", hello.deepCopy(), ann).remedy()).isEqualTo(MessengerException.Remedy.JOIN);
        ask("set", Packets.join(topic), ann);
        Reply published = ask("pub", hello.deepCopy(), ann);

        assertThat(published.params().path("seq").asLong()).isEqualTo(1);
        await().until(() -> !ear.data.isEmpty());
        JsonNode heard = ear.data.get(0);
        assertThat(heard.path("from").asText()).isEqualTo(ann);
        assertThat(heard.path("content").asText()).isEqualTo("hello");
        assertThat(heard.path("head").path("x-parley-id").asText()).isEqualTo("1-1");
    }

    @Test
    void history_comes_in_pieces_of_a_hundred_each_with_what_belongs_to_it() throws Exception {
        connect();
        String topic = ask("sub", Packets.newTopic("Past", true, List.of("parley:2x")), null)
                .topic();
        List<CompletableFuture<Reply>> sent = new ArrayList<>();
        for (int i = 1; i <= 150; i++) {
            sent.add(session.ask("pub", Packets.publish(topic, head(), "m" + i), null));
            if (sent.size() % 16 == 0) {
                sent.get(sent.size() - 1).get(10, TimeUnit.SECONDS);
            }
        }
        sent.get(149).get(10, TimeUnit.SECONDS);
        Reply first = session.askForHistory(topic, 1, 101, null).get(10, TimeUnit.SECONDS);
        Reply second = session.askForHistory(topic, 101, 201, null).get(10, TimeUnit.SECONDS);
        Reply none = session.askForHistory(topic, 201, 301, null).get(10, TimeUnit.SECONDS);

        assertThat(first.data())
                .extracting(message -> message.path("seq").asInt())
                .containsExactlyElementsOf(
                        IntStream.rangeClosed(1, 100).map(i -> 101 - i).boxed().toList());
        assertThat(second.data()).hasSize(50);
        assertThat(none.data()).isEmpty();
        assertThat(none.code()).isEqualTo(204);
        Reply described = ask("get", Packets.get(topic, "desc"), null);
        assertThat(described.meta().path("desc").path("seq").asInt()).isEqualTo(150);
    }

    @Test
    void what_is_asked_when_the_connection_ends_is_unanswered() throws Exception {
        connect();
        server().kill();
        Refusal why = ear.ended.get(10, TimeUnit.SECONDS);
        assertThat(why.remedy()).isEqualTo(MessengerException.Remedy.LOOK);
        assertThatThrownBy(() -> ask("get", Packets.get("me", "desc"), null)).isInstanceOf(ExecutionException.class);
        server().resume();
    }

    @Test
    void a_key_that_tinode_does_not_know_is_refused_at_the_door() throws Exception {
        session.open(client, config("AQEAAAABAAD_rAp4DJh05a1HAwFT3A6X"));

        assertThat(ear.ended.get(10, TimeUnit.SECONDS).code()).isEqualTo(403);
    }

    @Test
    void a_packet_that_is_too_large_is_not_sent() throws Exception {
        connect();
        session.maxBytes(1_000);
        ObjectNode large = Packets.publish("grpAAAAAAAAAAA", head(), "ü".repeat(600));
        assertThat(refusal("pub", large, null).code()).isEqualTo(413);
        assertThat(ask("hi", Packets.hi(), null).code()).as("it lives").isLessThan(400);
    }
}
