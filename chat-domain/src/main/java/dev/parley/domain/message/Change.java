package dev.parley.domain.message;

import dev.parley.domain.account.UserId;
import java.time.Instant;

/** What can happen to a message after it was sent. */
public sealed interface Change {
    /** The author wrote it anew; files stay. Changes nothing if the content is the same. */
    record Edit(Content content, Instant at) implements Change {}

    /** It was taken back: the content, the files and the reactions go, a tombstone stays. Changes nothing if it already is one. */
    record Delete() implements Change {}

    /**
     * A user reacted to it, or takes that back. Changes nothing if it is so already.
     *
     * @param on whether the reaction is to be there
     */
    record React(UserId user, Emoji emoji, boolean on) implements Change {}
}
