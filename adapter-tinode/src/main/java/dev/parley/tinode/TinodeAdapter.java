package dev.parley.tinode;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.application.schedule.Scheduling;
import dev.parley.domain.bridge.ForeignAccount;
import dev.parley.domain.bridge.ForeignAccounts;
import dev.parley.domain.bridge.ForeignSession;
import dev.parley.domain.bridge.ForeignTopics;
import dev.parley.domain.bridge.Messenger;
import dev.parley.domain.bridge.Topic;
import java.time.Duration;
import java.util.random.RandomGenerator;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The messenger Tinode, by one session of a service account. Connects when it is started. */
public final class TinodeAdapter implements Messenger {
    private static final Logger LOG = LoggerFactory.getLogger(TinodeAdapter.class);

    /** A connection on which nothing comes back is given up after two of them. */
    private static final Duration PING = Duration.ofSeconds(20);

    private static final Duration CONNECT = Duration.ofSeconds(10);
    private static final int RESET_CONTENT = 205;

    private final TinodeConfig config;
    private final Scheduling scheduling;
    private final RandomGenerator random;
    private @Nullable Line line;
    private @Nullable OkHttpClient client;

    /** @param random cryptographically strong */
    public TinodeAdapter(TinodeConfig config, Scheduling scheduling, RandomGenerator random) {
        this.config = config;
        this.scheduling = scheduling;
        this.random = random;
    }

    @Override
    public synchronized void start(Listener listener) {
        OkHttpClient opened = new OkHttpClient.Builder()
                .connectTimeout(CONNECT)
                .readTimeout(CONNECT) // Of the handshake: after that it has none.
                .pingInterval(PING)
                .build();
        client = opened;
        line = new Line(opened, config, scheduling, random, new Ear(listener));
        line.start();
    }

    @Override
    public synchronized String trouble() {
        return line == null ? "not started" : line.trouble();
    }

    @Override
    public synchronized void close() {
        if (line != null) {
            line.close();
        }
        if (client != null) {
            client.dispatcher().executorService().shutdown();
            client.connectionPool().evictAll();
        }
    }

    /** What the bridge asks, it asks of one session. */
    private record Open(Session session, ForeignAccounts accounts, ForeignTopics topics) implements ForeignSession {
        @Override
        public void abandon() {
            session.close();
        }
    }

    /** Tells the bridge what Tinode's packets mean. */
    private final class Ear implements Line.Listener {
        private final Listener listener;

        Ear(Listener listener) {
            this.listener = listener;
        }

        @Override
        public void up(Session session, String account) {
            ForeignAccount own = new ForeignAccount(account);
            session.ask("sub", Packets.attach("me"), null).exceptionally(refusal -> {
                LOG.debug("What happens to topics as a whole is not heard: {}", refusal.getMessage());
                return Reply.NONE;
            });
            listener.connected(new Open(
                    session,
                    new TinodeAccounts(session, own, config.scheme(), random),
                    new TinodeTopics(session, own)));
        }

        @Override
        public void down() {
            listener.disconnected();
        }

        @Override
        public void data(JsonNode data) {
            Posts.read(data).ifPresent(listener::posted);
        }

        /** A terminated topic may be told under the name of another one: all are attached anew. */
        @Override
        public void presence(JsonNode pres) {
            String topic = pres.path("topic").asText();
            if (topic.equals("me")) {
                elsewhere(pres);
                return;
            }
            switch (pres.path("what").asText()) {
                case "del" -> {
                    if (!topic.isEmpty()) {
                        listener.retracted(new Topic(topic), pres.path("clear").asLong());
                    }
                }
                case "acs" -> {
                    if (!topic.isEmpty()) {
                        listener.regrouped(new Topic(topic));
                    }
                }
                case "term", "gone" -> listener.detached();
                default -> LOG.trace("Presence: {}", pres);
            }
        }

        /** What happens in topics that the session is not attached to; and to topics as a whole. */
        private void elsewhere(JsonNode pres) {
            String source = pres.path("src").asText();
            switch (pres.path("what").asText()) {
                case "msg", "del", "acs" -> {
                    if (!source.isEmpty()) {
                        listener.moved(new Topic(source));
                    }
                }
                case "term", "gone" -> listener.detached();
                default -> LOG.trace("Presence: {}", pres);
            }
        }

        @Override
        public void info(JsonNode info) {
            String topic = info.path("topic").asText();
            String from = info.path("from").asText();
            if (topic.isEmpty() || from.isEmpty()) {
                return;
            }
            switch (info.path("what").asText()) {
                case "kp" -> listener.typing(new Topic(topic), new ForeignAccount(from));
                case "read" ->
                    listener.read(
                            new Topic(topic),
                            new ForeignAccount(from),
                            info.path("seq").asLong());
                default -> LOG.trace("Info: {}", info);
            }
        }

        @Override
        public void notice(JsonNode ctrl) {
            int code = ctrl.path("code").asInt();
            String topic = ctrl.path("topic").asText();
            LOG.debug("Tinode says: {} {} {}", code, ctrl.path("text").asText(), topic); // The rest may be secret.
            if (code == RESET_CONTENT && !topic.isEmpty()) {
                listener.detached();
            }
        }
    }
}
