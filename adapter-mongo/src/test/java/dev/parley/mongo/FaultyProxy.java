package dev.parley.mongo;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Stands between a driver and its server, and really cuts connections.
 *
 * <p>A fault is armed once and strikes the next message that it fits. Each direction of a connection has a thread, which
 * passes on whole messages.
 */
final class FaultyProxy implements AutoCloseable {
    private final InetSocketAddress server;
    private final ServerSocket listening;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final AtomicReference<@Nullable Fault> armed = new AtomicReference<>();
    private final CountDownLatch release = new CountDownLatch(1);
    private volatile boolean away;
    private volatile boolean silent;

    /** What is to happen to the next message that fits. */
    private record Fault(Kind kind, int documents) {
        enum Kind {
            LOSE_ANSWER,
            SHORTEN_INSERT,
            HOLD_WRITE
        }

        boolean fits(WireMessage message) {
            return kind == Kind.SHORTEN_INSERT ? message.isInsertInto(Schema.MESSAGES) : message.isWrite();
        }
    }

    FaultyProxy(InetSocketAddress server) throws IOException {
        this.server = server;
        listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        start("accept", this::accept);
    }

    int port() {
        return listening.getLocalPort();
    }

    /** The next insert of messages reaches the server with its first documents only, and its answer is lost. */
    void shortenNextInsert(int documents) {
        armed.set(new Fault(Fault.Kind.SHORTEN_INSERT, documents));
    }

    /** The next write reaches the server; its answer is lost. */
    void loseNextAnswer() {
        armed.set(new Fault(Fault.Kind.LOSE_ANSWER, 0));
    }

    /** The next write's connection is cut, and the write reaches the server when it is released. */
    void holdNextWrite() {
        armed.set(new Fault(Fault.Kind.HOLD_WRITE, 0));
    }

    /** Lets a held write go. */
    void release() {
        release.countDown();
    }

    boolean struck() {
        return armed.get() == null;
    }

    /** Cuts all connections and every new one, until {@code false}. */
    void setAway(boolean away) {
        this.away = away;
        if (away) {
            sockets.forEach(FaultyProxy::cut);
        }
    }

    /** Swallows everything that the client says, on old and new connections. */
    void fallSilent() {
        silent = true;
    }

    private void accept() throws IOException {
        while (!listening.isClosed()) {
            Socket client = listening.accept();
            if (away) {
                cut(client);
                continue;
            }
            Socket upstream = new Socket();
            sockets.add(client);
            sockets.add(upstream);
            upstream.connect(server);
            Connection connection = new Connection(client, upstream);
            start("requests", connection::passRequests);
            start("answers", connection::passAnswers);
        }
    }

    /** A client's connection and the one to the server that belongs to it. */
    private final class Connection {
        private final Socket client;
        private final Socket upstream;
        private volatile boolean answerIsLost;

        Connection(Socket client, Socket upstream) {
            this.client = client;
            this.upstream = upstream;
        }

        void passRequests() throws IOException {
            try {
                while (true) {
                    WireMessage message = WireMessage.read(client.getInputStream());
                    Fault fault = armed.get();
                    if (silent) {
                        continue;
                    }
                    if (fault != null && fault.fits(message) && armed.compareAndSet(fault, null)) {
                        strike(fault, message);
                    } else {
                        message.writeTo(upstream.getOutputStream());
                    }
                }
            } finally {
                if (!answerIsLost) {
                    cut(upstream);
                }
            }
        }

        private void strike(Fault fault, WireMessage message) throws IOException {
            answerIsLost = true;
            switch (fault.kind()) {
                case LOSE_ANSWER -> message.writeTo(upstream.getOutputStream());
                case SHORTEN_INSERT -> {
                    if (fault.documents() == 0) {
                        cut(client);
                        cut(upstream);
                    } else {
                        message.withDocuments(fault.documents()).writeTo(upstream.getOutputStream());
                    }
                }
                case HOLD_WRITE -> {
                    cut(client);
                    start("held", () -> {
                        release.await();
                        message.writeTo(upstream.getOutputStream());
                    });
                }
            }
        }

        void passAnswers() throws IOException {
            try {
                while (true) {
                    WireMessage message = WireMessage.read(upstream.getInputStream());
                    if (answerIsLost) {
                        return;
                    }
                    message.writeTo(client.getOutputStream());
                }
            } finally {
                cut(client);
                cut(upstream);
            }
        }
    }

    @Override
    public void close() throws IOException {
        listening.close();
        sockets.forEach(FaultyProxy::cut);
    }

    private static void cut(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new IllegalStateException("a socket cannot be closed", e);
        }
    }

    /** A part that runs until its sockets are closed. */
    private interface Part {
        void run() throws IOException, InterruptedException;
    }

    private static void start(String name, Part part) {
        Thread thread = new Thread(
                () -> {
                    try {
                        part.run();
                    } catch (IOException | InterruptedException e) {
                        // The connection has ended, on purpose or with its test.
                        Thread.currentThread().interrupt();
                    }
                },
                "proxy-" + name);
        thread.setDaemon(true);
        thread.start();
    }
}
