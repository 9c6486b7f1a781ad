package dev.parley.bootstrap.e2e;

import org.jspecify.annotations.Nullable;

/**
 * This class is told of everything that the clients of the tests send in good faith and see in return; what displeases
 * it, it throws. Called by many threads.
 */
interface Witness {
    /** The one that all clients tell. */
    Witness PRESENT = new ContractBound();

    /**
     * A request was answered.
     *
     * @param path with its query, as it was sent
     */
    default void answer(String method, String path, int status, @Nullable String contentType, byte[] body) {}

    /** A frame is about to be sent that is meant to be right. */
    default void sentFrame(String json) {}

    default void receivedFrame(String json) {}

    /** The server has closed a socket; 1006 if it did so without a word. */
    default void closed(int code) {}
}
