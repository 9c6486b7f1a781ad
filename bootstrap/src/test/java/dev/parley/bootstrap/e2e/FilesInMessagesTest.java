package dev.parley.bootstrap.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.domain.file.FileId;
import dev.parley.domain.file.Pixels;
import dev.parley.domain.room.RoomId;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Messages that carry files, by REST, on the socket and in the contracts. */
class FilesInMessagesTest extends OnEveryStore {
    private @Nullable SideDoor door;

    @BeforeEach
    void openDoor() {
        door = SideDoor.of(server());
    }

    @AfterEach
    void closeDoor() {
        door().close();
    }

    private SideDoor door() {
        if (door == null) {
            throw new IllegalStateException("not open");
        }
        return door;
    }

    private static List<String> ids(FileId... files) {
        return Arrays.stream(files).map(FileId::value).toList();
    }

    private static JsonNode carrying(FileId... files) {
        return Json.object("files", ids(files));
    }

    @Test
    void files_are_shown_wherever_their_message_is_and_go_with_it() {
        Person ann = person("sender");
        FileId picture = door().upload(ann, null, "a b.png", new Pixels(640, 480));
        FileId text = door().upload(ann, RoomId.GENERAL, "ü 😀.txt", null);
        try (TestSocket socket = ann.listening()) {
            JsonNode sent = ann.api()
                    .post(MESSAGES, carrying(picture, text))
                    .expect(201)
                    .json();
            JsonNode heard = socket.await("message").path("message");
            assertThat(heard).isEqualTo(sent);
            assertThat(sent.path("content").asText()).isEmpty();
            String url = "/api/v1/files/" + picture;
            assertThat(sent.path("files").get(0))
                    .isEqualTo(Json.object(
                            "id",
                            picture.value(),
                            "name",
                            "a b.png",
                            "type",
                            "image/png",
                            "size",
                            7,
                            "width",
                            640,
                            "height",
                            480,
                            "url",
                            url,
                            "thumbnail_url",
                            url + "/thumbnail"));
            assertThat(sent.path("files").get(1).path("name").asText()).isEqualTo("ü 😀.txt");
            assertThat(sent.path("files").get(1).has("thumbnail_url")).isFalse();

            JsonNode other = socket.demand(
                            Json.frame("send", "room", 1, "content", "again", "files", ids(picture), "client_id", "f"))
                    .path("message");
            assertThat(other.path("files").get(0)).isEqualTo(sent.path("files").get(0));
            String place = MESSAGES + "/" + other.path("seq");
            JsonNode bare = ann.api()
                    .patch(place, Json.object("content", ""))
                    .expect(200)
                    .json();
            assertThat(bare.path("content").asText()).isEmpty();
            assertThat(bare.path("files")).isEqualTo(other.path("files"));
            JsonNode liked = ann.api()
                    .put(place + "/reactions/%F0%9F%91%8D", Json.object())
                    .expect(200)
                    .json();
            assertThat(liked.path("files")).isEqualTo(other.path("files"));
            assertThat(ann.api()
                            .get(MESSAGES + "?limit=1")
                            .expect(200)
                            .json()
                            .path("messages")
                            .get(0))
                    .isEqualTo(liked);
            JsonNode gone = ann.api().delete(place).expect(200).json();
            assertThat(gone.has("files")).isFalse();
        }
    }

    @Test
    void only_own_files_for_this_room_or_for_any_can_be_sent() {
        Person ann = person("owner");
        Person bob = person("thief");
        JsonNode den = ann.api()
                .post("/api/v1/rooms", Json.object("name", "Files", "kind", "group"))
                .expect(201)
                .json();
        FileId hers = door().upload(ann, null, "hers", null);
        FileId inside = door().upload(ann, new RoomId(den.path("id").longValue()), "inside", null);
        bob.api().post(MESSAGES, carrying(hers)).expectRefusal(404, "file_not_found");
        ann.api().post(MESSAGES, carrying(hers, inside)).expectRefusal(404, "file_not_found");
        String path = "/api/v1/rooms/" + den.path("id") + "/messages";
        bob.api().post(path, carrying(hers)).expectRefusal(404, "room_not_found");
        ann.api().post(path, carrying(hers, inside)).expect(201);
        try (TestSocket socket = bob.listening()) {
            socket.demandRefusal(Json.frame("send", "room", 1, "files", ids(hers)), "file_not_found");
        }
    }

    @Test
    void a_repeat_is_answered_with_the_first_message_for_ever() {
        Person ann = person("repeater");
        FileId file = door().upload(ann, null, "file", null);
        JsonNode named = Json.object("content", "look", "files", ids(file), "client_id", "f");
        JsonNode first = ann.api().post(MESSAGES, named).expect(201).json();
        assertThat(ann.api().post(MESSAGES, named).expect(200).json()).isEqualTo(first);
        ann.api()
                .post(MESSAGES, Json.object("content", "look", "client_id", "f"))
                .expectRefusal(409, "client_id_reused");
        JsonNode deleted =
                ann.api().delete(MESSAGES + "/" + first.path("seq")).expect(200).json();
        door().remove(file);
        assertThat(ann.api().post(MESSAGES, named).expect(200).json()).isEqualTo(deleted);
        ann.api().post(MESSAGES, carrying(file)).expectRefusal(404, "file_not_found");
        ann.api()
                .post(MESSAGES, Json.object("content", "see", "files", ids(file), "client_id", "f"))
                .expectRefusal(409, "client_id_reused");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"x\"",
                "{}",
                "[1]",
                "[null]",
                "[[]]",
                "[\"0123456789abcdefghijkl\",\"0123456789abcdefghijkl\"]",
            })
    void what_is_no_list_of_files_is_refused(String json) {
        Person ann = person("wrong" + Integer.toHexString(json.hashCode()));
        ann.api()
                .post(MESSAGES, Json.object("content", "x", "files", Json.parse(json)))
                .expectRefusal(400, "invalid_field");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "../../../etc/passwd", "0123456789abcdefghijkl", "0123456789abcdefghijk\u0000"})
    void what_is_no_file_is_not_there(String id) {
        Person ann = person("nofile" + Integer.toHexString(id.hashCode()));
        ann.api()
                .post(MESSAGES, Json.object("content", "x", "files", List.of(id)))
                .expectRefusal(404, "file_not_found");
    }

    @Test
    void without_files_there_must_be_a_text() {
        Person ann = person("silent");
        ann.api().post(MESSAGES, Json.object("files", List.of())).expectRefusal(400, "invalid_field");
        ann.api().post(MESSAGES, Json.object("content", "", "files", List.of())).expectRefusal(400, "invalid_content");
        JsonNode plain = ann.api()
                .post(MESSAGES, Json.parse("{\"content\":\"x\",\"files\":null}"))
                .expect(201)
                .json();
        assertThat(plain.has("files")).isFalse();
        ann.api()
                .patch(MESSAGES + "/" + plain.path("seq"), Json.object("content", " "))
                .expectRefusal(400, "invalid_content");
    }

    /** What the older contracts cannot show does not break them. */
    @Test
    void every_contract_can_show_a_message_that_has_only_files() {
        Person ann = person("painter");
        Person bob = person("viewer");
        FileId file = door().upload(ann, null, "art.png", new Pixels(1, 1));
        ann.api().post(MESSAGES, carrying(file)).expect(201);
        JsonNode direct = ann.api()
                .put("/api/v1/direct/" + bob.id(), Json.object())
                .expect(200)
                .json();
        ann.api()
                .post("/api/v1/rooms/" + direct.path("id") + "/messages", carrying(file))
                .expect(201);
        for (String path : List.of("/messages", "/api/messages?roomId=1")) {
            JsonNode messages = ann.api().get(path).expect(200).json();
            assertThat(messages.get(messages.size() - 1).path("content").asText())
                    .isEqualTo("[art.png]");
        }
        for (String path : List.of("/messages/" + ann.id(), "/messages/dm?user_id=" + ann.id())) {
            JsonNode messages = bob.api().get(path).expect(200).json();
            assertThat(messages.get(0).path("content").asText()).isEmpty();
            assertThat(messages.get(0).path("files").get(0).asText()).isEqualTo("/uploads/" + file);
        }
    }
}
