package dev.parley.tinode;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.application.schedule.Scheduling;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.random.RandomGenerator;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a session with Tinode open: connects, logs in, and comes back after each end.
 *
 * <pre>
 * CLOSED ─start─► CONNECTING ─hi, login─► UP
 *                     ▲  └──── ended ──────┤
 *                     └─ backoff ─ WAITING ◄┘
 * </pre>
 *
 * <p>It logs in with the token of the last login, and with the password if that is refused. What only the operator can
 * mend (the key, the password, an account that is not root, a version, a server that wants credentials) is said once and
 * tried once a minute. Each session is heard only as long as it is the line's own: guarded by the line's lock.
 */
final class Line {
    private static final Logger LOG = LoggerFactory.getLogger(Line.class);
    private static final String ROOT = "root";

    /** A connection that ends sooner was of no use: the next one waits longer. */
    private static final Duration LASTING = Duration.ofSeconds(30);

    private final OkHttpClient client;
    private final TinodeConfig config;
    private final Scheduling scheduling;
    private final Listener listener;
    private final Backoff backoff;
    private @Nullable Session session;
    private @Nullable String token;
    private State state = State.CLOSED;
    private String trouble = "not connected yet";
    private String said = "";
    /** Whether it is known why the present session will end, and whether that will not pass. */
    private boolean explained;

    private boolean hopeless;
    private long upSince;

    private enum State {
        CLOSED,
        CONNECTING,
        UP,
        WAITING
    }

    /** Hears of the line: {@link #down} after each {@link #up}, maybe twice. Does not block. */
    interface Listener {
        /** The session is logged in, as this account. */
        void up(Session session, String account);

        /** The session that was up has ended. */
        void down();

        void data(JsonNode data);

        void presence(JsonNode pres);

        void info(JsonNode info);

        void notice(JsonNode ctrl);
    }

    /** @param random spreads the attempts of many nodes */
    Line(OkHttpClient client, TinodeConfig config, Scheduling scheduling, RandomGenerator random, Listener listener) {
        this.client = client;
        this.config = config;
        this.scheduling = scheduling;
        this.backoff = new Backoff(random);
        this.listener = listener;
    }

    /** Begins to connect, and goes on until {@link #close}. */
    void start() {
        synchronized (this) {
            if (state != State.CLOSED) {
                throw new IllegalStateException("it was started before");
            }
            state = State.WAITING;
        }
        connect();
    }

    /** What keeps the line from being up; empty if it is. */
    synchronized String trouble() {
        return state == State.UP ? "" : trouble;
    }

    void close() {
        Session open;
        synchronized (this) {
            state = State.CLOSED;
            open = session;
            session = null;
        }
        if (open != null) {
            open.close();
        }
    }

    private void connect() {
        Ear ear = new Ear();
        Session opening = new Session(scheduling, ear);
        ear.session = opening;
        synchronized (this) {
            if (state != State.WAITING) {
                return;
            }
            state = State.CONNECTING;
            session = opening;
            explained = false;
            hopeless = false;
        }
        try {
            opening.open(client, config);
        } catch (RuntimeException | OutOfMemoryError e) { // Such as: no thread can be made.
            LOG.error("It was not tried to connect to {}", config, e);
            opening.close();
        }
    }

    private synchronized boolean isOwn(@Nullable Session other) {
        return other != null && other == session && state != State.CLOSED;
    }

    private void greet(Session opened) {
        opened.ask("hi", Packets.hi(), null)
                .thenCompose(welcome -> {
                    opened.maxBytes(welcome.params().path("maxMessageSize").asInt(Integer.MAX_VALUE));
                    demandNoCredentials(welcome.params());
                    return login(opened);
                })
                .thenAccept(login -> {
                    demandRoot(login);
                    loggedIn(opened, login);
                })
                .exceptionally(failure -> {
                    refused(opened, failure);
                    return null;
                });
    }

    private CompletableFuture<JsonNode> login(Session opened) {
        String known;
        synchronized (this) {
            known = token;
            token = null;
        }
        if (known == null) {
            return opened.ask("login", Packets.login(config.scheme(), config.login(), config.password()), null)
                    .thenApply(Reply::params);
        }
        return opened.ask("login", Packets.loginAgain(known), null)
                .thenApply(Reply::params)
                .exceptionallyCompose(
                        failure -> isAnswered(failure) ? login(opened) : CompletableFuture.failedFuture(failure));
    }

    /** An unanswered login may still be answered, and then another one would come too late. */
    private static boolean isAnswered(Throwable failure) {
        return cause(failure) instanceof Refusal refusal && refusal.code() >= 400 && refusal.code() < 500;
    }

    private static Throwable cause(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }

    /** An account that was made but not validated could not log in. */
    private static void demandNoCredentials(JsonNode welcome) {
        if (!welcome.path("reqCred").path("auth").isEmpty()) {
            throw new Hopeless(
                    "Tinode wants validated credentials (acc_validation) of new accounts, which Parley has not");
        }
    }

    private void demandRoot(JsonNode login) {
        if (config.impersonating() && !login.path("authlvl").asText().equals(ROOT)) {
            throw new Hopeless("the Tinode account that Parley logs in with is not root");
        }
    }

    private void loggedIn(Session opened, JsonNode login) {
        synchronized (this) {
            if (!isOwn(opened)) {
                return;
            }
            state = State.UP;
            token = login.path("token").asText();
            said = "";
            upSince = scheduling.nanoTime().getAsLong();
        }
        LOG.info("Connected to {}", config);
        listener.up(opened, login.path("user").asText());
        if (!isOwn(opened)) {
            listener.down(); // It has ended meanwhile, and that was told first.
        }
    }

    private void refused(Session opened, Throwable failure) {
        Throwable cause = cause(failure);
        if (cause instanceof Hopeless) {
            note(String.valueOf(cause.getMessage()), "", true);
        } else if (cause instanceof Refusal refusal) {
            note(explain(refusal), String.valueOf(refusal.getMessage()), !refusal.passes());
        } else {
            LOG.error("The greeting of Tinode failed", cause);
        }
        opened.close();
    }

    private static String explain(Refusal refusal) {
        return switch (refusal.code()) {
            case 401 -> "Tinode does not take the login or the password";
            case 403 -> String.valueOf(refusal.getMessage());
            case 505 -> "Tinode does not speak version " + Packets.VERSION;
            default -> "Tinode does not answer";
        };
    }

    /** @param detail for the log alone: it may name addresses */
    private synchronized void note(String why, String detail, boolean lasting) {
        trouble = why;
        explained = true;
        hopeless = lasting;
        if (!why.equals(said)) {
            said = why;
            if (lasting) {
                LOG.error("No bridge to {}: {} ({})", config, why, detail);
            } else {
                LOG.warn("No bridge to {} for now: {} ({})", config, why, detail);
            }
        }
    }

    private void ended(@Nullable Session gone, Refusal why) {
        boolean wasUp;
        Duration wait;
        synchronized (this) {
            if (!isOwn(gone)) {
                return;
            }
            wasUp = state == State.UP;
            state = State.WAITING;
            session = null;
            if (!explained) {
                note(explain(why), String.valueOf(why.getMessage()), why.code() != 0);
            }
            if (wasUp && scheduling.nanoTime().getAsLong() - upSince >= LASTING.toNanos()) {
                backoff.reset();
            }
            wait = hopeless ? backoff.hopeless() : backoff.next();
        }
        if (wasUp) {
            listener.down();
        }
        scheduling.after(wait, this::connect);
    }

    /** Only the operator can mend it. */
    private static final class Hopeless extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Hopeless(String message) {
            super(message, null, false, false);
        }
    }

    /** Hears one session. */
    private final class Ear implements Session.Listener {
        private volatile @Nullable Session session;

        @Override
        public void opened() {
            Session opened = session;
            if (opened != null && isOwn(opened)) {
                greet(opened);
            }
        }

        @Override
        public void data(JsonNode data) {
            if (isOwn(session)) {
                listener.data(data);
            }
        }

        @Override
        public void presence(JsonNode pres) {
            if (isOwn(session)) {
                listener.presence(pres);
            }
        }

        @Override
        public void info(JsonNode info) {
            if (isOwn(session)) {
                listener.info(info);
            }
        }

        @Override
        public void notice(JsonNode ctrl) {
            if (isOwn(session)) {
                listener.notice(ctrl);
            }
        }

        @Override
        public void ended(Refusal why) {
            Line.this.ended(session, why);
        }
    }
}
