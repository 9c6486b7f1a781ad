package dev.parley.http.rooms;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.parley.application.UseCases;
import dev.parley.application.profile.AuthoredMessage;
import dev.parley.application.realtime.Connection;
import dev.parley.application.realtime.Interest;
import dev.parley.domain.ChatException;
import dev.parley.domain.ErrorCode;
import dev.parley.domain.account.UserId;
import dev.parley.domain.message.Captions;
import dev.parley.domain.room.Room;
import dev.parley.domain.room.RoomId;
import dev.parley.http.request.JsonBody;
import dev.parley.http.request.Numbers;
import dev.parley.http.shared.NewMessages;
import dev.parley.http.shared.Talk;
import dev.parley.http.socket.Dialogue;
import dev.parley.http.socket.Knock;
import java.io.IOException;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Speaks contract B on sockets, each of which is for one room. */
public final class RoomsSockets {
    /** What a socket's request has that is meant for this contract. */
    public static final String ROOM = "roomId";

    private final UseCases services;
    private final Talk talk;

    public RoomsSockets(UseCases services) {
        this.services = services;
        this.talk = new Talk(services, new NewMessages(RoomsSockets::write));
    }

    public Dialogue open(Knock knock) {
        return new InRoom(room(knock.query(ROOM)));
    }

    /** @throws ChatException.Invalid if it is missing, or not the number of a room */
    static RoomId room(Optional<String> parameter) {
        String text = parameter.orElseThrow(
                () -> new ChatException.Invalid(ErrorCode.INVALID_FIELD, "'" + ROOM + "' is missing."));
        return new RoomId(Numbers.id(ROOM, text));
    }

    static void write(JsonGenerator json, AuthoredMessage message, Room room) throws IOException {
        json.writeStringField("type", "message");
        json.writeNumberField("room_id", room.id().value());
        json.writeNumberField("sender_id", message.author().id().value());
        json.writeStringField("username", message.author().username().value());
        json.writeStringField("content", Captions.text(message.message()));
        json.writeNumberField("ts", message.message().sentAt().toEpochMilli());
    }

    private final class InRoom implements Dialogue {
        private final RoomId id;
        private volatile @Nullable Room room;

        InRoom(RoomId id) {
            this.id = id;
        }

        @Override
        public Interest admit(UserId user) {
            room = services.visits().enter(user, id).room();
            return talk.interest(user, id);
        }

        @Override
        public void welcome(Connection connection) {
            talk.welcome(connection);
        }

        @Override
        public CompletableFuture<Optional<byte[]>> serve(Connection connection, JsonBody frame, @Nullable String ref) {
            Room entered = Objects.requireNonNull(room);
            if (talk.renews(connection, frame)) {
                return Talk.silence();
            }
            return talk.send(connection.user(), entered, frame);
        }
    }
}
