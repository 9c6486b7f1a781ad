package dev.parley.testkit.mail;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/**
 * Speaks SMTP in the clear as far as STARTTLS (RFC 3207), which the server behind does not know, and then hands on what it
 * hears. It can be told to have no STARTTLS, as somebody on the way would have it.
 */
final class StartTlsDoor implements AutoCloseable {
    private final ServerSocket listening;
    private final int behind;
    private final SSLContext tls;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final List<String> heard = new CopyOnWriteArrayList<>();
    private volatile boolean stripped;

    StartTlsDoor(int behind, SSLContext tls) {
        this.behind = behind;
        this.tls = tls;
        try {
            listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        start(this::accept);
    }

    int port() {
        return listening.getLocalPort();
    }

    /** What was said in the clear. */
    List<String> heard() {
        return heard;
    }

    void strip() {
        stripped = true;
    }

    private interface Part {
        void run() throws IOException;
    }

    private static void start(Part part) {
        Thread thread = new Thread(() -> {
            try {
                part.run();
            } catch (IOException e) {
                // The connection is over, or the door is closed.
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() throws IOException {
        while (true) {
            Socket client = listening.accept();
            sockets.add(client);
            start(() -> greet(client));
        }
    }

    private void greet(Socket client) throws IOException {
        InputStream in = client.getInputStream();
        OutputStream out = client.getOutputStream();
        say(out, "220 localhost ready");
        while (true) {
            String line = line(in);
            if (line.isEmpty()) {
                client.close();
                return;
            }
            heard.add(line);
            String command = line.toUpperCase(Locale.ROOT);
            if (command.startsWith("EHLO")) {
                say(out, stripped ? "250 localhost" : "250-localhost\r\n250 STARTTLS");
            } else if (command.equals("STARTTLS") && !stripped) {
                say(out, "220 go ahead");
                relay(client);
                return;
            } else if (command.equals("QUIT")) {
                say(out, "221 bye");
            } else {
                say(out, "530 Must issue a STARTTLS command first");
            }
        }
    }

    private void relay(Socket client) throws IOException {
        SSLSocket secure = (SSLSocket) tls.getSocketFactory().createSocket(client, "localhost", client.getPort(), true);
        secure.setUseClientMode(false);
        secure.startHandshake();
        Socket server = new Socket(InetAddress.getLoopbackAddress(), behind);
        sockets.add(server);
        if (line(server.getInputStream()).isEmpty()) {
            throw new IOException("no greeting");
        }
        start(() -> pump(server, secure));
        pump(secure, server);
    }

    private static void pump(Socket from, Socket to) throws IOException {
        try (from;
                to) {
            from.getInputStream().transferTo(to.getOutputStream());
        }
    }

    private static void say(OutputStream out, String line) throws IOException {
        out.write((line + "\r\n").getBytes(StandardCharsets.US_ASCII));
        out.flush();
    }

    /** Byte by byte: what comes behind STARTTLS is TLS. */
    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        int b;
        while ((b = in.read()) >= 0 && b != '\n') {
            line.append((char) b);
        }
        return line.toString().strip();
    }

    @Override
    public void close() {
        try {
            listening.close();
            for (Socket socket : sockets) {
                socket.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
