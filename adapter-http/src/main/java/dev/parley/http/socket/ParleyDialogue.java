package dev.parley.http.socket;

import dev.parley.application.UseCases;
import dev.parley.application.realtime.Connection;
import dev.parley.application.realtime.Interest;
import dev.parley.application.room.RoomState;
import dev.parley.domain.ChatException;
import dev.parley.domain.ErrorCode;
import dev.parley.domain.account.User;
import dev.parley.domain.account.UserId;
import dev.parley.http.request.Json;
import dev.parley.http.request.JsonBody;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Speaks {@code parley.v1}. Stateless: one for all sockets. */
final class ParleyDialogue implements Dialogue {
    private static final int MAX_REF_LENGTH = 64;

    private final UseCases services;
    private final Interest interest;
    private final Frames frames;
    private final SocketServer.Limits limits;

    ParleyDialogue(UseCases services, Frames frames, SocketServer.Limits limits) {
        this.services = services;
        this.interest = new Interest(new SocketFormat(services.languages()), null, null);
        this.frames = frames;
        this.limits = limits;
    }

    @Override
    public Interest admit(UserId user) {
        return interest;
    }

    @Override
    public void welcome(Connection connection) {
        User user = services.profiles().of(connection.user());
        List<RoomState> rooms = services.realtime().join(connection);
        connection.answer(
                SocketFormat.hello(connection.claims(), user, rooms, limits.maxMessageLength(), limits.heartbeat()));
    }

    @Override
    public @Nullable String ref(JsonBody frame) {
        String ref = frame.optionalText("ref").orElse(null);
        if (ref != null && ref.length() > MAX_REF_LENGTH) {
            throw new ChatException.Invalid(ErrorCode.INVALID_FIELD, "'ref' has at most 64 characters.");
        }
        return ref;
    }

    @Override
    public CompletableFuture<Optional<byte[]>> serve(Connection connection, JsonBody frame, @Nullable String ref) {
        ClientFrame type = ClientFrame.of(frame.text("type"));
        if (type == ClientFrame.PING) {
            connection.release(); // First: whoever goes on when the pong has come misses the less.
            connection.answer(SocketFormat.PONG);
            return done();
        }
        if (type == ClientFrame.RESUME) {
            connection.resume(Frames.cursors(frame), () -> connection.answer(SocketFormat.ok(ref, Frames.NOTHING)));
            return done();
        }
        if (type == ClientFrame.WATCH) {
            frames.watch(connection, frame, () -> connection.answer(SocketFormat.ok(ref, Frames.NOTHING)));
            connection.release();
            return done();
        }
        CompletableFuture<Json.Members> answer = frames.handle(connection, type, frame);
        if (type != ClientFrame.AUTH && type != ClientFrame.REFRESH) {
            connection.release();
        }
        boolean silent = type == ClientFrame.TYPING && ref == null;
        return answer.thenApply(members -> silent ? Optional.empty() : Optional.of(SocketFormat.ok(ref, members)));
    }

    private static CompletableFuture<Optional<byte[]>> done() {
        return CompletableFuture.completedFuture(Optional.empty());
    }
}
