package dev.parley.tinode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.application.schedule.Scheduling;
import dev.parley.testkit.tinode.TinodeServer;
import java.net.InetAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A line to a real Tinode that is stopped, killed, and wrong. */
@Timeout(120)
class LineTest {
    private final TinodeServer tinode = TinodeServer.start();
    private final ScheduledExecutorService timer = Executors.newScheduledThreadPool(2);
    private final AtomicInteger attempts = new AtomicInteger();
    private final OkHttpClient client = new OkHttpClient.Builder()
            .dns(
                    host -> { // Is asked for each attempt.
                        attempts.incrementAndGet();
                        return List.of(InetAddress.getLoopbackAddress());
                    })
            .build();
    private final Ear ear = new Ear();
    private final List<Line> lines = new CopyOnWriteArrayList<>();

    @AfterEach
    void stop() {
        lines.forEach(Line::close);
        tinode.close();
        timer.shutdownNow();
        client.dispatcher().executorService().shutdown();
    }

    private static final class Ear implements Line.Listener {
        private final List<Session> ups = new CopyOnWriteArrayList<>();
        private final AtomicInteger downs = new AtomicInteger();

        @Override
        public void up(Session session, String account) {
            ups.add(session);
        }

        @Override
        public void down() {
            downs.incrementAndGet();
        }

        @Override
        public void data(JsonNode data) {}

        @Override
        public void presence(JsonNode pres) {}

        @Override
        public void info(JsonNode info) {}

        @Override
        public void notice(JsonNode ctrl) {}
    }

    private Line line(String apiKey, String login, String password) {
        Line started = new Line(
                client,
                new TinodeConfig(
                        TinodeConfig.completed("http://localhost:" + tinode.port()),
                        apiKey,
                        login,
                        password,
                        "basic",
                        true),
                new Scheduling(timer, timer, timer, Clock.systemUTC(), System::nanoTime),
                new Random(3),
                ear);
        lines.add(started);
        started.start();
        return started;
    }

    private Line rightLine() {
        return line(TinodeServer.API_KEY, TinodeServer.LOGIN, TinodeServer.PASSWORD);
    }

    private void awaitUps(int count) {
        await().atMost(Duration.ofSeconds(40)).until(() -> ear.ups.size() == count);
    }

    @Test
    void it_comes_back_after_a_kill_and_after_a_goodbye() {
        Line started = rightLine();
        awaitUps(1);
        assertThat(started.trouble()).isEmpty();
        tinode.kill();
        await().until(() -> ear.downs.get() == 1);
        assertThat(started.trouble()).startsWith("Tinode does not answer");
        tinode.resume();
        awaitUps(2);
        tinode.stop();
        await().until(() -> ear.downs.get() == 2);
        tinode.resume();
        awaitUps(3);

        assertThat(started.trouble()).isEmpty();
    }

    @Test
    void it_logs_in_with_its_password_where_its_token_is_not_known() {
        rightLine();
        awaitUps(1);
        tinode.renew();
        awaitUps(2);
    }

    @Test
    void it_waits_for_a_tinode_that_is_not_there_yet() {
        tinode.kill();
        Line started = rightLine();
        await().until(() -> attempts.get() > 2);
        assertThat(started.trouble()).startsWith("Tinode does not answer");
        assertThat(ear.downs).as("it never was up").hasValue(0);
        tinode.resume();
        awaitUps(1);
    }

    @Test
    void what_only_the_operator_can_mend_is_not_tried_again_and_again() throws Exception {
        Line wrongPassword = line(TinodeServer.API_KEY, TinodeServer.LOGIN, "another password");
        await().until(() -> wrongPassword.trouble().contains("password"));
        TimeUnit.SECONDS.sleep(3);
        assertThat(attempts).hasValue(1);
        wrongPassword.close();

        Line wrongKey = line("AQEAAAABAAD_rAp4DJh05a1HAwFT3A6X", TinodeServer.LOGIN, TinodeServer.PASSWORD);
        await().until(() -> wrongKey.trouble().contains("API key"));
        TimeUnit.SECONDS.sleep(3);
        assertThat(attempts).hasValue(2);
        assertThat(ear.ups).isEmpty();
    }

    @Test
    void an_account_that_is_not_root_is_of_no_use() throws Exception {
        rightLine();
        awaitUps(1);
        ear.ups
                .get(0)
                .ask("acc", Packets.newAccount("basic", "plain", "a plain password", "Plain"), null)
                .get(10, TimeUnit.SECONDS);
        Line plain = line(TinodeServer.API_KEY, "plain", "a plain password");

        await().until(() -> plain.trouble().contains("root"));
        assertThat(ear.ups).hasSize(1);
    }
}
