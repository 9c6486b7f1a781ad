package dev.parley.application.bridge;

import dev.parley.domain.bridge.Topic;
import dev.parley.domain.message.MessageKey;
import java.util.Optional;

/** The keys of messages that came in over the bridge: {@code tinode:<topic>:<number>}. */
final class Origins {
    private static final String PREFIX = "tinode:";

    private Origins() {}

    static MessageKey key(Topic topic, long number) {
        return new MessageKey(PREFIX + topic + ":" + number);
    }

    /** The number of the post that the message came in as, if it is of this topic. */
    static Optional<Long> number(MessageKey key, Topic topic) {
        return isOf(key, topic)
                ? Optional.of(Long.valueOf(key.value().substring((PREFIX + topic + ":").length())))
                : Optional.empty();
    }

    /** Whether the message came in from this topic. */
    static boolean isOf(MessageKey key, Topic topic) {
        return key.value().startsWith(PREFIX + topic + ":");
    }
}
