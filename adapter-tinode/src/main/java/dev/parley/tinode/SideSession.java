package dev.parley.tinode;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.application.schedule.Scheduling;
import dev.parley.domain.bridge.MessengerException;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;

/** One more session of the account, which nobody opens again when it ends. */
final class SideSession implements Session.Listener {
    private final Ear ear;
    private final Consumer<Session> lost;
    private final CompletableFuture<Boolean> opened = new CompletableFuture<>();
    private volatile @Nullable Session session;

    /** Hears what comes. Does not block. */
    interface Ear {
        void data(@Nullable Session from, JsonNode data);

        void presence(@Nullable Session from, JsonNode pres);

        void info(@Nullable Session from, JsonNode info);
    }

    private SideSession(Ear ear, Consumer<Session> lost) {
        this.ear = ear;
        this.lost = lost;
    }

    /**
     * Opens one, logged in. Blocks.
     *
     * @param lost is told when it has ended
     */
    static Session open(
            OkHttpClient client, TinodeConfig config, Scheduling scheduling, Ear ear, Consumer<Session> lost)
            throws MessengerException {
        SideSession side = new SideSession(ear, lost);
        Session session = new Session(scheduling, side);
        side.session = session;
        session.open(client, config);
        try {
            boolean unused = Answers.await(side.opened);
            Reply welcome = Answers.await(session.ask("hi", Packets.hi(), null));
            session.maxBytes(welcome.params().path("maxMessageSize").asInt(Integer.MAX_VALUE));
            Reply unusedLogin = Answers.await(
                    session.ask("login", Packets.login(config.scheme(), config.login(), config.password()), null));
            return session;
        } catch (MessengerException e) {
            session.close();
            throw e;
        }
    }

    @Override
    public void opened() {
        opened.complete(true);
    }

    @Override
    public void data(JsonNode data) {
        Session from = session;
        if (from != null) {
            ear.data(from, data);
        }
    }

    @Override
    public void presence(JsonNode pres) {
        Session from = session;
        if (from != null) {
            ear.presence(from, pres);
        }
    }

    @Override
    public void info(JsonNode info) {
        Session from = session;
        if (from != null) {
            ear.info(from, info);
        }
    }

    @Override
    public void notice(JsonNode ctrl) {
        // What it says of topics the main session hears too.
    }

    @Override
    public void ended(Refusal why) {
        opened.completeExceptionally(why);
        Session from = session;
        if (from != null) {
            lost.accept(from);
        }
    }
}
