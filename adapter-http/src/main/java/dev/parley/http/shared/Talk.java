package dev.parley.http.shared;

import dev.parley.application.UseCases;
import dev.parley.application.message.Sent;
import dev.parley.application.realtime.Connection;
import dev.parley.application.realtime.Interest;
import dev.parley.domain.account.UserId;
import dev.parley.domain.file.FileId;
import dev.parley.domain.message.ClientId;
import dev.parley.domain.room.Room;
import dev.parley.domain.room.RoomId;
import dev.parley.http.request.Forms;
import dev.parley.http.request.JsonBody;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Talks as the sockets of the contracts do. They hear what is new from the moment at which they are opened, and nothing
 * else. Who sends a message hears it as the others do, which is the answer. Stateless: one for all sockets of a contract.
 */
public final class Talk {
    private final UseCases services;
    private final NewMessages format;

    public Talk(UseCases services, NewMessages format) {
        this.services = services;
        this.format = format;
    }

    /** Hears what is new from now on. */
    public Interest interest(UserId user, @Nullable RoomId only) {
        return new Interest(format, only, services.realtime().ends(user, only));
    }

    public void welcome(Connection connection) {
        services.realtime().join(connection);
        connection.release();
    }

    /** Whether the frame says who one is, though that is known: then the connection goes on with that token. */
    public boolean renews(Connection connection, JsonBody frame) {
        boolean renewal = frame.optionalText("type").equals(Optional.of("auth"));
        if (renewal) {
            connection.renew(services.sessions().authenticate(frame.text("token")));
        }
        return renewal;
    }

    /** Sends what the frame says. A repeat is not heard again, so it is answered. */
    public CompletableFuture<Optional<byte[]>> send(UserId author, Room room, JsonBody frame) {
        return send(author, room, frame, List.of());
    }

    /** The same with files, beside which it may have no text. */
    public CompletableFuture<Optional<byte[]>> send(UserId author, Room room, JsonBody frame, List<FileId> files) {
        CompletableFuture<Sent> sending = services.messaging()
                .send(
                        author,
                        room.id(),
                        Forms.content(frame, files),
                        frame.optionalText("client_id").map(ClientId::new),
                        Optional.empty(),
                        files);
        return sending.thenApply(
                sent -> sent.repeated() ? Optional.of(format.frame(sent.message(), room)) : Optional.empty());
    }

    /** There is nothing to say. */
    public static CompletableFuture<Optional<byte[]>> silence() {
        return CompletableFuture.completedFuture(Optional.empty());
    }
}
