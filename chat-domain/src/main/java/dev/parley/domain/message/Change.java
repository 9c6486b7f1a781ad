package dev.parley.domain.message;

import java.time.Instant;

/** What can happen to a message after it was sent. */
public sealed interface Change {
    /** The author wrote it anew. Changes nothing if the content is the same. */
    record Edit(Content content, Instant at) implements Change {}

    /** It was taken back: the content goes, a tombstone stays. Changes nothing if it already is one. */
    record Delete() implements Change {}
}
