package dev.parley.application.bridge;

import dev.parley.domain.bridge.ForeignSession;
import dev.parley.domain.bridge.ForeignTopics;
import dev.parley.domain.bridge.Topic;

/** A session that hears of a topic. */
record Attachment(ForeignSession session, Topic topic) {
    ForeignTopics topics() {
        return session.topics();
    }
}
