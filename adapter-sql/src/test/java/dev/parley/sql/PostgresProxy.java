package dev.parley.sql;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Stands between a driver and its server, and really cuts connections. It reads the server's messages
 * (PostgreSQL's documentation, 55.7): a letter, a length, a content.
 */
final class PostgresProxy implements AutoCloseable {
    private static final int COMMAND_COMPLETE = 'C';

    private final int server;
    private final ServerSocket listening;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean losing = new AtomicBoolean();
    private volatile boolean away;
    private volatile boolean silent;

    PostgresProxy(int server) {
        this.server = server;
        try {
            listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        start("accept", this::accept);
    }

    int port() {
        return listening.getLocalPort();
    }

    /** The next commit happens; the connection is cut before it is told. */
    void loseNextCommit() {
        losing.set(true);
    }

    boolean struck() {
        return !losing.get();
    }

    /** Cuts all connections and every new one, until {@code false}. */
    void setAway(boolean away) {
        this.away = away;
        if (away) {
            sockets.forEach(PostgresProxy::cut);
        }
    }

    /** Swallows everything that the server says, on old and new connections. */
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
            Socket upstream = new Socket(InetAddress.getLoopbackAddress(), server);
            client.setTcpNoDelay(true); // Else each small message waits for the last one to be confirmed.
            upstream.setTcpNoDelay(true);
            sockets.add(client);
            sockets.add(upstream);
            start("requests", () -> passRequests(client, upstream));
            start("answers", () -> passAnswers(client, upstream));
        }
    }

    private void passRequests(Socket client, Socket upstream) throws IOException {
        try {
            InputStream in = client.getInputStream();
            OutputStream out = upstream.getOutputStream();
            byte[] buffer = new byte[16 << 10];
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                out.write(buffer, 0, read);
            }
        } finally {
            cut(client);
            cut(upstream);
        }
    }

    private void passAnswers(Socket client, Socket upstream) throws IOException {
        try {
            DataInputStream in = new DataInputStream(new BufferedInputStream(upstream.getInputStream()));
            DataOutputStream out = new DataOutputStream(new BufferedOutputStream(client.getOutputStream()));
            while (true) {
                int type = in.readUnsignedByte();
                int length = in.readInt();
                byte[] content = in.readNBytes(length - Integer.BYTES);
                boolean lost = type == COMMAND_COMPLETE
                        && new String(content, StandardCharsets.US_ASCII).startsWith("COMMIT")
                        && losing.compareAndSet(true, false);
                if (lost) {
                    return;
                }
                if (!silent) {
                    out.writeByte(type);
                    out.writeInt(length);
                    out.write(content);
                    if (in.available() == 0) {
                        out.flush();
                    }
                }
            }
        } finally {
            cut(client);
            cut(upstream);
        }
    }

    @Override
    public void close() {
        try {
            listening.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        sockets.forEach(PostgresProxy::cut);
    }

    private static void cut(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A part that runs until its sockets are closed. */
    private interface Part {
        void run() throws IOException;
    }

    private static void start(String name, Part part) {
        Thread thread = new Thread(
                () -> {
                    try {
                        part.run();
                    } catch (IOException e) {
                        // The connection has ended, on purpose or with its test.
                    }
                },
                "proxy-" + name);
        thread.setDaemon(true);
        thread.start();
    }
}
