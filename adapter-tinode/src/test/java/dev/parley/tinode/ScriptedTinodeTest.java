package dev.parley.tinode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.parley.application.schedule.Scheduling;
import dev.parley.domain.bridge.ForeignAccount;
import dev.parley.domain.bridge.ForeignPost;
import dev.parley.domain.bridge.ForeignSession;
import dev.parley.domain.bridge.MessageRef;
import dev.parley.domain.bridge.Messenger;
import dev.parley.domain.bridge.MessengerException;
import dev.parley.domain.bridge.MessengerException.Remedy;
import dev.parley.domain.bridge.Publication;
import dev.parley.domain.bridge.Topic;
import dev.parley.domain.bridge.TopicEnd;
import dev.parley.domain.bridge.TopicPlan;
import dev.parley.domain.message.Rev;
import dev.parley.domain.message.Seq;
import dev.parley.domain.room.RoomId;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import okhttp3.Response;
import okhttp3.WebSocket;
import okhttp3.WebSocketListener;
import okio.ByteString;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a real Tinode does not do on demand, by one that follows a script. */
@Timeout(60)
class ScriptedTinodeTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Topic TOPIC = new Topic("grpScripted");
    private static final ForeignAccount ANN = new ForeignAccount("usrAnn");
    private static final int MAX_BYTES = 2_000;

    private final MockWebServer server = new MockWebServer();
    private final ScheduledExecutorService timer = Executors.newScheduledThreadPool(2);
    private final Ear ear = new Ear();
    private final List<JsonNode> asked = new CopyOnWriteArrayList<>();
    private volatile Function<JsonNode, List<String>> script = packet -> List.of();
    private volatile @Nullable WebSocket wire;
    private final TinodeAdapter adapter = new TinodeAdapter(
            new TinodeConfig(
                    "ws://localhost:" + started(server).getPort() + "/", "key", "parley", "word", "basic", true),
            new Scheduling(timer, timer, timer, Clock.systemUTC(), System::nanoTime),
            new Random(1));

    private static MockWebServer started(MockWebServer server) {
        try {
            server.start();
            return server;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @BeforeEach
    void start() {
        for (int i = 0; i < 5; i++) {
            server.enqueue(
                    new MockResponse.Builder().webSocketUpgrade(new Script()).build());
        }
        adapter.start(ear);
        await().until(() -> !ear.sessions.isEmpty());
    }

    @AfterEach
    void stop() {
        adapter.close();
        server.close();
        timer.shutdownNow();
    }

    /** Greets, and then answers what the test says; {@code ID} stands for the name of the request. */
    private final class Script extends WebSocketListener {
        @Override
        public void onOpen(WebSocket opened, Response response) {
            wire = opened;
        }

        @Override
        public void onMessage(WebSocket socket, String text) {
            JsonNode packet = parsed(text);
            asked.add(packet);
            String kind = packet.fieldNames().next();
            String id = packet.path(kind).path("id").asText();
            List<String> answers = switch (kind) {
                case "hi" -> List.of(ctrl(201, "'ver':'0.25','maxMessageSize':" + MAX_BYTES));
                case "login" -> List.of(ctrl(200, "'user':'usrOwn','authlvl':'root','token':'t'"));
                default ->
                    packet.path(kind).path("topic").asText().equals("me")
                            ? List.of(ctrl(200, ""))
                            : script.apply(packet);
            };
            answers.forEach(answer -> socket.send(answer.replace('\'', '"').replace("ID", id)));
        }

        @Override
        public void onClosing(WebSocket closing, int code, String reason) {
            closing.close(code, reason);
        }
    }

    private static String ctrl(int code, String params) {
        return "{'ctrl':{'id':'ID','topic':'grpScripted','code':" + code + ",'text':'as scripted','params':{" + params
                + "}}}";
    }

    private static String data(long seq, String members) {
        return "{'data':{'topic':'grpScripted','from':'usrBob','ts':'2026-11-21T10:00:00Z','seq':" + seq + members
                + "}}";
    }

    private static JsonNode parsed(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new AssertionError(text, e);
        }
    }

    private static final class Ear implements Messenger.Listener {
        private final List<ForeignSession> sessions = new CopyOnWriteArrayList<>();
        private final List<ForeignPost> posts = new CopyOnWriteArrayList<>();
        private final List<String> events = new CopyOnWriteArrayList<>();

        @Override
        public void connected(ForeignSession session) {
            sessions.add(session);
        }

        @Override
        public void disconnected() {
            events.add("disconnected");
        }

        @Override
        public void posted(ForeignPost post) {
            posts.add(post);
        }

        @Override
        public void retracted(Topic topic, long last) {
            events.add("retracted " + topic + " " + last);
        }

        @Override
        public void typing(Topic topic, ForeignAccount account) {
            events.add("typing " + account);
        }

        @Override
        public void read(Topic topic, ForeignAccount account, long number) {
            events.add("read " + account + " " + number);
        }

        @Override
        public void moved(Topic topic) {
            events.add("moved " + topic);
        }

        @Override
        public void gone(Topic topic) {
            events.add("gone " + topic);
        }

        @Override
        public void regrouped(Topic topic) {
            events.add("regrouped " + topic);
        }

        @Override
        public void detached() {
            events.add("detached");
        }
    }

    private ForeignSession session() {
        return ear.sessions.get(ear.sessions.size() - 1);
    }

    private CompletableFuture<Long> publish(String text) {
        MessageRef origin = new MessageRef(RoomId.GENERAL, new Seq(7), new Rev(9));
        return session().topics().publish(TOPIC, ANN, new Publication(origin, text, 0, null));
    }

    private static Remedy remedy(CompletableFuture<?> future) throws InterruptedException, TimeoutException {
        try {
            future.get(20, TimeUnit.SECONDS);
            throw new AssertionError("it was done");
        } catch (ExecutionException e) {
            if (e.getCause() instanceof MessengerException failure) {
                return failure.remedy();
            }
            throw new AssertionError(e);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "202, AGAIN",
        "400, NEVER",
        "401, LOOK",
        "403, JOIN",
        "404, MISSING",
        "405, NEVER",
        "409, ATTACH",
        "422, NEVER",
        "500, AGAIN",
        "502, AGAIN",
        "503, AGAIN",
        "505, NEVER"
    })
    void what_is_refused_says_what_is_to_be_done(int code, Remedy remedy) throws Exception {
        script = packet -> List.of(ctrl(code, ""));
        assertThat(remedy(publish("hello"))).isEqualTo(remedy);
    }

    @Test
    void what_is_not_answered_may_have_been_done() throws Exception {
        script = packet -> List.of("{'ctrl':{'code':400,'text':'without a name'}}");
        long start = System.nanoTime();
        assertThat(remedy(publish("hello"))).isEqualTo(Remedy.LOOK);
        assertThat(Duration.ofNanos(System.nanoTime() - start))
                .isBetween(Duration.ofSeconds(9), Duration.ofSeconds(15));
    }

    @Test
    void what_was_under_way_when_the_connection_ends_may_have_been_done() throws Exception {
        script = packet -> {
            Objects.requireNonNull(wire).cancel();
            return List.of();
        };
        assertThat(remedy(publish("hello"))).isEqualTo(Remedy.LOOK);
        ForeignSession ended = session();
        await().until(() -> ear.sessions.size() == 2);
        script = packet -> List.of(ctrl(202, "'seq':5"));
        assertThat(publish("once more").get(10, TimeUnit.SECONDS)).isEqualTo(5);
        assertThat(remedy(ended.topics().retract(TOPIC, 5)))
                .as("of the old session")
                .isEqualTo(Remedy.AGAIN);
    }

    @Test
    void what_is_too_large_is_not_sent() throws Exception {
        script = packet -> List.of(ctrl(202, "'seq':5"));
        int before = asked.size();
        assertThat(remedy(publish("ü".repeat(MAX_BYTES / 2)))).isEqualTo(Remedy.NEVER);
        assertThat(asked).hasSize(before);
        assertThat(publish("small").get(10, TimeUnit.SECONDS)).isEqualTo(5);
        JsonNode sent = asked.get(before);
        assertThat(sent.path("extra").path("obo").asText()).isEqualTo("usrAnn");
        assertThat(sent.path("pub").path("head").path("x-parley-id").asText()).isEqualTo("1:7:9");
    }

    @Test
    void a_page_with_holes_is_asked_for_again() throws Exception {
        script = packet -> List.of(data(3, ""), data(1, ",'content':'one'"), ctrl(208, "'what':'data','count':3"));
        MessengerException holes = catchThrowableOfType(
                MessengerException.class, () -> session().topics().posts(TOPIC, 1));
        assertThat(holes.remedy()).isEqualTo(Remedy.AGAIN);
        assertThat(asked.stream().filter(packet -> packet.has("get"))).hasSize(3);

        script = packet -> List.of(
                data(3, ",'content':{'txt':'three'}"),
                data(200, ",'content':'live'"),
                data(1, ",'content':'one','head':{'x-parley-id':'1:2:3','replace':':9'}"),
                ctrl(208, "'what':'data','count':2"));
        List<ForeignPost> page = session().topics().posts(TOPIC, 1);
        assertThat(page).extracting(ForeignPost::number).containsExactly(1L, 3L);
        assertThat(page).extracting(ForeignPost::text).containsExactly("one", "three");
        assertThat(page.get(0).origin()).isEqualTo(new MessageRef(RoomId.GENERAL, new Seq(2), new Rev(3)));
        assertThat(page.get(0).replaces()).isEqualTo(9);
        script = packet -> List.of(ctrl(204, "'what':'data'"));
        assertThat(session().topics().posts(TOPIC, 4)).isEmpty();
    }

    @Test
    void content_that_only_go_can_read_is_a_post_without_text_and_no_hole() throws Exception {
        String deep = ",'content':" + "[".repeat(9_900) + "]".repeat(9_900);
        String longName = ",'content':{'" + "x".repeat(100_000) + "':1}";
        script = packet -> List.of(data(1, deep), data(2, longName), ctrl(208, "'what':'data','count':2"));
        assertThat(session().topics().posts(TOPIC, 1))
                .extracting(ForeignPost::text)
                .containsExactly("", "");

        WebSocket open = Objects.requireNonNull(wire);
        open.send(data(3, deep).replace('\'', '"'));
        open.send(data(4, longName).replace('\'', '"'));
        await().until(() -> ear.posts.stream().anyMatch(post -> post.number() == 4));
        assertThat(ear.posts).extracting(ForeignPost::number).contains(3L);
    }

    @Test
    void an_account_that_cannot_join_because_it_is_gone_is_missing() {
        script = packet -> List.of(ctrl(packet.has("set") ? 500 : 404, ""));
        MessengerException gone = catchThrowableOfType(
                MessengerException.class, () -> session().accounts().join(TOPIC, ANN, 0));
        assertThat(gone.remedy()).isEqualTo(Remedy.MISSING);
        script = packet -> List.of(
                packet.has("set")
                        ? ctrl(500, "")
                        : "{'meta':{'id':'ID','topic':'usrAnn','desc':{'public':{'fn':'Ann'}}}}");
        MessengerException trouble = catchThrowableOfType(
                MessengerException.class, () -> session().accounts().join(TOPIC, ANN, 0));
        assertThat(trouble.remedy()).isEqualTo(Remedy.AGAIN);
    }

    @Test
    void whatever_else_comes_does_no_harm() throws Exception {
        WebSocket open = Objects.requireNonNull(wire);
        open.send("this is not JSON");
        open.send("[]");
        open.send("{}");
        open.send(ByteString.encodeUtf8("bytes"));
        for (String odd : List.of(
                "{'data':{}}",
                "{'data':{'topic':'grpScripted','seq':4,'content':'without an author'}}",
                "{'data':{'topic':'','from':'usrBob','seq':5}}",
                "{'data':{'topic':'grpScripted','from':'" + "x".repeat(100) + "','seq':6}}",
                "{'data':{'topic':'grpScripted','from':'usrBob','seq':-1}}",
                "{'pres':{'topic':'me','what':'msg'}}",
                "{'pres':{'topic':'grpScripted','what':'del','clear':3,'delseq':[{'low':1}]}}",
                "{'pres':{'topic':'me','src':'grpOther','what':'term'}}",
                "{'info':{'topic':'grpScripted','from':'usrBob','what':'kp'}}",
                "{'info':{'topic':'grpScripted','from':'usrBob','what':'read','seq':2}}",
                "{'info':{'what':'read'}}",
                "{'meta':{'id':'nobody asked'}}",
                "{'ctrl':{'code':205,'text':'evicted','topic':'grpScripted'}}",
                data(7, ",'content':42,'head':[],'ts':'never'"))) {
            open.send(odd.replace('\'', '"'));
        }
        await().until(() -> !ear.posts.isEmpty());
        assertThat(ear.posts).extracting(ForeignPost::number).containsExactly(7L);
        assertThat(ear.events)
                .containsExactly("retracted grpScripted 3", "detached", "typing usrBob", "read usrBob 2", "detached");
        script = packet -> List.of("{'meta':{'id':'ID','topic':'grpScripted','desc':{'online':true}}}");
        assertThat(session().topics().end(TOPIC)).isEqualTo(TopicEnd.EMPTY);
    }

    @Test
    void the_end_of_a_topic_that_is_not_attached_is_not_known() {
        script = packet -> List.of("{'meta':{'id':'ID','topic':'grpScripted','desc':{'public':{'fn':'General'}}}}");
        MessengerException unknown = catchThrowableOfType(
                MessengerException.class, () -> session().topics().end(TOPIC));
        assertThat(unknown.remedy()).isEqualTo(Remedy.ATTACH);
    }

    /** A session has one query, and whoever asks is told what it finds, whoever has set it. */
    @Test
    void of_many_topics_that_are_looked_for_at_once_each_room_gets_its_own() throws Exception {
        AtomicReference<String> query = new AtomicReference<>("");
        script = packet -> {
            String tag = packet.path("set").path("desc").path("public").asText();
            if (!tag.isEmpty()) {
                query.set(tag);
            }
            return List.of(
                    packet.has("get")
                            ? "{'meta':{'id':'ID','topic':'fnd','tags':['grp-" + query.get() + "']}}"
                            : ctrl(200, ""));
        };
        ExecutorService rooms = Executors.newFixedThreadPool(8);
        try {
            List<Future<Topic>> made = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                Topic planned = Topic.planned("n" + i);
                made.add(rooms.submit(
                        () -> session().topics().make(planned, new TopicPlan("Room", true, "room-" + planned))));
            }
            for (int i = 0; i < made.size(); i++) {
                assertThat(made.get(i).get(20, TimeUnit.SECONDS)).hasToString("grp-parley:n" + i);
            }
        } finally {
            rooms.shutdownNow();
        }
    }
}
