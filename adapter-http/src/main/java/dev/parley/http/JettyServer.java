package dev.parley.http;

import dev.parley.http.request.Turns;
import io.javalin.config.JavalinConfig;
import java.util.List;
import java.util.Map;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.VirtualThreads;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jetty.websocket.core.WebSocketComponents;
import org.eclipse.jetty.websocket.core.server.WebSocketNegotiator;
import org.eclipse.jetty.websocket.core.server.WebSocketServerComponents;
import org.eclipse.jetty.websocket.core.server.WebSocketUpgradeHandler;

/** Sets up Jetty below Javalin: threads, limits, and the sockets in front of the servlets. */
final class JettyServer {
    private static final int MAX_THREADS = 200;
    private static final int ACCEPT_QUEUE = 4_096;
    private static final int HEADER_BYTES = 8 << 10;
    private static final long IDLE_MILLIS = 60_000;
    private static final long STOP_MILLIS = 4_000;

    private JettyServer() {}

    static void configure(
            JavalinConfig javalin,
            HttpConfig config,
            QueuedThreadPool threads,
            Map<String, WebSocketNegotiator> sockets,
            List<Beside> beside,
            Turns turns,
            ErrorHandler errors) {
        javalin.jetty.threadPool = threads;
        javalin.jetty.modifyHttpConfiguration(JettyServer::limit);
        javalin.jetty.addConnector((server, http) -> connector(server, http, config));
        javalin.jetty.modifyServer(server -> {
            server.setStopTimeout(STOP_MILLIS);
            server.setErrorHandler(errors);
            Handler requests = new WholeAnswers(new WholeBodies(
                    Gatekeeper.around(new Handler.Sequence(upgrades(server, sockets)), turns), config.maxBodyBytes()));
            server.setHandler(beside(beside, requests));
        });
    }

    static QueuedThreadPool threads() {
        QueuedThreadPool threads = new QueuedThreadPool(MAX_THREADS);
        threads.setName("parley-http");
        if (VirtualThreads.areSupported()) {
            threads.setVirtualThreadsExecutor(VirtualThreads.getNamedVirtualThreadsExecutor("parley-request-"));
        }
        return threads;
    }

    private static void limit(HttpConfiguration http) {
        http.setRequestHeaderSize(HEADER_BYTES);
        http.setSendServerVersion(false);
        http.setSendXPoweredBy(false);
        http.addCustomizer(JettyServer::withoutMethodOverride);
        http.addCustomizer(JettyServer::headAsGet);
    }

    /** Javalin would take the method from a header: what a proxy lets through must be what is done. */
    private static Request withoutMethodOverride(Request request, HttpFields.Mutable responseHeaders) {
        if (!request.getHeaders().contains("X-HTTP-Method-Override")) {
            return request;
        }
        HttpFields.Mutable headers = HttpFields.build();
        for (HttpField field : request.getHeaders()) {
            if (!field.getName().equalsIgnoreCase("X-HTTP-Method-Override")) {
                headers.add(field);
            }
        }
        HttpFields kept = headers.asImmutable();
        return new Request.Wrapper(request) {
            @Override
            public HttpFields getHeaders() {
                return kept;
            }
        };
    }

    /** HEAD does what GET does; Jetty leaves the body out (RFC 9110 §9.3.2). Javalin would answer it without asking. */
    private static Request headAsGet(Request request, HttpFields.Mutable responseHeaders) {
        if (!HttpMethod.HEAD.is(request.getMethod())) {
            return request;
        }
        return new Request.Wrapper(request) {
            @Override
            public String getMethod() {
                return HttpMethod.GET.asString();
            }
        };
    }

    private static Connector connector(Server server, HttpConfiguration http, HttpConfig config) {
        ServerConnector connector = new ServerConnector(server, new HttpConnectionFactory(http));
        connector.setHost(config.host());
        connector.setPort(config.port());
        connector.setAcceptQueueSize(ACCEPT_QUEUE);
        connector.setIdleTimeout(IDLE_MILLIS);
        return connector;
    }

    /** Takes what is for a stream or for the bytes of a file, and leaves the rest to those that have bodies and answers whole. */
    private static Handler beside(List<Beside> beside, Handler requests) {
        return new Handler.Wrapper(requests) {
            @Override
            public boolean handle(Request request, Response response, Callback callback) throws Exception {
                for (Beside each : beside) {
                    if (each.handle(request, response, callback)) {
                        return true;
                    }
                }
                return super.handle(request, response, callback);
            }
        };
    }

    /** Answers some requests by itself. */
    interface Beside {
        /** Whether it answers this one. Blocks for no more than to know who asks. */
        boolean handle(Request request, Response response, Callback callback);
    }

    /**
     * Takes what wants to be a socket, and leaves the rest to the next handler. Where there is no socket it is refused here:
     * Javalin would keep a session in memory for each such request, for ever.
     */
    private static Handler upgrades(Server server, Map<String, WebSocketNegotiator> sockets) {
        WebSocketComponents components = WebSocketServerComponents.ensureWebSocketComponents(server);
        components.getExtensionRegistry().unregister("permessage-deflate"); // 87 KB of native memory a connection
        WebSocketUpgradeHandler handler = new WebSocketUpgradeHandler(components);
        sockets.forEach((path, socket) -> handler.addMapping("uri-template|" + path, socket));
        handler.setHandler(new Handler.Abstract() {
            @Override
            public boolean handle(Request request, Response response, Callback callback) {
                if (!request.getHeaders().contains(HttpHeader.SEC_WEBSOCKET_KEY)) {
                    return false;
                }
                Response.writeError(request, response, callback, HttpStatus.NOT_FOUND_404);
                return true;
            }
        });
        return handler;
    }
}
