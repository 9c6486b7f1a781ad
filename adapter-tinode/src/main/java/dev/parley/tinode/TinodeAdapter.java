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
import java.util.Optional;
import java.util.random.RandomGenerator;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The messenger Tinode, by one session of a service account, and a few more beside it for talks of two. Connects when it is
 * started.
 */
public final class TinodeAdapter implements Messenger {
    private static final Logger LOG = LoggerFactory.getLogger(TinodeAdapter.class);

    /** A connection on which nothing comes back is given up after two of them. */
    private static final Duration PING = Duration.ofSeconds(20);

    private static final Duration CONNECT = Duration.ofSeconds(10);
    private static final int RESET_CONTENT = 205;
    private static final String ME = "me";
    private static final String USER = "usr";

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
        line = new Line(opened, config, scheduling, random, new Ear(opened, listener));
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

    /** What the bridge asks, it asks of one session, and of those beside it. */
    private record Open(Session session, ForeignAccounts accounts, ForeignTopics topics) implements ForeignSession {
        @Override
        public void abandon() {
            session.close();
        }
    }

    /** Tells the bridge what Tinode's packets mean. */
    private final class Ear implements Line.Listener, SideSession.Ear {
        private final OkHttpClient opened;
        private final Listener listener;
        private volatile @Nullable Session main;
        private volatile @Nullable Talks talks;

        Ear(OkHttpClient opened, Listener listener) {
            this.opened = opened;
            this.listener = listener;
        }

        @Override
        public void up(Session session, String account) {
            ForeignAccount own = new ForeignAccount(account);
            session.ask("sub", Packets.attach("me"), null).exceptionally(refusal -> {
                LOG.debug("What happens to topics as a whole is not heard: {}", refusal.getMessage());
                return Reply.NONE;
            });
            Talks fresh = new Talks(session, () -> SideSession.open(opened, config, scheduling, this, this::lost));
            main = session;
            talks = fresh;
            listener.connected(new Open(
                    session,
                    new TinodeAccounts(session, own, config.scheme(), random),
                    new TinodeTopics(session, fresh, own)));
        }

        @Override
        public void down() {
            Talks ended = talks;
            main = null;
            talks = null;
            if (ended != null) {
                ended.close();
            }
            listener.disconnected();
        }

        private void lost(Session side) {
            Talks known = talks;
            if (known != null && known.lost(side)) {
                listener.detached();
            }
        }

        /** The topic that the session calls so, if it is anybody's. */
        private Optional<Topic> topic(@Nullable Session from, String name) {
            if (!name.startsWith(USER)) {
                return name.isEmpty() || from != main ? Optional.empty() : Optional.of(new Topic(name));
            }
            Talks known = talks;
            return known == null || from == null ? Optional.empty() : known.called(from, name);
        }

        @Override
        public void data(JsonNode data) {
            data(main, data);
        }

        @Override
        public void data(@Nullable Session from, JsonNode data) {
            topic(from, data.path("topic").asText())
                    .flatMap(topic -> Posts.read(data, topic.value()))
                    .ifPresent(listener::posted);
        }

        @Override
        public void presence(JsonNode pres) {
            presence(main, pres);
        }

        /** A terminated topic may be told under the name of another one: all are attached anew. */
        @Override
        public void presence(@Nullable Session from, JsonNode pres) {
            String name = pres.path("topic").asText();
            if (name.equals(ME)) {
                elsewhere(pres);
                return;
            }
            switch (pres.path("what").asText()) {
                case "del" ->
                    topic(from, name)
                            .ifPresent(topic ->
                                    listener.retracted(topic, pres.path("clear").asLong()));
                case "acs" -> topic(from, name).ifPresent(listener::regrouped);
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
                case "gone" -> {
                    if (!source.isEmpty()) {
                        listener.gone(new Topic(source));
                    }
                }
                case "term" -> listener.detached();
                default -> LOG.trace("Presence: {}", pres);
            }
        }

        @Override
        public void info(JsonNode info) {
            info(main, info);
        }

        @Override
        public void info(@Nullable Session from, JsonNode info) {
            Topic topic = topic(from, info.path("topic").asText()).orElse(null);
            String account = info.path("from").asText();
            if (topic == null || account.isEmpty()) {
                return;
            }
            switch (info.path("what").asText()) {
                case "kp" -> listener.typing(topic, new ForeignAccount(account));
                case "read" ->
                    listener.read(
                            topic, new ForeignAccount(account), info.path("seq").asLong());
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
