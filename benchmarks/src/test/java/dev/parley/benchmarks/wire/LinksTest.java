package dev.parley.benchmarks.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The clients' reading, byte by byte as it may come from the network. */
final class LinksTest {
    private static final String SWITCH = String.join(
            "\r\n",
            "HTTP/1.1 101 Switching Protocols",
            "Upgrade: websocket",
            "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=",
            "",
            "");

    @Test
    void a_socket_reads_handshake_frames_and_fragments_however_they_are_cut() throws IOException {
        ByteBuffer out = ByteBuffer.allocate(1000);
        out.put(Bytes.of(SWITCH));
        Frames.put(out, Frames.TEXT, Bytes.of("one"), 0, 3);
        out.put(new byte[] {0x01, 1, 't', (byte) 0x80, 2, 'w', 'o'});
        Frames.put(out, Frames.PONG, new byte[0], 0, 0);
        Frames.put(out, Frames.TEXT, Bytes.of("three"), 0, 5);
        byte[] stream = Arrays.copyOf(out.array(), out.position());
        for (int step = 1; step <= stream.length; step++) {
            Heard heard = new Heard();
            feed(heard, stream, step);
            assertThat(heard.texts).containsExactly("upgraded", "one", "two", "three");
        }
    }

    @Test
    void answers_over_http_are_told_apart_however_they_are_cut() throws IOException {
        byte[] stream = Bytes.of(String.join(
                "\r\n",
                "HTTP/1.1 201 Created",
                "Content-Length: 5",
                "X: y",
                "",
                "firstHTTP/1.1 404 Not Found",
                "content-length: 6",
                "",
                "second"));
        for (int step = 1; step <= stream.length; step++) {
            List<String> answers = new ArrayList<>();
            HttpLink link = new HttpLink() {
                @Override
                protected void connected() {}

                @Override
                protected void answered(int status, byte[] bytes, int from, int to) {
                    answers.add(status + " " + Bytes.text(bytes, from, to));
                }

                @Override
                protected void ended(IOException why) {}
            };
            feed(link, stream, step);
            assertThat(answers).containsExactly("201 first", "404 second");
        }
    }

    private static void feed(Link link, byte[] stream, int step) throws IOException {
        byte[] unread = {};
        for (int at = 0; at < stream.length; at += step) {
            int count = Math.min(step, stream.length - at);
            byte[] now = Arrays.copyOf(unread, unread.length + count);
            System.arraycopy(stream, at, now, unread.length, count);
            unread = now;
            int used = -1;
            while (used != 0 && unread.length > 0) {
                used = link.received(unread, 0, unread.length);
                unread = Arrays.copyOfRange(unread, used, unread.length);
            }
        }
        assertThat(unread).isEmpty();
    }

    private static final class Heard extends WebSocketLink {
        private final List<String> texts = new ArrayList<>();

        Heard() {
            super("localhost", "/", "");
        }

        @Override
        protected void upgraded() {
            texts.add("upgraded");
        }

        @Override
        protected void text(byte[] bytes, int from, int to) {
            texts.add(Bytes.text(bytes, from, to));
        }

        @Override
        protected void ended(IOException why) {}
    }
}
