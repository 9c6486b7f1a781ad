package dev.parley.bootstrap.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Who sends or takes a file slowly keeps nobody else waiting, and holds no thread. */
class SlowFilesTest extends OnSqlite {
    private static final int SLOW = 120;
    private static final int SIZE = 12_000_000; // More than the system's buffers take.

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private RawHttp uploading(Person person, byte[] form) throws IOException {
        RawHttp http = new RawHttp(port());
        http.send(ascii("POST /api/v1/rooms/1/files HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer "
                + person.accessToken() + "\r\nContent-Type: " + Form.TYPE + "\r\nContent-Length: " + form.length
                + "\r\n\r\n"));
        http.send(Arrays.copyOf(form, form.length / 2));
        return http;
    }

    private RawHttp downloading(Person person, String url) throws IOException {
        RawHttp http = new RawHttp(port());
        http.send(ascii("GET " + url + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + person.accessToken()
                + "\r\n\r\n"));
        return http;
    }

    private static long threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("parley-"))
                .count();
    }

    @Test
    void many_who_are_slow_hold_nobody_up_and_come_to_their_ends() throws IOException {
        Person ann = person("ann-slow");
        byte[] large = new byte[SIZE];
        Arrays.fill(large, (byte) 7);
        String url = Form.upload(ann, "1", "large.bin", large)
                .expect(201)
                .json()
                .path("url")
                .asText();
        byte[] form = Form.file("small.bin", new byte[200_000]).whole();
        long threads = threads();
        List<RawHttp> uploads = new ArrayList<>();
        List<RawHttp> downloads = new ArrayList<>();
        for (int i = 0; i < SLOW; i++) {
            uploads.add(uploading(ann, form));
            downloads.add(downloading(ann, url));
        }
        long begin = System.nanoTime();
        for (int i = 0; i < 50; i++) {
            ann.say("hello " + i);
        }
        Form.upload(ann, "1", "quick.bin", new byte[1_000]).expect(201);
        assertThat(ann.api().get(url).expect(200).body()).isEqualTo(large);
        assertThat(System.nanoTime() - begin).isLessThan(20_000_000_000L);
        assertThat(threads() - threads).as("240 wait, and hold none").isLessThan(SLOW);

        for (int i = 0; i < SLOW; i++) {
            try (RawHttp upload = uploads.get(i);
                    RawHttp download = downloads.get(i)) {
                upload.send(Arrays.copyOfRange(form, form.length / 2, form.length));
                upload.answer("POST /api/v1/rooms/1/files HTTP/1.1").expect(201);
                if (i % 20 == 0) {
                    assertThat(download.answer("GET " + url + " HTTP/1.1")
                                    .expect(200)
                                    .body())
                            .isEqualTo(large);
                }
            }
        }
    }
}
