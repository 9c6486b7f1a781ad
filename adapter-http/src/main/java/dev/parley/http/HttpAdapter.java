package dev.parley.http;

import dev.parley.application.UseCases;
import dev.parley.application.schedule.Scheduling;
import dev.parley.domain.ChatException;
import dev.parley.domain.ErrorCode;
import dev.parley.http.api.AuthRoutes;
import dev.parley.http.api.CodeRoutes;
import dev.parley.http.api.FileRoutes;
import dev.parley.http.api.MessageRoutes;
import dev.parley.http.api.PeopleRoutes;
import dev.parley.http.api.RoomRoutes;
import dev.parley.http.api.SessionRoutes;
import dev.parley.http.connect.ConnectRoutes;
import dev.parley.http.connect.ConnectSockets;
import dev.parley.http.connect.Names;
import dev.parley.http.direct.DirectRoutes;
import dev.parley.http.direct.DirectSockets;
import dev.parley.http.events.EventStreams;
import dev.parley.http.file.FileDoor;
import dev.parley.http.file.FileTransfers;
import dev.parley.http.general.GeneralRoutes;
import dev.parley.http.realchat.GroupRoutes;
import dev.parley.http.realchat.RealchatAuthRoutes;
import dev.parley.http.realchat.UploadDoor;
import dev.parley.http.request.Admission;
import dev.parley.http.request.Bearer;
import dev.parley.http.request.ClientAddress;
import dev.parley.http.request.Exchange;
import dev.parley.http.request.Origins;
import dev.parley.http.request.RequestIds;
import dev.parley.http.request.Turns;
import dev.parley.http.rooms.RoomsRoutes;
import dev.parley.http.rooms.RoomsSockets;
import dev.parley.http.shared.ContractAccounts;
import dev.parley.http.shared.SharedRoutes;
import dev.parley.http.socket.Door;
import dev.parley.http.socket.SocketServer;
import dev.parley.http.tinode.TinodeAuthRoutes;
import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.router.ParsedEndpoint;
import io.javalin.util.JavalinBindException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jetty.websocket.core.server.WebSocketNegotiator;

/** Serves HTTP and sockets on one port. */
public final class HttpAdapter implements AutoCloseable {
    /** How long a client may be silent before it is asked for a sign of life. */
    private static final Duration HEARTBEAT = Duration.ofSeconds(25);

    /** After which time clients should come back that were told goodbye. */
    private static final Duration COME_BACK = Duration.ofSeconds(2);

    private final HttpConfig config;
    private final UseCases services;
    private final Health health;
    private final RequestIds requestIds;
    private final Origins origins;
    private final EventStreams streams;
    private final FileDoor files;
    private final UploadDoor uploads;
    private final QueuedThreadPool threads;
    private final Turns turns = new Turns();
    private final Exchange exchange;
    private final Names names;
    private final SocketServer sockets;
    private final List<Door> doors;
    private final Javalin javalin;

    /**
     * @param random for the names of requests
     */
    public HttpAdapter(
            HttpConfig config, UseCases services, Health health, Scheduling scheduling, RandomGenerator random) {
        this.config = config;
        this.services = services;
        this.health = health;
        this.requestIds = new RequestIds(random);
        this.origins = new Origins(config.allowedOrigins());
        Bearer bearer = new Bearer(services.sessions());
        Admission admission = new Admission(services.sessions(), bearer, origins, turns);
        this.threads = JettyServer.threads();
        ClientAddress addresses = new ClientAddress(config.trustedProxies());
        this.exchange = new Exchange(bearer, addresses, turns);
        this.names = new Names(services, config.loginsPerAddress(), config.contractTokenLife(), config.namesBelieved());
        SocketServer.Time time = new SocketServer.Time(scheduling.timer(), scheduling.clock(), scheduling.nanoTime());
        SocketServer.Limits limits =
                new SocketServer.Limits(config.maxMessageLength(), HEARTBEAT, config.framesLimited());
        this.sockets = new SocketServer(services, admission, addresses, requestIds, time, limits);
        this.streams = new EventStreams(
                services,
                admission,
                requestIds,
                scheduling.nanoTime(),
                new EventStreams.Limits(config.maxMessageLength(), COME_BACK));
        FileTransfers transfers = new FileTransfers(services.files(), admission, addresses, requestIds);
        this.files = new FileDoor(services.files().uploads(), transfers);
        this.uploads = new UploadDoor(services.files().uploads(), transfers);
        this.doors = doors(time, limits);
        this.javalin = Javalin.create(this::configure);
    }

    /** Listens. @throws IllegalStateException if the port is taken */
    public void start() {
        try {
            javalin.start();
        } catch (JavalinBindException e) {
            throw new IllegalStateException(
                    "The port " + config.port() + (config.host() == null ? "" : " of " + config.host())
                            + " cannot be listened on: another program has it, it may not be had, or the address is not"
                            + " one of this machine",
                    e);
        }
    }

    /** The port that it listens on. */
    public int port() {
        return javalin.port();
    }

    /** What it serves, a method and a path each, such as {@code GET /api/v1/me}; the sockets are GETs as well. */
    public SortedSet<String> routes() {
        SortedSet<String> routes = new TreeSet<>();
        for (ParsedEndpoint parsed : javalin.unsafe.internalRouter.allHttpHandlers()) {
            if (parsed.endpoint.method.isHttpMethod()) {
                routes.add(parsed.endpoint.method.name() + " " + parsed.endpoint.path);
            }
        }
        return routes;
    }

    /** Takes no more requests, says goodbye to the sockets and streams, finishes what is under way. */
    @Override
    public void close() {
        services.realtime().farewell(COME_BACK);
        javalin.stop();
    }

    private void configure(JavalinConfig javalinConfig) {
        javalinConfig.startup.showJavalinBanner = false;
        javalinConfig.startup.startupWatcherEnabled = false;
        javalinConfig.startup.showOldJavalinVersionWarning = false;
        javalinConfig.http.prefer405over404 = true;
        javalinConfig.router.ignoreTrailingSlashes = false;
        JettyServer.configure(
                javalinConfig,
                config,
                threads,
                negotiators(),
                List.of(streams::handle, files::handle, uploads::handle),
                turns,
                new ErrorAnswers(requestIds));
        addRoutes(javalinConfig.routes);
    }

    private void addRoutes(RoutesConfig routes) {
        new Gatekeeper(origins, requestIds).addTo(routes);
        new ErrorAnswers(requestIds).addTo(routes);
        new HealthRoutes(health, exchange).addTo(routes);
        ContractRoutes.addTo(routes);
        routes.get(EventStreams.PATH, HttpAdapter::neverServed);
        routes.post(FileDoor.UPLOAD, HttpAdapter::neverServed);
        routes.get(FileDoor.FILE, HttpAdapter::neverServed);
        routes.get(FileDoor.THUMBNAIL, HttpAdapter::neverServed);
        routes.post(UploadDoor.UPLOAD, HttpAdapter::neverServed);
        routes.get(UploadDoor.FILE, HttpAdapter::neverServed);
        doors.forEach(door -> routes.get(door.path(), HttpAdapter::refusePlain));
        new AuthRoutes(
                        services,
                        exchange,
                        config.loginsPerAddress(),
                        config.signUpsPerAddress(),
                        config.ticketsPerUser(),
                        config.accessLife())
                .addTo(routes);
        new CodeRoutes(services, exchange, config.loginsPerAddress(), config.accessLife()).addTo(routes);
        new SessionRoutes(services, exchange, config.loginsPerAddress()).addTo(routes);
        new PeopleRoutes(services, exchange).addTo(routes);
        new RoomRoutes(services, exchange).addTo(routes);
        new MessageRoutes(services, exchange).addTo(routes);
        new FileRoutes(services, exchange).addTo(routes);
        addContracts(routes);
        HttpConfig.SecretPath tinodeAuth = config.tinodeAuth();
        if (tinodeAuth != null) {
            new TinodeAuthRoutes(services.foreignSignIn(), exchange, config.loginsPerAddress(), tinodeAuth.value())
                    .addTo(routes);
        }
    }

    /** Streams and files are served before Javalin is asked. It has to know the path for who comes with another method. */
    private static void neverServed(Context ctx) {
        throw new IllegalStateException(ctx.path() + " is not served here");
    }

    /** Sockets are opened before Javalin is asked, which sees what is no upgrade. */
    private static void refusePlain(Context ctx) {
        throw new ChatException.NotFound(ErrorCode.NOT_FOUND);
    }

    private void addContracts(RoutesConfig routes) {
        ContractAccounts accounts = new ContractAccounts(
                services, exchange, config.loginsPerAddress(), config.signUpsPerAddress(), config.contractTokenLife());
        new SharedRoutes(accounts, exchange).addTo(routes);
        new GeneralRoutes(services, exchange, config.signUpsPerAddress()).addTo(routes);
        new RoomsRoutes(services, exchange, accounts).addTo(routes);
        new RealchatAuthRoutes(services, exchange, accounts).addTo(routes);
        new GroupRoutes(services, exchange).addTo(routes);
        new DirectRoutes(services, exchange).addTo(routes);
        new ConnectRoutes(services, exchange, names).addTo(routes);
    }

    private List<Door> doors(SocketServer.Time time, SocketServer.Limits limits) {
        RoomsSockets rooms = new RoomsSockets(services);
        DirectSockets direct = new DirectSockets(services);
        return List.of(
                SocketServer.parley(services, time, limits),
                new Door(
                        DirectSockets.PATH,
                        false,
                        knock -> knock.query(RoomsSockets.ROOM).isPresent() ? rooms.open(knock) : direct.open()),
                new Door(ConnectSockets.PATH, false, new ConnectSockets(services, names)::open));
    }

    private Map<String, WebSocketNegotiator> negotiators() {
        return doors.stream().collect(Collectors.toMap(Door::path, sockets::at));
    }
}
