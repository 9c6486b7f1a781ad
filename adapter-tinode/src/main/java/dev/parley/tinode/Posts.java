package dev.parley.tinode;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.domain.bridge.ForeignAccount;
import dev.parley.domain.bridge.ForeignPost;
import dev.parley.domain.bridge.MessageRef;
import dev.parley.domain.bridge.Topic;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads {@code {data}} packets. Whatever stands in them, each is a post, or is left out; none is a failure. */
final class Posts {
    /** The message that a post was made from. */
    static final String ORIGIN = "x-parley-id";

    /** The author's name, where the service account has published. */
    static final String AUTHOR = "x-parley-author";

    static final String REPLACE = "replace";

    private static final Logger LOG = LoggerFactory.getLogger(Posts.class);
    private static final Pattern REPLACED = Pattern.compile(":(\\d{1,18})");

    private Posts() {}

    /** The post; empty if it has no author, as those of the server itself, or cannot be read. */
    static Optional<ForeignPost> read(JsonNode data) {
        return read(data, data.path("topic").asText());
    }

    /** @param topic in which it was, whatever the session calls it */
    static Optional<ForeignPost> read(JsonNode data, String topic) {
        String author = data.path("from").asText();
        long number = data.path("seq").asLong();
        if (number < 1) {
            return Optional.empty();
        }
        try {
            JsonNode head = data.path("head");
            return Optional.of(new ForeignPost(
                    new Topic(topic),
                    number,
                    new ForeignAccount(author),
                    at(data.path("ts").asText()),
                    MessageRef.parse(head.path(ORIGIN).asText()).orElse(null),
                    replaced(head.path(REPLACE).asText()),
                    Drafty.text(data.path("content"))));
        } catch (IllegalArgumentException e) {
            LOG.debug("Post {} of {} is left out: {}", number, topic, e.getMessage());
            return Optional.empty();
        }
    }

    private static Instant at(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException e) {
            return Instant.EPOCH;
        }
    }

    private static long replaced(String text) {
        Matcher matcher = REPLACED.matcher(text);
        return matcher.matches() ? Long.parseLong(matcher.group(1)) : 0;
    }
}
