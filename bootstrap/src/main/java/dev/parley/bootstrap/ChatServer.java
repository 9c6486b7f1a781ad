package dev.parley.bootstrap;

import dev.parley.application.UseCases;
import dev.parley.application.account.Accounts;
import dev.parley.application.account.CodeSignIn;
import dev.parley.application.account.Codes;
import dev.parley.application.account.Devices;
import dev.parley.application.account.Passwords;
import dev.parley.application.account.Sessions;
import dev.parley.application.bridge.Bridge;
import dev.parley.application.bridge.ForeignSignIn;
import dev.parley.application.file.Attachments;
import dev.parley.application.language.Translating;
import dev.parley.application.lobby.Authority;
import dev.parley.application.lobby.Lobby;
import dev.parley.application.lobby.RoomPlans;
import dev.parley.application.lobby.Visits;
import dev.parley.application.message.Composer;
import dev.parley.application.message.Messaging;
import dev.parley.application.node.Nodes;
import dev.parley.application.presence.Presence;
import dev.parley.application.profile.Profiles;
import dev.parley.application.realtime.Realtime;
import dev.parley.application.room.Rooms;
import dev.parley.application.schedule.Scheduling;
import dev.parley.domain.node.NodeId;
import dev.parley.http.Health;
import dev.parley.http.HttpAdapter;
import dev.parley.http.HttpConfig;
import dev.parley.security.BcryptPasswordHasher;
import dev.parley.security.JwtAccessTokens;
import dev.parley.security.SigningKeys;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The composition root: every part of the server is made here, by plain constructor calls, from the inside out.
 *
 * <p>What was opened is closed in reverse: first nobody comes in any more, then what was taken is written, then the
 * store closes.
 */
final class ChatServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ChatServer.class);
    private static final Duration PURGE_EVERY = Duration.ofMinutes(10);
    private static final Duration WRITE_PATIENCE = Duration.ofSeconds(5);
    private static final int HASHING = 2;
    private static final int NODE_BYTES = 8;

    private final Config config;
    private final Clock clock = Clock.systemUTC();
    private final SecureRandom random = new SecureRandom();
    private final Opened opened = new Opened();
    private int port;

    private ChatServer(Config config) {
        this.config = config;
    }

    /**
     * Starts a server.
     *
     * @throws StartException if something that it needs is not to be had; what was opened is closed again
     */
    static ChatServer start(Config config) throws StartException {
        ChatServer server = new ChatServer(config);
        try {
            server.open();
            return server;
        } catch (StartException | RuntimeException e) {
            server.close();
            throw e;
        }
    }

    /** The port that it listens on. */
    int port() {
        return port;
    }

    private void open() throws StartException {
        DataDirectory directory = DataDirectory.open(config.dataDirectory());
        opened.push(directory);
        SigningKeys keys = signingKeys(directory);
        Store store = store(directory);
        FutureTask<?> opening = opening(store);
        ScheduledThreadPoolExecutor timer = opened.threads(timer());
        ExecutorService workers = opened.threads(Workers.blocking("parley-worker"));
        ExecutorService readers = opened.threads(Workers.blocking("parley-reader"));
        ExecutorService hashing = opened.threads(Workers.platform("parley-hash", HASHING));
        Scheduling scheduling = new Scheduling(workers, readers, timer, clock, System::nanoTime);
        Ground ground = new Ground(config, directory.path(), keys, store, clock, random, scheduling, opened);

        Profiles profiles = new Profiles(store.users(), System::nanoTime);
        Sessions sessions = new Sessions(
                store.sessions(),
                new JwtAccessTokens(keys),
                profiles,
                clock,
                System::nanoTime,
                random,
                config.tokens().sessionLifetime());
        Accounts accounts = new Accounts(
                store.users(),
                new BcryptPasswordHasher(config.tokens().bcryptCost(), random),
                sessions,
                clock,
                ground.limiter(config.limits().rates().loginPerAccount()),
                hashing);
        Devices devices = new Devices(store.devices(), sessions, clock);
        MailPart mail = new MailPart(ground);
        Codes codes = mail.codes();
        Passwords passwords = new Passwords(accounts, devices, profiles, codes, mail.sender(), random);
        CodeSignIn codeSignIn = new CodeSignIn(mail.sender(), codes, accounts, passwords, sessions, profiles);
        Rooms rooms = new Rooms(store.rooms(), store.log(), profiles);
        Nodes nodes = new Nodes(store.leases(), newNode(), scheduling);
        Realtime realtime = new Realtime(
                store.log(),
                rooms,
                profiles,
                sessions,
                nodes,
                scheduling,
                config.limits().connectionsPerUser());
        Presence presence = new Presence(store.presence(), nodes, realtime, scheduling);
        Messaging messaging = new Messaging(
                store.log(),
                store.rooms(),
                profiles,
                realtime,
                ground.limiter(config.limits().rates().sendPerUser()),
                new Composer(clock, random, config.limits().maxMessageLength()),
                new Attachments(store.files(), store.carriers(), scheduling));
        Lobby lobby = new Lobby(
                store.rooms(),
                new Authority(store.rooms(), profiles, config.admins()),
                store.log(),
                profiles,
                realtime,
                new RoomPlans(ground.limiter(config.limits().rates().roomsPerUser()), clock, random));
        LanguagePart language = new LanguagePart(ground);
        ForeignSignIn foreignSignIn = new ForeignSignIn(accounts, sessions, profiles, store.bridge());
        Bridge bridge = BridgePart.of(ground, nodes, profiles, realtime);
        if (bridge != null) {
            foreignSignIn.onLink(bridge::linked);
        }
        FilesPart files = new FilesPart(ground);
        UseCases useCases = new UseCases(
                accounts,
                sessions,
                rooms,
                lobby,
                new Visits(store.rooms(), lobby),
                messaging,
                profiles,
                presence,
                realtime,
                foreignSignIn,
                files.files(),
                devices,
                passwords,
                codeSignIn,
                language.languages(),
                language.desk(messaging));
        HttpAdapter http = new HttpAdapter(httpConfig(ground), useCases, health(store, bridge), scheduling, random);

        start(mail::start);
        start(() -> await(opening));
        start(files::start);
        if (store.shared()) {
            nodes.start();
            opened.push(nodes::close);
            realtime.watchStore(store.watch());
        }
        presence.start();
        opened.push(presence::close);
        Translating translating = language.start(profiles, presence, realtime);
        realtime.start();
        opened.push(() -> finishWrites(realtime));
        if (translating != null) {
            opened.push(translating::close);
        }
        if (bridge != null) {
            bridge.start();
            opened.push(bridge::close);
        }
        readers.execute(accounts::warmUp);
        repeat(timer, readers, new Purge(List.of(lobby::purge, sessions::purge, codes::purge, devices::noteUses)));
        start(http::start);
        opened.push(http);
        port = http.port();
    }

    private static Health health(Store store, @Nullable Bridge bridge) {
        return new Health(
                Map.of("store", store.check()), bridge == null ? Map.of() : Map.of("tinode", bridge::trouble));
    }

    private NodeId newNode() {
        byte[] name = new byte[NODE_BYTES];
        random.nextBytes(name);
        return new NodeId(HexFormat.of().formatHex(name));
    }

    /** Opens the store beside the making of the rest: half of a start is the loading of classes. */
    private FutureTask<?> opening(Store store) {
        FutureTask<?> opening = new FutureTask<>(store.start(), null);
        Thread thread = new Thread(opening, "parley-open");
        thread.setDaemon(true);
        thread.start();
        opened.push(() -> {
            thread.join();
            store.close().run();
        });
        return opening;
    }

    private static void await(FutureTask<?> opening) {
        try {
            opening.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw new IllegalStateException("The store cannot be opened", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("The start was interrupted", e);
        }
    }

    /** Runs what opens something; the reason why it cannot is for the operator. */
    private static void start(Runnable part) throws StartException {
        try {
            part.run();
        } catch (IllegalStateException e) {
            throw new StartException(String.valueOf(e.getMessage()), e);
        }
    }

    private SigningKeys signingKeys(DataDirectory directory) throws StartException {
        SigningKeys configured = config.tokens().keys();
        if (configured != null) {
            return configured;
        }
        GeneratedSecret secret = directory.signingSecret(random);
        LOG.info(
                secret.made()
                        ? "No JWT_SECRET is set: a random one was made and is kept in {}"
                        : "No JWT_SECRET is set: the one in {} is used",
                secret.file());
        return secret.keys();
    }

    /** With a shared store the directory holds nothing that two servers could fight for: it is let go again. */
    private Store store(DataDirectory directory) {
        Store store = Store.of(config, directory.path(), clock);
        if (store.shared()) {
            opened.closeLast();
        }
        return store;
    }

    private static ScheduledThreadPoolExecutor timer() {
        ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, "parley-timer");
            thread.setDaemon(true);
            return thread;
        });
        timer.setRemoveOnCancelPolicy(true);
        timer.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        return timer;
    }

    @SuppressWarnings("FutureReturnValueIgnored") // it ends with the timer
    private static void repeat(ScheduledThreadPoolExecutor timer, ExecutorService workers, Runnable task) {
        long seconds = PURGE_EVERY.toSeconds();
        Runnable due = () -> {
            try {
                workers.execute(task);
            } catch (RejectedExecutionException | OutOfMemoryError e) { // One more would cancel all that follow.
                LOG.warn("What has ended stays until the next round", e);
            }
        };
        timer.scheduleWithFixedDelay(due, seconds, seconds, TimeUnit.SECONDS);
    }

    private HttpConfig httpConfig(Ground ground) {
        if (config.web().namesBelieved()) {
            LOG.warn("CONNECT_AUTH is 'username': anybody may speak and delete as any user of contract E by its name");
        }
        Secret tinodeAuth = config.web().tinodeAuth();
        return new HttpConfig(
                config.listen().host(),
                config.listen().port(),
                config.web().origins(),
                config.web().trustedProxies(),
                config.limits().maxBodyBytes(),
                config.tokens().accessLifetime(),
                config.tokens().contractLifetime(),
                config.limits().maxMessageLength(),
                ground.limiter(config.limits().rates().loginPerIp()),
                ground.limiter(config.limits().rates().signupPerIp()),
                ground.limiter(config.limits().rates().ticketsPerUser()),
                config.limits().rates().on(),
                config.web().namesBelieved(),
                tinodeAuth == null ? null : new HttpConfig.SecretPath(tinodeAuth.value()));
    }

    private static void finishWrites(Realtime realtime) {
        if (!realtime.close(WRITE_PATIENCE)) {
            LOG.warn("The store did not take all writes in time: their senders were not answered");
        }
    }

    @Override
    public void close() {
        opened.close();
    }
}
