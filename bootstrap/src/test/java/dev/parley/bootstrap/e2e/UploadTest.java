package dev.parley.bootstrap.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.testkit.Together;
import java.math.BigInteger;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What is uploaded is given back, byte for byte, and does no harm. */
class UploadTest extends OnEveryStore {
    UploadTest() {
        super(Map.of("MAX_UPLOAD_SIZE", "6000000"));
    }

    private static byte[] some(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static String sha256(byte[] bytes) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    }

    @Test
    void files_of_any_size_come_back() throws Exception {
        Person ann = person("ann-sizes");
        for (int size : new int[] {0, 1, 65_535, 65_536, 65_537, 261_121, 6_000_000}) {
            byte[] content = some(size);
            JsonNode file =
                    Form.upload(ann, "1", "some.bin", content).expect(201).json();
            assertThat(file.path("size").asInt()).isEqualTo(size);
            assertThat(file.path("sha256").asText()).isEqualTo(sha256(content));
            assertThat(file.has("width") || file.has("thumbnail_url")).isFalse();

            Answer answer = ann.api().get(file.path("url").asText()).expect(200);
            assertThat(answer.body()).isEqualTo(content);
            assertThat(answer.header("etag")).isEqualTo("\"" + sha256(content) + "\"");
            assertThat(answer.header("content-length")).isEqualTo(Integer.toString(size));
        }
    }

    @Test
    void a_part_is_given_to_who_asks_for_one() {
        Person ann = person("ann-ranges");
        byte[] content = some(300_000);
        String url = Form.upload(ann, "1", "some.bin", content)
                .expect(201)
                .json()
                .path("url")
                .asText();
        String tag = ann.api().get(url).header("etag");

        for (String range : List.of(
                "0-0",
                "0-99",
                "299999-",
                "261119-261120",
                "100-999999999999",
                "-1",
                "-300001",
                "299999-" + "9".repeat(20))) {
            int dash = range.indexOf('-');
            int from = dash == 0
                    ? Math.max(0, 300_000 - Integer.parseInt(range.substring(1)))
                    : Integer.parseInt(range.substring(0, dash));
            long to = dash == 0 || dash == range.length() - 1
                    ? 299_999
                    : new BigInteger(range.substring(dash + 1))
                            .min(BigInteger.valueOf(299_999))
                            .longValue();
            Answer part = ann.api().with("Range", "bytes=" + range).get(url).expect(206);
            assertThat(part.body()).as(range).isEqualTo(Arrays.copyOfRange(content, from, (int) to + 1));
            assertThat(part.header("content-range")).isEqualTo("bytes " + from + "-" + to + "/300000");
        }
        for (String range : List.of("bytes=300000-", "bytes=-0", "bytes=" + "9".repeat(20) + "-")) {
            Answer none = ann.api().with("Range", range).get(url).expect(416);
            assertThat(none.header("content-range")).isEqualTo("bytes */300000");
            none.expectRefusal(416, "range_not_satisfiable");
        }
        for (String range : List.of("bytes=0-1,5-6", "bytes=5-4", "lines=0-1", "bytes=a-b", "bytes=-", "0-1")) {
            assertThat(ann.api().with("Range", range).get(url).expect(200).body())
                    .isEqualTo(content);
        }
        Api range = ann.api().with("Range", "bytes=5-9");
        assertThat(range.with("If-Range", String.valueOf(tag)).get(url).status())
                .isEqualTo(206);
        assertThat(range.with("If-Range", "\"other\"").get(url).status()).isEqualTo(200);
        assertThat(range.with("If-Range", "W/" + tag).get(url).status()).isEqualTo(200);
        assertThat(range.with("If-Range", "Sun, 29 Nov 2026 00:00:00 GMT")
                        .get(url)
                        .status())
                .isEqualTo(200);
    }

    @Test
    void who_knows_the_bytes_is_not_sent_them() {
        Person ann = person("ann-known");
        String url = Form.upload(ann, "1", "some.txt", ascii("hello"))
                .expect(201)
                .json()
                .path("url")
                .asText();
        String tag = String.valueOf(ann.api().get(url).header("etag"));

        for (String known : List.of(tag, "W/" + tag, "*", "\"a\", " + tag)) {
            Answer answer = ann.api().with("If-None-Match", known).get(url).expect(304);
            assertThat(answer.header("content-length"))
                    .as("as of what is not sent")
                    .isNotEqualTo("0");
            assertThat(answer.body()).isEmpty();
            assertThat(answer.header("etag")).isEqualTo(tag);
        }
        ann.api().with("If-None-Match", "\"a\"").get(url).expect(200);
        Answer head = ann.api().send("HEAD", url, BodyPublishers.noBody()).expect(200);
        assertThat(head.body()).isEmpty();
        assertThat(head.header("content-length")).isEqualTo("5");
        Api part = ann.api().with("Range", "bytes=1-2");
        assertThat(part.send("HEAD", url, BodyPublishers.noBody()).expect(200).header("content-length"))
                .as("a part can only be got")
                .isEqualTo("5");
        assertThat(head.header("content-type")).isEqualTo("text/plain; charset=utf-8");
    }

    @Test
    void whatever_a_file_is_called_it_is_called_something_good() {
        Person ann = person("ann-names");
        Map<String, String> names = Map.of(
                "../../etc/passwd",
                "passwd",
                "..\\..\\boot.ini",
                "boot.ini",
                "invoice\u202efdp.exe",
                "invoicefdp.exe",
                "Gr\u00fc\u00dfe %22x%22.txt",
                "Gr\u00fc\u00dfe _x_.txt",
                "x".repeat(10_000) + ".txt",
                "x".repeat(251) + ".txt",
                "con",
                "_con",
                "a; filename=b.txt",
                "a; filename=b.txt",
                "\u200f",
                "file");
        names.forEach((name, good) -> {
            JsonNode file =
                    Form.upload(ann, "1", name, ascii("hello")).expect(201).json();
            assertThat(file.path("name").asText()).isEqualTo(good);
            String disposition =
                    String.valueOf(ann.api().get(file.path("url").asText()).header("content-disposition"));
            assertThat(disposition).startsWith("attachment; filename=\"").matches("[ -~]+");
        });
        Form.upload(ann, "1", "evil.png\0.exe", ascii("hello"))
                .expectRefusal(400, "invalid_upload"); // No header has a NUL.
        Form escaped = new Form().part("form-data; name=file; filename*=UTF-8''evil.png%00%2Fb.exe", ascii("hello"));
        assertThat(Form.send(ann.api(), "1", escaped.whole())
                        .expect(201)
                        .json()
                        .path("name")
                        .asText())
                .isEqualTo("b.exe");
        JsonNode file = Form.upload(ann, "1", "Gr\u00fc\u00dfe.txt", ascii("hello"))
                .expect(201)
                .json();
        assertThat(ann.api().get(file.path("url").asText()).header("content-disposition"))
                .isEqualTo("attachment; filename=\"Gr__e.txt\"; filename*=UTF-8''Gr%C3%BC%C3%9Fe.txt");
    }

    @Test
    void nothing_that_runs_is_given_out_as_what_it_is() {
        Person ann = person("ann-scripts");
        String svg = "<svg xmlns=\"http://www.w3.org/2000/svg\" onload=\"alert(1)\"/>";
        Map<String, String> types = Map.of(
                "<html><script>alert(1)</script></html>",
                "text/plain",
                "<?xml version=\"1.0\"?>" + svg,
                "text/plain",
                svg,
                "text/plain",
                "#!/bin/sh\nrm -rf /",
                "text/plain",
                "alert(1)",
                "text/plain",
                "GIF89a/*\0\0\0\0*/;<script>alert(1)</script>",
                "application/octet-stream",
                "\u00ff\u00d8\u00ff\u00e0\0\u0010JFIF<html><body onload=alert(1)>",
                "application/octet-stream",
                "PK\3\4\0\0<script>alert(1)</script>",
                "application/zip",
                "%PDF-1.4 <html>",
                "application/pdf");
        types.forEach((content, type) -> {
            for (String name : List.of("page.html", "image.svg", "image.png")) {
                JsonNode file =
                        Form.upload(ann, "1", name, ascii(content)).expect(201).json();
                assertThat(file.path("type").asText()).as(content).isEqualTo(type);
                Answer answer = ann.api().get(file.path("url").asText()).expect(200);
                assertThat(answer.header("content-type")).startsWith(type);
                assertThat(answer.header("content-disposition")).startsWith("attachment;");
                assertThat(answer.header("x-content-type-options")).isEqualTo("nosniff");
                assertThat(answer.header("content-security-policy")).isEqualTo("sandbox; default-src 'none'");
                assertThat(answer.header("cache-control")).isEqualTo("private, no-cache");
            }
        });
    }

    @Test
    void an_image_is_shown_and_has_a_small_picture() {
        Person ann = person("ann-images");
        for (String format : List.of("png", "jpeg", "gif")) {
            JsonNode file = Form.upload(ann, "1", "a.exe", Pictures.image(640, 480, format))
                    .expect(201)
                    .json();
            assertThat(file.path("type").asText()).isEqualTo("image/" + format);
            assertThat(file.path("width").asInt()).isEqualTo(640);
            assertThat(file.path("height").asInt()).isEqualTo(480);
            assertThat(ann.api().get(file.path("url").asText()).header("content-disposition"))
                    .startsWith("inline;");
            Answer thumbnail =
                    ann.api().get(file.path("thumbnail_url").asText()).expect(200);
            assertThat(thumbnail.header("content-type")).isEqualTo("image/jpeg");
            assertThat(thumbnail.header("etag")).contains(file.path("sha256").asText());
            assertThat(thumbnail.body()).startsWith(0xff, 0xd8, 0xff);
        }
        byte[] broken = Arrays.copyOf(Pictures.png(640, 480), 200);
        JsonNode file = Form.upload(ann, "1", "a.png", broken).expect(201).json();
        assertThat(file.path("type").asText()).isEqualTo("image/png");
        ann.api().get(file.path("url").asText() + "/thumbnail").expectRefusal(404, "file_not_found");
    }

    @Test
    void an_image_that_would_fill_memory_is_a_file_like_others() {
        Person ann = person("ann-bombs");
        byte[] bomb = Pictures.png(1, 1);
        Arrays.fill(bomb, 16, 24, (byte) 0); // IHDR: 65,535 x 65,535
        bomb[18] = bomb[19] = bomb[22] = bomb[23] = (byte) 0xff;
        JsonNode file = Form.upload(ann, "1", "bomb.png", bomb).expect(201).json();
        assertThat(file.has("width")).isFalse();
        assertThat(ann.api().get(file.path("url").asText()).expect(200).body()).isEqualTo(bomb);
    }

    @Test
    void other_fields_are_let_go_and_a_form_without_one_file_is_refused() {
        Api ann = person("ann-forms").api();
        byte[] hello = ascii("hello");
        Form.send(
                        ann,
                        "1",
                        new Form()
                                .with("a", "b")
                                .with("file", "a", hello)
                                .with("c", "d")
                                .whole())
                .expect(201);
        Form.send(
                        ann,
                        "1",
                        new Form()
                                .part("form-data; name=file; filename=a.txt", hello)
                                .whole())
                .expect(201);
        List<byte[]> bad = List.of(
                new Form().whole(),
                new Form().with("a", "b").whole(),
                new Form().with("file", "text without a name").whole(),
                new Form().with("picture", "a.txt", hello).whole(),
                Form.file("a", hello).with("file", "b", hello).whole(),
                Form.file("a", hello).with("other", "b", hello).whole(),
                Form.file("a", hello).cutOff(),
                new Form()
                        .part("form-data; name=\"file\"; filename=\"a\"\r\nX: " + "y".repeat(70_000), hello)
                        .whole(),
                ascii("nothing of the kind"),
                new byte[0]);
        for (int i = 0; i < bad.size(); i++) {
            assertThat(Form.send(ann, "1", bad.get(i)).status()).as("form " + i).isEqualTo(400);
            Form.send(ann, "1", bad.get(i)).expectRefusal(400, "invalid_upload");
        }
        for (String type :
                List.of("application/json", "multipart/form-data", "multipart/mixed; boundary=" + Form.BOUNDARY)) {
            ann.with("Content-Type", type)
                    .post("/api/v1/rooms/1/files", Form.file("a", hello).whole())
                    .expectRefusal(400, "invalid_upload");
        }
        ann.post("/api/v1/rooms/1/files").expectRefusal(400, "invalid_upload");
    }

    @Test
    void what_is_too_large_is_refused_whether_it_says_so_or_not() {
        Api ann = person("ann-large").api().with("Content-Type", Form.TYPE);
        byte[] form = Form.file("a", some(6_000_001)).whole();
        ann.post("/api/v1/rooms/1/files", form).expectRefusal(413, "payload_too_large");
        ann.send("POST", "/api/v1/rooms/1/files", BodyPublishers.fromPublisher(BodyPublishers.ofByteArray(form)))
                .expectRefusal(413, "payload_too_large");
        ann.post("/api/v1/rooms/1/files", Form.file("a", some(7_000_000)).whole())
                .expectRefusal(413, "payload_too_large");
    }

    @Test
    void many_come_and_go_at_once() {
        Person ann = person("ann-many");
        Person bob = person("bob-many");
        Together.run(24, i -> {
            Person person = i % 2 == 0 ? ann : bob;
            byte[] content = some(1_000_000 + i);
            String url = Form.upload(person, "1", "f" + i, content)
                    .expect(201)
                    .json()
                    .path("url")
                    .asText();
            assertThat(person.api().get(url).expect(200).body()).isEqualTo(content);
            return person.say("hello " + i);
        });
    }

    @Test
    void a_room_that_one_is_not_in_takes_no_files() {
        Person ann = person("ann-out");
        Form.upload(ann, "4711", "a", ascii("a")).expectRefusal(404, "room_not_found");
        Form.upload(ann, "x", "a", ascii("a")).expectRefusal(400, "invalid_field");
        Form.send(api(), "1", Form.file("a", ascii("a")).whole()).expectRefusal(401, "unauthenticated");
        for (String id : List.of("AAAAAAAAAAAAAAAAAAAAAA", "1", "..%2F..%2Fparley.db", "AAAAAAAAAAAAAAAAAAAAA%00")) {
            assertThat(ann.api().get("/api/v1/files/" + id).status()).as(id).isIn(400, 404);
        }
        ann.api().get("/api/v1/files/AAAAAAAAAAAAAAAAAAAAAA").expectRefusal(404, "file_not_found");
        ann.api().delete("/api/v1/files/AAAAAAAAAAAAAAAAAAAAAA").expectRefusal(405, "method_not_allowed");
    }
}
