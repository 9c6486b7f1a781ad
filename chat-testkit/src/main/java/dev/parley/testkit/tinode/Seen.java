package dev.parley.testkit.tinode;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A message as Tinode's client shows it.
 *
 * @param seq its number in the topic
 * @param from the id of who wrote it, empty for a message of the server's
 * @param fromName the name of that one, unless the client does not know it (yet)
 * @param head empty if there is none
 * @param content a string, a Drafty document, or anything else that was published; null in JSON if it was empty
 * @param ts when the server took it
 */
public record Seen(long seq, String from, @Nullable String fromName, JsonNode head, JsonNode content, Instant ts) {
    static Seen of(JsonNode json) {
        return new Seen(
                json.path("seq").asLong(),
                json.path("from").asText(),
                json.path("fromName").asText(null),
                json.has("head") ? json.path("head") : NativeClient.JSON.createObjectNode(),
                json.has("content") ? json.path("content") : NativeClient.JSON.nullNode(),
                Instant.parse(json.path("ts").asText()));
    }

    /** What it says, without the formatting. */
    public String text() {
        return content.isObject() ? content.path("txt").asText() : content.asText("");
    }

    /** The number of the message of which this is a later version, or 0. */
    public long replaces() {
        String replaced = head.path("replace").asText();
        return replaced.startsWith(":") ? Long.parseLong(replaced.substring(1)) : 0;
    }
}
