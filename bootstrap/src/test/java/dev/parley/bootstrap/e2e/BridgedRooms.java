package dev.parley.bootstrap.e2e;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.testkit.tinode.NativeRefusal;
import dev.parley.testkit.tinode.NativeTopic;
import dev.parley.testkit.tinode.NativeUser;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.awaitility.core.ThrowingRunnable;

/** Rooms in Parley, and the groups that they are in Tinode. */
final class BridgedRooms {
    private static final String ROOMS = "/api/v1/rooms";
    private static final Duration PATIENCE = Duration.ofSeconds(40);

    private static final int FORBIDDEN = 403;
    private static final int LOCKED = 503;

    private BridgedRooms() {}

    static String path(JsonNode room) {
        return ROOMS + "/" + room.path("id").asText();
    }

    static JsonNode open(Person owner, String name, String kind) {
        return owner.api()
                .post(ROOMS, Json.object("name", name, "kind", kind))
                .expect(201)
                .json();
    }

    static void say(Person author, JsonNode room, String text) {
        author.api()
                .post(path(room) + "/messages", Json.object("content", text))
                .expect(201);
    }

    static List<String> history(Person reader, JsonNode room) {
        return Json.texts(
                reader.api().get(path(room) + "/messages").expect(200).json().path("messages"), "content");
    }

    static List<String> members(Person reader, JsonNode room) {
        List<String> ids = new ArrayList<>();
        reader.api()
                .get(path(room) + "/members")
                .expect(200)
                .json()
                .path("members")
                .forEach(member -> ids.add(member.path("user").path("id").asText()));
        return ids;
    }

    static void soon(ThrowingRunnable holds) {
        await().atMost(PATIENCE).untilAsserted(holds);
    }

    static void awaitText(NativeTopic topic, String text) {
        topic.await(it -> it.messages().stream().anyMatch(seen -> seen.text().equals(text)), "'" + text + "' to come");
    }

    static NativeTopic enter(NativeUser user, JsonNode room) {
        String tag = "alias:parley-room-" + room.path("id").asText();
        await().atMost(PATIENCE).until(() -> user.find(tag).isPresent());
        return subscribe(user, user.find(tag).orElseThrow());
    }

    /** A topic that is just being loaded is locked to others for a moment; who is let in knows so a moment before. */
    static NativeTopic subscribe(NativeUser user, String name) {
        return await().atMost(PATIENCE)
                .ignoreExceptionsMatching(failure -> failure instanceof NativeRefusal refusal
                        && (refusal.code() == LOCKED || refusal.code() == FORBIDDEN))
                .until(() -> user.subscribe(name), Objects::nonNull);
    }

    static Optional<String> named(NativeUser user, String title) {
        return user.memberships().entrySet().stream()
                .filter(each -> each.getValue().equals(title))
                .map(Map.Entry::getKey)
                .findFirst();
    }

    static String awaitNamed(NativeUser user, String title) {
        await().atMost(PATIENCE).until(() -> named(user, title).isPresent());
        return named(user, title).orElseThrow();
    }
}
