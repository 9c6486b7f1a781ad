package dev.parley.benchmarks.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Uploads one file and gets it back, on a blocking socket each. What it contains is told by its number. Confined to a thread. */
final class FileTransfer {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int PIECE = 64 << 10;
    private static final int PATIENCE_MILLIS = 300_000;
    private static final String BOUNDARY = "----------parley-benchmark";

    private final InetSocketAddress server;
    private final String token;
    private final long size;
    private final int number;
    private final byte[] piece = new byte[PIECE];
    private final List<String> faults = new ArrayList<>();
    private String url = "";

    FileTransfer(InetSocketAddress server, String token, long size, int number) {
        this.server = server;
        this.token = token;
        this.size = size;
        this.number = number;
        new Random(number).nextBytes(piece);
    }

    /** What was not as it was promised. */
    List<String> faults() {
        return faults;
    }

    /** The bytes of the file from this place, which a piece begins at. */
    private int piece(long at) {
        ByteBuffer.wrap(piece).putLong(at).putLong(number);
        return (int) Math.min(PIECE, size - at);
    }

    void upload() throws IOException {
        byte[] before = ("--" + BOUNDARY + "\r\nContent-Disposition: form-data; name=\"file\"; filename=\"" + number
                        + ".bin\"\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
        byte[] after = ("\r\n--" + BOUNDARY + "--\r\n").getBytes(StandardCharsets.US_ASCII);
        try (Socket socket = connected()) {
            OutputStream out = socket.getOutputStream();
            out.write(head(
                    "POST /api/v1/rooms/1/files",
                    "Content-Type: multipart/form-data; boundary=" + BOUNDARY + "\r\nContent-Length: "
                            + (before.length + size + after.length) + "\r\n"));
            out.write(before);
            for (long at = 0; at < size; at += PIECE) {
                out.write(piece, 0, piece(at));
            }
            out.write(after);
            InputStream in = new BufferedInputStream(socket.getInputStream());
            String status = header(in);
            String body = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            JsonNode file = JSON.readTree(body.substring(body.indexOf('{'), body.lastIndexOf('}') + 1));
            url = file.path("url").asText();
            if (!status.startsWith("HTTP/1.1 201") || file.path("size").asLong() != size) {
                faults.add(
                        "an upload was answered " + status.lines().findFirst().orElse("") + " " + body);
            }
        }
    }

    void download() throws IOException {
        try (Socket socket = connected()) {
            socket.getOutputStream().write(head("GET " + url, ""));
            InputStream in = new BufferedInputStream(socket.getInputStream(), PIECE);
            String status = header(in);
            if (!status.startsWith("HTTP/1.1 200")) {
                faults.add(
                        "a download was answered " + status.lines().findFirst().orElse(""));
                return;
            }
            byte[] read = new byte[PIECE];
            for (long at = 0; at < size; at += PIECE) {
                int expected = piece(at);
                int length = in.readNBytes(read, 0, expected);
                if (length < expected || !Arrays.equals(piece, 0, expected, read, 0, expected)) {
                    faults.add("file " + number + " came back otherwise at " + at);
                    return;
                }
            }
            if (in.read() >= 0) {
                faults.add("file " + number + " came back longer");
            }
        }
    }

    private Socket connected() throws IOException {
        Socket socket = new Socket(server.getAddress(), server.getPort());
        socket.setSoTimeout(PATIENCE_MILLIS);
        return socket;
    }

    private byte[] head(String request, String headers) {
        return (request + " HTTP/1.1\r\nHost: " + server.getHostString() + ":" + server.getPort()
                        + "\r\nConnection: close\r\nAuthorization: Bearer " + token + "\r\n" + headers + "\r\n")
                .getBytes(StandardCharsets.US_ASCII);
    }

    private static String header(InputStream in) throws IOException {
        ByteArrayOutputStream header = new ByteArrayOutputStream();
        int newLines = 0;
        while (newLines < 2) {
            int b = in.read();
            if (b < 0) {
                throw new IOException("the connection ended: " + header.toString(StandardCharsets.US_ASCII));
            }
            newLines = b == '\n' ? newLines + 1 : b == '\r' ? newLines : 0;
            header.write(b);
        }
        return header.toString(StandardCharsets.US_ASCII);
    }
}
