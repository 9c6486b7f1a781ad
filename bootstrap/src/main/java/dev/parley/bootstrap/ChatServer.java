package dev.parley.bootstrap;

import dev.parley.application.UseCases;
import dev.parley.application.account.Accounts;
import dev.parley.application.account.CodeSender;
import dev.parley.application.account.CodeSignIn;
import dev.parley.application.account.Codes;
import dev.parley.application.account.Devices;
import dev.parley.application.account.Passwords;
import dev.parley.application.account.Sessions;
import dev.parley.application.bridge.Bridge;
import dev.parley.application.bridge.Bridges;
import dev.parley.application.bridge.ForeignSignIn;
import dev.parley.application.file.Attachments;
import dev.parley.application.file.Downloads;
import dev.parley.application.file.FileAccess;
import dev.parley.application.file.FileSweep;
import dev.parley.application.file.FileWorkers;
import dev.parley.application.file.Files;
import dev.parley.application.file.Uploads;
import dev.parley.application.language.Audience;
import dev.parley.application.language.Interpreter;
import dev.parley.application.language.Languages;
import dev.parley.application.language.Translating;
import dev.parley.application.language.TranslationDesk;
import dev.parley.application.limit.Rate;
import dev.parley.application.limit.RateLimiter;
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
import dev.parley.domain.ChatException;
import dev.parley.domain.file.FileBytes;
import dev.parley.domain.file.Thumbnails;
import dev.parley.domain.node.NodeId;
import dev.parley.files.FilesAdapter;
import dev.parley.http.Health;
import dev.parley.http.HttpAdapter;
import dev.parley.http.HttpConfig;
import dev.parley.mail.MailAdapter;
import dev.parley.mail.MailConfig;
import dev.parley.security.BcryptPasswordHasher;
import dev.parley.security.HmacCodeSeal;
import dev.parley.security.HmacFileSeals;
import dev.parley.security.JwtAccessTokens;
import dev.parley.security.SigningKeys;
import dev.parley.tinode.TinodeAdapter;
import dev.parley.tinode.TinodeConfig;
import dev.parley.translation.TranslationAdapter;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HexFormat;
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
    /** When what is not needed for a start is made ready. */
    private static final Duration WARM_UP = Duration.ofSeconds(1);

    private static final int HASHING = 2;
    private static final int MAILING = 2;
    private static final int TRANSLATING = 2;
    private static final int NODE_BYTES = 8;
    private static final String UPLOADS = "uploads";
    /** Few, so that files leave the store, the disk and the processors to messages. */
    private static final int UPLOAD_THREADS = 1;

    private static final int DOWNLOAD_THREADS = 2;

    private static final int WAITING_PICTURES = 16;
    private static final Duration WRITE_PATIENCE = Duration.ofSeconds(5);

    private final Config config;
    private final Clock clock = Clock.systemUTC();
    private final SecureRandom random = new SecureRandom();
    private final Deque<AutoCloseable> opened = new ArrayDeque<>();
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
        ScheduledThreadPoolExecutor timer = timer();
        opened.push(timer::shutdownNow);
        ExecutorService workers = Workers.blocking("parley-worker");
        opened.push(workers::shutdownNow);
        ExecutorService readers = Workers.blocking("parley-reader");
        opened.push(readers::shutdownNow);
        ExecutorService hashing = Workers.platform("parley-hash", HASHING);
        opened.push(hashing::shutdownNow);
        Scheduling scheduling = new Scheduling(workers, readers, timer, clock, System::nanoTime);

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
                limiter(config.limits().rates().loginPerAccount()),
                hashing);
        Devices devices = new Devices(store.devices(), sessions, clock);
        Codes codes = new Codes(store.codes(), new HmacCodeSeal(keys), clock, random);
        MailAdapter mail = mail();
        CodeSender sender = new CodeSender(codes, store.users(), mail, mailing(timer));
        Passwords passwords = new Passwords(accounts, devices, profiles, codes, sender, random);
        CodeSignIn codeSignIn = new CodeSignIn(sender, codes, accounts, passwords, sessions, profiles);
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
                limiter(config.limits().rates().sendPerUser()),
                new Composer(clock, random, config.limits().maxMessageLength()),
                new Attachments(store.files(), store.carriers(), scheduling));
        Lobby lobby = new Lobby(
                store.rooms(),
                new Authority(store.rooms(), profiles, config.admins()),
                store.log(),
                profiles,
                realtime,
                new RoomPlans(limiter(config.limits().rates().roomsPerUser()), clock, random));
        TranslationAdapter translation = new TranslationAdapter(config.translation(), System::nanoTime);
        opened.push(translation);
        Languages languages = new Languages(translation.detector());
        Interpreter interpreter = translation
                .translator()
                .map(translator -> new Interpreter(translator, config.limits().maxMessageLength()))
                .orElse(null);
        TranslationDesk translationDesk = new TranslationDesk(
                interpreter,
                languages,
                messaging,
                limiter(config.limits().rates().translationsPerUser()));
        Audience audience = new Audience(store.rooms(), profiles, presence, System::nanoTime);
        Visits visits = new Visits(store.rooms(), lobby);
        ForeignSignIn foreignSignIn = new ForeignSignIn(accounts, sessions, profiles, store.bridge());
        Bridge bridge = bridge(store, nodes, profiles, realtime, scheduling);
        FilesAdapter directoryOfFiles = new FilesAdapter(directory.path().resolve(UPLOADS));
        FileBytes bytes = store.fileBytes() == null ? directoryOfFiles.bytes() : store.fileBytes();
        Files files = files(store, bytes, directoryOfFiles.thumbnails(), keys);
        if (config.web().namesBelieved()) {
            LOG.warn("CONNECT_AUTH is 'username': anybody may speak and delete as any user of contract E by its name");
        }
        if (bridge != null) {
            foreignSignIn.onLink(bridge::linked);
        }
        HttpAdapter http = new HttpAdapter(
                httpConfig(),
                new UseCases(
                        accounts,
                        sessions,
                        rooms,
                        lobby,
                        visits,
                        messaging,
                        profiles,
                        presence,
                        realtime,
                        foreignSignIn,
                        files,
                        devices,
                        passwords,
                        codeSignIn,
                        languages,
                        translationDesk),
                new Health(
                        Map.of("store", store.check()), bridge == null ? Map.of() : Map.of("tinode", bridge::trouble)),
                scheduling,
                random);

        if (mail != null) {
            start(mail::start);
        }
        start(() -> await(opening));
        if (store.fileBytes() == null) {
            start(directoryOfFiles::start);
        }
        if (!store.shared()) {
            bytes.sweep(clock.instant()); // Nobody else could still be writing them.
        }
        FileSweep sweep = new FileSweep(store.files(), store.carriers(), bytes, scheduling);
        sweep.start();
        opened.push(sweep);
        if (store.shared()) {
            nodes.start();
            opened.push(nodes::close);
            realtime.watchStore(store.watch());
        }
        presence.start();
        opened.push(presence::close);
        Translating translating =
                interpreter == null ? null : translating(interpreter, languages, audience, realtime, scheduling);
        if (translating != null) {
            translating.start();
        }
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
        repeat(timer, readers, () -> purge(sessions, devices, codes, lobby));
        start(http::start);
        opened.push(http);
        port = http.port();
        scheduling.readAfter(WARM_UP, translation::warmUp);
    }

    private Files files(Store store, FileBytes bytes, Thumbnails thumbnails, SigningKeys keys) {
        ExecutorService incoming = Workers.platform("parley-upload", UPLOAD_THREADS);
        opened.push(incoming::shutdownNow);
        ExecutorService outgoing = Workers.platform("parley-download", DOWNLOAD_THREADS);
        opened.push(outgoing::shutdownNow);
        ExecutorService pictures = Workers.single("parley-picture", WAITING_PICTURES);
        opened.push(pictures::shutdownNow);
        Uploads uploads = new Uploads(
                new Uploads.Place(bytes, store.files(), thumbnails),
                store.rooms(),
                limiter(config.limits().rates().uploadsPerUser()),
                clock,
                random,
                config.limits().maxUploadBytes());
        Downloads downloads = new Downloads(
                bytes, store.files(), new FileAccess(store.carriers(), store.rooms()), new HmacFileSeals(keys), clock);
        return new Files(uploads, downloads, new FileWorkers(incoming, outgoing, pictures));
    }

    /** The bridge to Tinode, on threads of its own: it waits for Tinode, and nobody else does. Null without Tinode. */
    private @Nullable Bridge bridge(
            Store store, Nodes nodes, Profiles profiles, Realtime realtime, Scheduling scheduling) {
        Config.Tinode tinode = config.tinode();
        if (tinode == null) {
            return null;
        }
        boolean impersonating = tinode.identity() == Config.TinodeIdentity.OBO;
        ExecutorService carriers = Workers.blocking("parley-bridge");
        opened.push(carriers::shutdownNow);
        Scheduling own =
                new Scheduling(carriers, carriers, scheduling.timer(), scheduling.clock(), scheduling.nanoTime());
        TinodeConfig account = new TinodeConfig(
                tinode.url(),
                tinode.apiKey().value(),
                tinode.login(),
                tinode.password().value(),
                tinode.scheme(),
                impersonating);
        return Bridges.build(
                new TinodeAdapter(account, own, random),
                new Bridges.Ground(
                        store.log(),
                        store.users(),
                        store.rooms(),
                        store.bridge(),
                        store.roll(),
                        store.shared() ? store.leases() : null,
                        nodes.self(),
                        nodes::isAlone),
                new Bridges.Plan(impersonating, config.limits().maxMessageLength(), random),
                profiles,
                realtime,
                own);
    }

    /** What sends mail; null if nothing does. */
    private @Nullable MailAdapter mail() {
        MailConfig mail = config.mail();
        if (mail == null) {
            return null;
        }
        if (mail instanceof MailConfig.ToLog) {
            LOG.warn(
                    "EMAIL_TRANSPORT is 'log': no mail is sent, whoever reads the log can sign in as anybody by its codes");
        } else if (mail instanceof MailConfig.Smtp smtp && smtp.security() == MailConfig.Security.NONE) {
            LOG.warn(
                    "EMAIL_SECURITY is 'none': whoever listens on the way to {} reads passwords and codes",
                    smtp.host());
        }
        return new MailAdapter(mail, clock, random);
    }

    /** Threads that wait for mail servers, and for nothing else. */
    private Scheduling mailing(ScheduledThreadPoolExecutor timer) {
        ExecutorService mailers = Workers.platform("parley-mail", MAILING);
        opened.push(mailers::shutdownNow);
        return new Scheduling(mailers, mailers, timer, clock, System::nanoTime);
    }

    /** On threads of its own, which wait for the translator, and nobody for them. */
    private Translating translating(
            Interpreter interpreter, Languages languages, Audience audience, Realtime realtime, Scheduling scheduling) {
        ExecutorService interpreters = Workers.platform("parley-translate", TRANSLATING);
        opened.push(interpreters::shutdownNow);
        Scheduling own = new Scheduling(
                interpreters, interpreters, scheduling.timer(), scheduling.clock(), scheduling.nanoTime());
        return new Translating(interpreter, languages, audience, realtime, own);
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
            closeLast();
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

    private static void purge(Sessions sessions, Devices devices, Codes codes, Lobby lobby) {
        try {
            devices.noteUses();
            sessions.purge();
            codes.purge();
            lobby.purge();
        } catch (ChatException.Unavailable e) {
            LOG.debug("What has ended stays until the store is back", e);
        } catch (RuntimeException e) {
            LOG.error("What has ended stays", e);
        }
    }

    private RateLimiter limiter(Rate rate) {
        return config.limits().rates().on() ? RateLimiter.of(rate, System::nanoTime) : RateLimiter.off();
    }

    private HttpConfig httpConfig() {
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
                limiter(config.limits().rates().loginPerIp()),
                limiter(config.limits().rates().signupPerIp()),
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
        while (!opened.isEmpty()) {
            closeLast();
        }
    }

    /** A part that fails to close must not keep the others open. */
    private void closeLast() {
        try {
            opened.pop().close();
        } catch (Exception e) { // AutoCloseable may throw anything
            LOG.warn("A part of the server did not close", e);
        }
    }
}
