package dev.parley.bootstrap.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.testkit.net.TcpProxy;
import dev.parley.testkit.tinode.NativeTopic;
import dev.parley.testkit.tinode.NativeUser;
import dev.parley.testkit.tinode.TinodeServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tinode goes away in every way, and Parley too: meanwhile everybody writes and reads as before, and afterwards both
 * sides show the same.
 */
@Timeout(480)
class TinodeOutageTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    /** A native client waits the longer before it comes back the longer Tinode was away: twice that, and a third more. */
    private static final Duration NATIVE_PATIENCE = Duration.ofMinutes(4);

    @TempDir
    private Path directory = Path.of("");

    private final TinodeServer tinode = TinodeServer.start();
    private final TcpProxy network =
            new TcpProxy(new InetSocketAddress(InetAddress.getLoopbackAddress(), tinode.port()));
    private volatile CompletableFuture<Integer> port = new CompletableFuture<>();
    private ServerProcess server;
    private Person ann;

    @BeforeEach
    void start() {
        server = startServer();
        ann = Person.signUp(Api.to(port()), "ann");
        awaitState("ok");
    }

    @AfterEach
    void stop() {
        server.close();
        network.close();
        tinode.close();
    }

    private ServerProcess startServer() {
        ServerProcess started = ServerProcess.start(
                directory,
                RunningServer.settings(
                        directory,
                        Bridged.both(
                                Map.of("LOG_LEVEL", "debug"), Bridged.settings("http://127.0.0.1:" + network.port()))));
        port.complete(started.awaitPort());
        return started;
    }

    private int port() {
        return port.orTimeout(60, TimeUnit.SECONDS).join();
    }

    /** Kills the server and starts it again, with something done in between. */
    private void restart(Runnable between) {
        port = new CompletableFuture<>();
        server.kill();
        between.run();
        server = startServer();
    }

    private Api reader() {
        return Api.to(port()).as(ann.accessToken());
    }

    private void awaitState(String state) {
        await().atMost(PATIENCE)
                .untilAsserted(() ->
                        assertThat(tinodeInHealth().path("status").asText()).isEqualTo(state));
    }

    private JsonNode tinodeInHealth() {
        return Api.to(port())
                .get("/health/ready")
                .expect(200)
                .json()
                .path("components")
                .path("tinode");
    }

    /** Lets two write, as fast as they can, until so many more messages are acknowledged. */
    private static void awaitMore(Crowd crowd, int messages) {
        int goal = crowd.acknowledged() + messages;
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(5)).until(() -> {
            crowd.expectWell();
            return crowd.acknowledged() >= goal;
        });
    }

    /** Lets people write while something happens, and compares. */
    private void underway(Happening happening) {
        try (NativeUser nat = NativeUser.signUp(tinode.port(), "nat", "Nat")) {
            NativeTopic topic = Bridged.general(nat);
            topic.publish("native before");
            try (Crowd crowd = new Crowd(2, 3, 2, this::port, 5)) {
                awaitMore(crowd, 20);
                happening.to(crowd, nat);
                awaitMore(crowd, 20);
                await().atMost(NATIVE_PATIENCE).until(nat::connected);
                topic.publish("native after");
                await().atMost(PATIENCE)
                        .untilAsserted(() -> assertThat(natives()).hasSize(2));
                natives().forEach(crowd::expectAlso);
                crowd.finish(reader(), 60);
            }
            Bridged.expectSame(reader(), topic, PATIENCE);
            assertThat(natives()).extracting(Change::content).containsExactly("native before", "native after");
        }
    }

    private interface Happening {
        void to(Crowd crowd, NativeUser nat);
    }

    /** What no client has named. */
    private List<Change> natives() {
        return Change.history(reader()).stream()
                .filter(change -> change.clientId().isEmpty())
                .toList();
    }

    private void awaitInParley(String content) {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(Change.history(reader()))
                        .extracting(Change::content)
                        .containsOnlyOnce(content));
    }

    @Test
    void it_says_goodbye_and_comes_back() {
        underway((crowd, nat) -> {
            tinode.stop();
            awaitState("unavailable");
            assertThat(tinodeInHealth().path("trouble").asText()).isNotEmpty();
            awaitMore(crowd, 100);
            tinode.resume();
            awaitState("ok");
        });
    }

    @Test
    void it_is_killed_again_and_again() {
        underway((crowd, nat) -> {
            for (int i = 0; i < 5; i++) {
                tinode.kill();
                awaitMore(crowd, 20);
                tinode.resume();
                awaitMore(crowd, 20);
                awaitState("ok");
                awaitMore(crowd, 1 + i * 20);
            }
        });
    }

    @Test
    void the_network_falls_silent_and_is_cut_and_is_slow() {
        underway((crowd, nat) -> {
            network.set(TcpProxy.Mood.SILENT);
            awaitMore(crowd, 100);
            awaitState("unavailable");
            network.set(TcpProxy.Mood.OPEN);
            awaitState("ok");
            awaitMore(crowd, 50);
            network.set(TcpProxy.Mood.CUT);
            awaitMore(crowd, 50);
            network.set(TcpProxy.Mood.SLOW);
            awaitMore(crowd, 50);
            awaitState("ok");
            awaitMore(crowd, 50);
            network.set(TcpProxy.Mood.OPEN);
        });
    }

    @Test
    void parley_is_killed_while_it_publishes_and_while_tinode_is_away() {
        underway((crowd, nat) -> {
            for (int i = 0; i < 4; i++) {
                awaitMore(crowd, 10 + i * 20);
                restart(() -> {});
                awaitState("ok");
            }
            tinode.kill();
            awaitMore(crowd, 50);
            restart(tinode::resume);
            awaitState("ok");
        });
    }

    @Test
    void in_its_place_stands_an_empty_one() {
        Person bob = Person.signUp(Api.to(port()), "bob");
        ann.say("before");
        bob.say("before, too");
        try (NativeUser nat = NativeUser.signUp(tinode.port(), "nat", "Nat")) {
            NativeTopic topic = Bridged.general(nat);
            topic.publish("native before");
            awaitInParley("native before");
            Bridged.expectSame(reader(), topic, PATIENCE);
        }
        tinode.renew();
        ann.say("after");
        try (NativeUser nat = NativeUser.signUp(tinode.port(), "nat", "Nat, who is another one")) {
            NativeTopic topic = Bridged.general(nat);
            topic.publish("native after");
            awaitInParley("native after");
            bob.say("in the new one");
            Bridged.expectSame(reader(), topic, PATIENCE);
            assertThat(Bridged.shown(topic))
                    .filteredOn(seen -> seen.text().equals("native before"))
                    .extracting(seen -> String.valueOf(seen.fromName()))
                    .as("who is gone there is spoken for")
                    .containsExactly("Nat");
        }
    }
}
