package dev.parley.testkit;

import dev.parley.domain.message.MessageLog;
import dev.parley.domain.room.RoomId;

/** What the promises are tested on. */
interface OnStore {
    RoomId ROOM = RoomId.GENERAL;

    /** The node that was opened first, or last reopened. */
    StoreUnderTest store();

    /** Opens one more node on the same database; it is closed after the test. */
    StoreUnderTest anotherNode();

    /** Closes {@link #store()} and opens it again. */
    void reopen();

    default MessageLog log() {
        return store().log();
    }
}
