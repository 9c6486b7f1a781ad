package dev.parley.bootstrap.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Files by contract C: uploaded, sent to users and groups, and given out to who may read a message that carries them. */
class RealchatFilesTest extends OnEveryStore {
    private static final byte[] PICTURE = Pictures.png(40, 30);

    private static Answer upload(Api api, byte[] content) {
        return Form.uploadForAnywhere(api, "../a b.png", content);
    }

    /** The address of a file that was just uploaded. */
    private static String uploaded(Person person) {
        return upload(person.api(), PICTURE).expect(201).json().path("url").asText();
    }

    private static String group(Person owner, Person... members) {
        List<Long> ids = List.of(members).stream().map(Person::id).toList();
        return owner.api()
                .post("/groups", Json.object("name", "Pictures", "members", ids))
                .expect(201)
                .json()
                .path("id")
                .asText();
    }

    private TestSocket socket(Person person) {
        return TestSocket.to(server().port()).path("/ws").as(person).open();
    }

    private static ObjectNode frame(String field, Object to, Object... files) {
        return Json.frame("message", field, to, "content", "look", "files", List.of(files));
    }

    private static List<String> files(JsonNode message) {
        List<String> files = new ArrayList<>();
        message.path("files").forEach(file -> files.add(file.asText()));
        return files;
    }

    @Test
    void an_upload_is_answered_as_documented_and_comes_back_byte_for_byte() {
        Person ann = person("u-uploader");
        JsonNode file = upload(ann.api(), PICTURE).expect(201).json();
        String id = file.path("id").asText();
        assertThat(file)
                .isEqualTo(Json.object(
                        "url",
                        "/uploads/" + id,
                        "id",
                        id,
                        "name",
                        "a b.png",
                        "type",
                        "image/png",
                        "size",
                        PICTURE.length));
        Answer answer = ann.api().get("/uploads/" + id).expect(200);
        assertThat(answer.body()).isEqualTo(PICTURE);
        assertThat(answer.header("content-type")).isEqualTo("image/png");
        assertThat(answer.header("x-content-type-options")).isEqualTo("nosniff");
        assertThat(ann.api().get("/api/v1/files/" + id).expect(200).body()).isEqualTo(PICTURE);
        assertThat(ann.api()
                        .with("Range", "bytes=1-3")
                        .get("/uploads/" + id)
                        .expect(206)
                        .text())
                .isEqualTo("PNG");
    }

    @Test
    void a_file_is_sent_to_a_group_and_read_by_who_is_in_it() {
        Person ann = person("u-sender");
        Person bob = person("u-member");
        Person eve = person("u-outsider");
        String group = group(ann, bob);
        String url = uploaded(ann);
        bob.api().get(url).expectRefusal(404, "file_not_found"); // It has not been sent.
        TestSocket his = socket(bob);
        TestSocket hers = socket(ann);
        hers.send(frame("group_id", group, url));
        JsonNode heard = his.await("message");
        assertThat(files(heard)).containsExactly(url);
        assertThat(files(bob.api()
                        .get("/messages/group?group_id=" + group)
                        .expect(200)
                        .json()
                        .get(0)))
                .containsExactly(url);
        assertThat(bob.api().get(url).expect(200).body()).isEqualTo(PICTURE);
        eve.api().get(url).expectRefusal(404, "file_not_found");
        api().get(url).expectRefusal(401, "unauthenticated");
        eve.api().post("/groups/join", Json.object("group_id", group)).expect(200);
        eve.api().get(url).expectRefusal(404, "file_not_found"); // It was sent before she came.
        ann.api().delete("/api/v1/rooms/" + group + "/members/" + bob.id()).expect(204);
        bob.api().get(url).expectRefusal(404, "file_not_found");
    }

    @Test
    void a_file_is_sent_to_a_user_by_either_contract_and_without_a_word() {
        Person ann = person("u-giver");
        Person bob = person("u-taker");
        Person eve = person("u-third");
        String first = uploaded(ann);
        String second = uploaded(ann);
        TestSocket his = socket(bob);
        TestSocket hers = socket(ann);
        String id = second.substring("/uploads/".length());
        hers.send(frame("recipient_id", Long.toString(bob.id()), first, id));
        assertThat(files(his.await("message"))).containsExactly(first, second);
        hers.send(Json.frame("message", "data", Json.object("receiver_id", bob.id()), "files", List.of(second)));
        JsonNode silent = his.await("message");
        assertThat(silent.path("content").asText()).isEmpty();
        assertThat(files(silent)).containsExactly(second);

        JsonNode byC =
                bob.api().get("/messages/dm?user_id=" + ann.id()).expect(200).json();
        JsonNode byD = bob.api().get("/messages/" + ann.id()).expect(200).json();
        for (JsonNode history : List.of(byC, byD)) {
            assertThat(history).hasSize(2);
            assertThat(files(history.get(0))).containsExactly(first, second);
            assertThat(files(history.get(1))).containsExactly(second);
        }
        for (String url : List.of(first, second)) {
            assertThat(bob.api().get(url).expect(200).body()).isEqualTo(PICTURE);
            eve.api().get(url).expectRefusal(404, "file_not_found");
        }
    }

    @Test
    void one_sends_ones_own_files_and_where_they_belong() {
        Person ann = person("u-owner");
        Person eve = person("u-thief");
        String url = uploaded(ann);
        String room = group(eve, ann);
        String bound = Form.upload(ann, room, "bound.png", PICTURE)
                .expect(201)
                .json()
                .path("id")
                .asText();
        TestSocket eves = socket(eve);
        TestSocket hers = socket(ann);
        refused(eves, frame("group_id", room, url), "file_not_found");
        refused(hers, frame("group_id", "1", bound), "file_not_found");
        hers.send(frame("group_id", room, "/uploads/" + bound));
        assertThat(files(eves.await("message"))).containsExactly("/uploads/" + bound);
    }

    @Test
    void what_cannot_be_is_refused_and_costs_nothing() {
        Person ann = person("u-careless");
        String url = uploaded(ann);
        TestSocket socket = socket(ann);
        for (String nothing : List.of("/uploads/", "/uploads/x", "x", "/uploads/" + "A".repeat(22), url + "/../x")) {
            refused(socket, frame("group_id", "1", nothing), "file_not_found");
        }
        refused(socket, frame("group_id", "1", 7), "invalid_field");
        refused(socket, frame("group_id", "1", Json.object("url", url)), "invalid_field");
        refused(socket, Json.frame("message", "group_id", "1", "content", "x", "files", url), "invalid_field");
        refused(socket, frame("group_id", "1", Collections.nCopies(11, url).toArray()), "invalid_field");
        refused(socket, Json.frame("message", "group_id", "1", "files", List.of()), "invalid_field");

        upload(api(), PICTURE).expectRefusal(401, "unauthenticated");
        ann.api().post("/upload", Json.object("file", "x")).expectRefusal(400, "invalid_upload");
        byte[] other = new Form().with("other", "a.png", PICTURE).whole();
        ann.api().with("Content-Type", Form.TYPE).post("/upload", other).expectRefusal(400, "invalid_upload");
        ann.api().get("/upload").expectRefusal(405, "method_not_allowed");
        ann.api().get("/uploads/x").expectRefusal(404, "file_not_found");
        ann.api().get("/uploads/%2e%2e%2fparley.db").expectRefusal(404, "file_not_found");
        ann.api().get("/uploads/").expectRefusal(404, "not_found");
        byte[] page = "<script>alert(1)</script>".getBytes(StandardCharsets.UTF_8);
        String script = upload(ann.api(), page).expect(201).json().path("url").asText();
        assertThat(ann.api().get(script).expect(200).header("content-disposition"))
                .startsWith("attachment");
        socket.send(frame("group_id", "1", url));
        assertThat(files(socket.await("message"))).containsExactly(url);
    }

    private static void refused(TestSocket socket, ObjectNode frame, String code) {
        socket.send(frame);
        assertThat(socket.await("error").path("code").asText())
                .as(frame.toString())
                .isEqualTo(code);
    }
}
