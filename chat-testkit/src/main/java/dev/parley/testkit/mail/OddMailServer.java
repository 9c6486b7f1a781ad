package dev.parley.testkit.mail;

import java.io.ByteArrayOutputStream;
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
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Is an SMTP server that speaks in the clear as it is told to: as tarpits do, or those that know no more than they must. */
public final class OddMailServer implements AutoCloseable {
    private final ServerSocket listening;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final List<String> heard = new CopyOnWriteArrayList<>();
    private final AtomicInteger logins = new AtomicInteger();
    private final Speech speech;

    private OddMailServer(Speech speech) {
        this.speech = speech;
        try {
            listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        start(this::accept);
    }

    /** What it does with each connection. */
    private interface Speech {
        void hold(OddMailServer server, InputStream in, OutputStream out) throws IOException, InterruptedException;
    }

    /** It begins a greeting that has always one more line, after the pause. */
    public static OddMailServer neverDone(long pauseMillis) {
        return new OddMailServer((server, in, out) -> {
            while (true) {
                say(out, "220-wait");
                synchronized (server) {
                    server.wait(pauseMillis);
                }
            }
        });
    }

    /** Its greeting is one line without an end. */
    public static OddMailServer endlessLine() {
        return new OddMailServer((server, in, out) -> {
            byte[] piece = "220 ".repeat(2_048).getBytes(StandardCharsets.US_ASCII);
            while (true) {
                out.write(piece);
            }
        });
    }

    /** It refuses everybody in these words. */
    public static OddMailServer refusing(String greeting) {
        return new OddMailServer((server, in, out) -> say(out, greeting));
    }

    /** It takes every letter, and knows these extensions. */
    public static OddMailServer with(String... extensions) {
        return answering(heard -> null, extensions);
    }

    /** It says what is made of all that it has heard, the last line last; what others would say where that is null. */
    public static OddMailServer answering(Function<List<String>, @Nullable String> answer, String... extensions) {
        return new OddMailServer((server, in, out) -> server.converse(in, out, answer, List.of(extensions)));
    }

    /** It takes the first password that it is told, and no other time. */
    public static OddMailServer takingOnePassword() {
        return with("AUTH PLAIN LOGIN");
    }

    public int port() {
        return listening.getLocalPort();
    }

    /** All lines that it has heard, on whatever connection. */
    public List<String> heard() {
        return heard;
    }

    private void converse(
            InputStream in, OutputStream out, Function<List<String>, @Nullable String> answer, List<String> extensions)
            throws IOException {
        say(out, "220 localhost");
        boolean inLetter = false;
        for (String line = line(in); line != null; line = line(in)) {
            heard.add(line);
            String command = line.toUpperCase(Locale.ROOT);
            String own = answer.apply(List.copyOf(heard));
            if (own != null) {
                say(out, own);
                inLetter = inLetter && !line.equals(".");
            } else if (inLetter) {
                inLetter = !line.equals(".");
                if (!inLetter) {
                    say(out, "250 taken");
                }
            } else if (command.startsWith("EHLO")) {
                say(out, "250-localhost");
                for (String extension : extensions) {
                    say(out, "250-" + extension);
                }
                say(out, "250 8BITMIME");
            } else if (command.startsWith("AUTH")) {
                say(out, logins.getAndIncrement() == 0 ? "235 welcome" : "535 5.7.8 no more");
            } else if (command.equals("DATA")) {
                inLetter = true;
                say(out, "354 go on");
            } else {
                say(out, command.equals("QUIT") ? "221 bye" : "250 well");
            }
        }
    }

    private interface Part {
        void run() throws IOException, InterruptedException;
    }

    private static void start(Part part) {
        Thread thread = new Thread(() -> {
            try {
                part.run();
            } catch (IOException | InterruptedException e) {
                // The connection is over, or the server is closed.
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() throws IOException {
        while (true) {
            Socket client = listening.accept();
            sockets.add(client);
            start(() -> {
                try (client) {
                    speech.hold(this, client.getInputStream(), client.getOutputStream());
                }
            });
        }
    }

    private static void say(OutputStream out, String line) throws IOException {
        out.write((line + "\r\n").getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    private static @Nullable String line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        int b;
        while ((b = in.read()) >= 0 && b != '\n') {
            line.write(b);
        }
        return b < 0 ? null : line.toString(StandardCharsets.UTF_8).stripTrailing();
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
