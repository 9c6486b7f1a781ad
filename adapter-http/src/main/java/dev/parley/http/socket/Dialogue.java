package dev.parley.http.socket;

import dev.parley.application.realtime.Connection;
import dev.parley.application.realtime.Interest;
import dev.parley.domain.ChatException;
import dev.parley.domain.account.AccessClaims;
import dev.parley.domain.account.UserId;
import dev.parley.http.request.JsonBody;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * What one protocol makes of one socket: who may come in, what is heard, and what a frame of the client means. How one
 * says who one is, what a refusal looks like, and what is bounded is the same in all of them.
 *
 * <p>Methods may block for the store, and refuse by a {@link ChatException}. One is called at a time, but for what a
 * frame's answer waits for.
 */
public interface Dialogue {
    /** Who it is without proof, where the operator has said that a name is enough. */
    default Optional<AccessClaims> presumed() {
        return Optional.empty();
    }

    /** Lets the user in, before the socket opens if who it is is known by then. Returns what it is to hear. */
    Interest admit(UserId user);

    /** Joins the rooms, and says what is said first. */
    void welcome(Connection connection);

    /** The client's name for its request, which the answer carries. */
    default @Nullable String ref(JsonBody frame) {
        return null;
    }

    /** Does what a frame asks for. Returns the answer's frame, if there is one. */
    CompletableFuture<Optional<byte[]>> serve(Connection connection, JsonBody frame, @Nullable String ref);

    /** The socket is closed, or was not opened. */
    default void closed() {}
}
