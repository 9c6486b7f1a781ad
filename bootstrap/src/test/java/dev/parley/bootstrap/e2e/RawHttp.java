package dev.parley.bootstrap.e2e;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Speaks HTTP/1.1 byte by byte, right or wrong, on one connection. */
final class RawHttp implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 40_000;

    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;

    RawHttp(int port) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(PATIENCE_MILLIS);
        socket.setTcpNoDelay(true);
        in = new BufferedInputStream(socket.getInputStream());
        out = socket.getOutputStream();
    }

    /** Sends it and reads one answer. Lines end in {@code \r\n} as they are written. */
    static Answer exchange(int port, String request) throws IOException {
        try (RawHttp http = new RawHttp(port)) {
            http.send(request.getBytes(StandardCharsets.UTF_8));
            return http.answer(request.lines().findFirst().orElse(""));
        }
    }

    void send(byte[] bytes) throws IOException {
        out.write(bytes);
        out.flush();
    }

    /** Reads one answer. @throws EOFException if the connection ended instead */
    Answer answer(String request) throws IOException {
        Answer answer = read(in, request);
        String[] words = request.split(" ", -1);
        if (words.length == 3) {
            Witness.PRESENT.answer(words[0], words[1], answer.status(), answer.header("content-type"), answer.body());
        }
        return answer;
    }

    /** Whether the server has said something, or ended the connection. Does not wait. */
    boolean hasAnswer() throws IOException {
        if (in.available() > 0) {
            return true;
        }
        socket.setSoTimeout(1);
        try {
            in.read();
            return true;
        } catch (SocketTimeoutException e) {
            return false;
        } finally {
            socket.setSoTimeout(PATIENCE_MILLIS);
        }
    }

    static Answer read(InputStream in, String request) throws IOException {
        Answer head = readHead(in, request);
        int status = head.status();
        boolean bodiless = status < 200 || status == 204 || status == 304 || request.startsWith("HEAD ");
        return bodiless ? head : withBody(head, request, in);
    }

    /** Reads the rest of an answer. */
    static Answer withBody(Answer head, String request, InputStream in) throws IOException {
        return new Answer(request, head.status(), head.headers(), body(in, head.headers()));
    }

    /** Reads an answer but for its body. */
    static Answer readHead(InputStream in, String request) throws IOException {
        String[] statusLine = line(in).split(" ", 3);
        if (statusLine.length < 2) {
            throw new IOException("no status line: " + String.join(" ", statusLine));
        }
        int status = Integer.parseInt(statusLine[1]);
        Map<String, List<String>> headers = new HashMap<>();
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            int colon = line.indexOf(':');
            headers.computeIfAbsent(line.substring(0, colon).toLowerCase(Locale.ROOT), name -> new ArrayList<>())
                    .add(line.substring(colon + 1).strip());
        }
        return new Answer(request, status, headers, new byte[0]);
    }

    private static byte[] body(InputStream in, Map<String, List<String>> headers) throws IOException {
        if (headers.containsKey("content-length")) {
            return in.readNBytes(Integer.parseInt(headers.get("content-length").get(0)));
        }
        if (!headers.containsKey("transfer-encoding")) {
            return in.readAllBytes();
        }
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        int size;
        do {
            size = Integer.parseInt(line(in), 16);
            body.writeBytes(in.readNBytes(size));
            line(in);
        } while (size > 0);
        return body.toByteArray();
    }

    private static String line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int b = in.read(); b != '\n'; b = in.read()) {
            if (b < 0) {
                throw new EOFException("the connection ended after '" + line.toString(StandardCharsets.UTF_8) + "'");
            }
            line.write(b);
        }
        return line.toString(StandardCharsets.UTF_8).stripTrailing();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
