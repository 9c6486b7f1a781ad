package dev.parley.bootstrap.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.testkit.tinode.NativeTopic;
import dev.parley.testkit.tinode.NativeUser;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Direct rooms in Parley, and the talks that they are in Tinode. */
final class BridgedTalks {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private BridgedTalks() {}

    /** The number that the native has in Parley, once it has said something in General. */
    static long guest(Person ann, NativeUser user, String name) {
        NativeTopic general = Bridged.general(user);
        general.publish(name + " is here");
        await().atMost(PATIENCE).until(() -> authorOf(ann, name) > 0);
        return authorOf(ann, name);
    }

    private static long authorOf(Person ann, String name) {
        for (JsonNode message :
                ann.api().get(Person.MESSAGES + "?limit=200").expect(200).json().path("messages")) {
            if (message.path("content").asText().equals(name + " is here")) {
                return message.path("author").path("id").asLong();
            }
        }
        return 0;
    }

    static String direct(Person person, long other) {
        JsonNode room = person.api()
                .put("/api/v1/direct/" + other, Json.object())
                .expect(200)
                .json();
        return "/api/v1/rooms/" + room.path("id").asText() + "/messages";
    }

    static void say(Person person, long other, String text) {
        person.api().post(direct(person, other), Json.object("content", text)).expect(201);
    }

    static List<String> said(Person person, long other) {
        return Json.texts(
                person.api().get(direct(person, other)).expect(200).json().path("messages"), "content");
    }

    /** The talk of the native with whoever is called so. */
    static NativeTopic talk(NativeUser user, String with) {
        await().atMost(PATIENCE).until(() -> user.memberships().containsValue(with));
        String name = user.memberships().entrySet().stream()
                .filter(each -> each.getValue().equals(with) && each.getKey().startsWith("usr"))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElseThrow();
        return BridgedRooms.subscribe(user, name);
    }

    static void awaitText(NativeTopic topic, String text) {
        topic.await(it -> it.messages().stream().anyMatch(seen -> seen.text().equals(text)), "'" + text + "' to come");
    }

    static void awaitSaid(Person person, long other, String... texts) {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(said(person, other)).containsExactly(texts));
    }
}
