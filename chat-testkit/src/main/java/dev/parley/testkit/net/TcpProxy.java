package dev.parley.testkit.net;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

/** Stands between the server and another one, and lets the network fail: by cutting, by silence, by slowness. */
public final class TcpProxy implements AutoCloseable {
    private static final Duration DELAY = Duration.ofMillis(200);

    private final ServerSocket listening;
    private final InetSocketAddress target;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private volatile Mood mood = Mood.OPEN;

    /** What happens to connections, old and new. */
    public enum Mood {
        OPEN,
        /** Each is closed. */
        CUT,
        /** Each is accepted, and nothing passes: what is said meanwhile is lost. */
        SILENT,
        /** Everything passes, each piece after {@link #DELAY}. */
        SLOW
    }

    public TcpProxy(InetSocketAddress target) {
        this.target = target;
        try {
            listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        start(this::accept);
    }

    public int port() {
        return listening.getLocalPort();
    }

    /** From {@link Mood#SILENT} to {@link Mood#OPEN} what was begun in silence is cut. */
    public void set(Mood next) {
        boolean wasSilent = mood == Mood.SILENT;
        mood = next;
        if (next == Mood.CUT || wasSilent) {
            sockets.forEach(TcpProxy::cut);
            sockets.clear();
        }
    }

    private void accept() throws IOException {
        while (true) {
            Socket client = listening.accept();
            if (mood == Mood.CUT) {
                cut(client);
                continue;
            }
            Socket server = new Socket();
            sockets.add(client);
            sockets.add(server);
            start(() -> connect(client, server));
        }
    }

    private void connect(Socket client, Socket server) throws IOException {
        try {
            server.connect(target);
        } catch (IOException e) {
            cut(client);
            throw e;
        }
        start(() -> pass(client, server));
        pass(server, client);
    }

    private void pass(Socket from, Socket to) throws IOException {
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            byte[] buffer = new byte[16 << 10];
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                if (mood == Mood.SLOW) {
                    LockSupport.parkNanos(DELAY.toNanos());
                }
                if (mood == Mood.OPEN || mood == Mood.SLOW) {
                    out.write(buffer, 0, read);
                }
            }
        } finally {
            cut(from);
            cut(to);
            sockets.remove(from);
            sockets.remove(to);
        }
    }

    private static void cut(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private interface Part {
        void run() throws IOException;
    }

    private static void start(Part part) {
        Thread thread = new Thread(
                () -> {
                    try {
                        part.run();
                    } catch (IOException e) {
                        // The connection has ended, on purpose or with its test.
                    }
                },
                "tcp-proxy");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() {
        cutListening();
        set(Mood.CUT);
    }

    private void cutListening() {
        try {
            listening.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
