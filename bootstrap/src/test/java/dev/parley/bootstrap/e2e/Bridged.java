package dev.parley.bootstrap.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.testkit.tinode.NativeTopic;
import dev.parley.testkit.tinode.NativeUser;
import dev.parley.testkit.tinode.Seen;
import dev.parley.testkit.tinode.TinodeServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** General as Tinode shows it, beside General as Parley does. */
final class Bridged {
    private static final String TAG = "alias:parley-general";
    private static final String ORIGIN = "x-parley-id";

    private Bridged() {}

    /** What a server is told so that it joins this Tinode. */
    static Map<String, String> settings(TinodeServer tinode) {
        return settings(tinode.url());
    }

    static Map<String, String> settings(String url) {
        return Map.of(
                "TINODE_URL", url,
                "TINODE_API_KEY", TinodeServer.API_KEY,
                "TINODE_LOGIN", TinodeServer.LOGIN,
                "TINODE_PASSWORD", TinodeServer.PASSWORD);
    }

    static Map<String, String> both(Map<String, String> some, Map<String, String> others) {
        Map<String, String> all = new HashMap<>(some);
        all.putAll(others);
        return all;
    }

    /** General, when it is there. */
    static NativeTopic general(NativeUser user) {
        await().atMost(Duration.ofSeconds(40)).until(() -> user.find(TAG).isPresent());
        return BridgedRooms.subscribe(user, user.find(TAG).orElseThrow());
    }

    /** What somebody sees who looks at the topic for the first time: each message in its latest version, by number. */
    static List<Seen> shown(NativeTopic topic) {
        Map<Long, Seen> shown = new LinkedHashMap<>();
        for (Seen seen : topic.history()) {
            Seen original = shown.get(seen.replaces());
            if (seen.replaces() == 0) {
                shown.put(seen.seq(), seen);
            } else if (original != null && original.from().equals(seen.from())) {
                shown.put(
                        original.seq(),
                        new Seen(
                                original.seq(),
                                original.from(),
                                original.fromName(),
                                original.head(),
                                seen.content(),
                                original.ts()));
            }
        }
        return List.copyOf(shown.values());
    }

    /** The seq of the message that the post was made from; empty if a native user wrote it. */
    static Optional<Long> origin(Seen seen) {
        String origin = seen.head().path(ORIGIN).asText();
        return origin.isEmpty() ? Optional.empty() : Optional.of(Long.parseLong(origin.split(":", -1)[1]));
    }

    /** Waits until the topic shows what the log has, each message once, and compares. */
    static void expectSame(Api reader, NativeTopic topic, Duration patience) {
        await().atMost(patience).pollInterval(Duration.ofMillis(200)).untilAsserted(() -> {
            List<String> shown =
                    new ArrayList<>(shown(topic).stream().map(Seen::text).toList());
            List<String> missing = new ArrayList<>();
            Change.history(reader).stream()
                    .filter(change -> !change.deleted() && !shown.remove(change.content()))
                    .forEach(change -> missing.add(change.toString()));
            assertThat(missing)
                    .as("what Tinode does not show, while it shows %s", shown)
                    .isEmpty();
            assertThat(shown).as("what Tinode shows besides").isEmpty();
        });
        expectOrder(Change.history(reader), shown(topic));
    }

    /** Parley's messages stand in the topic in the order of the log, and each native user's in the log in that of the topic. */
    private static void expectOrder(List<Change> log, List<Seen> shown) {
        Map<Long, String> contents = new LinkedHashMap<>();
        log.forEach(change -> contents.put(change.seq(), change.content()));
        List<Long> origins = new ArrayList<>();
        Map<String, List<String>> natives = new LinkedHashMap<>();
        for (Seen seen : shown) {
            Optional<Long> origin =
                    origin(seen).filter(seq -> seen.text().equals(contents.get(seq))); // Else it is forged.
            if (origin.isPresent()) {
                origins.add(origin.get());
            } else {
                natives.computeIfAbsent(seen.from(), from -> new ArrayList<>()).add(seen.text());
            }
        }
        assertThat(origins).isSorted().doesNotHaveDuplicates();
        natives.values()
                .forEach(texts -> assertThat(log.stream()
                                .map(Change::content)
                                .filter(texts::contains)
                                .toList())
                        .containsSubsequence(texts));
    }
}
