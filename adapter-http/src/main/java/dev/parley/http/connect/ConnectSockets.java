package dev.parley.http.connect;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.parley.application.UseCases;
import dev.parley.application.profile.AuthoredMessage;
import dev.parley.application.realtime.Connection;
import dev.parley.application.realtime.Interest;
import dev.parley.domain.ChatException;
import dev.parley.domain.ErrorCode;
import dev.parley.domain.account.AccessClaims;
import dev.parley.domain.account.UserId;
import dev.parley.domain.message.Captions;
import dev.parley.domain.room.Room;
import dev.parley.domain.room.RoomName;
import dev.parley.http.request.JsonBody;
import dev.parley.http.request.MessageJson;
import dev.parley.http.shared.NewMessages;
import dev.parley.http.shared.Talk;
import dev.parley.http.socket.Dialogue;
import dev.parley.http.socket.Knock;
import java.io.IOException;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Speaks contract E on sockets, each of which is for one public room, which is made if there is none of the name. */
public final class ConnectSockets {
    public static final String PATH = "/ws/{roomName}";

    private final UseCases services;
    private final Names names;
    private final Talk talk;

    public ConnectSockets(UseCases services, Names names) {
        this.services = services;
        this.names = names;
        this.talk = new Talk(services, new NewMessages(ConnectSockets::write));
    }

    public Dialogue open(Knock knock) {
        return new ByName(new RoomName(knock.place()), knock.query(Names.USERNAME), knock.address());
    }

    private static void write(JsonGenerator json, AuthoredMessage message, Room room) throws IOException {
        RoomName name = room.name();
        json.writeStringField("room_id", name == null ? "" : name.value());
        json.writeStringField("username", message.author().username().value());
        json.writeStringField("content", Captions.text(message.message()));
        json.writeStringField("timestamp", MessageJson.time(message.message().sentAt()));
    }

    private final class ByName implements Dialogue {
        private final RoomName name;
        private final Optional<String> username;
        private final String address;
        private volatile @Nullable Room room;
        /** The session that was opened for a name; it ends with the socket. */
        private volatile @Nullable AccessClaims presumed;

        ByName(RoomName name, Optional<String> username, String address) {
            this.name = name;
            this.username = username;
            this.address = address;
        }

        @Override
        public Optional<AccessClaims> presumed() {
            Optional<AccessClaims> claims = username.flatMap(known -> names.presume(known, address));
            presumed = claims.orElse(null);
            return claims;
        }

        @Override
        public Interest admit(UserId user) {
            names.demandOwn(user, username);
            Room entered = services.visits().enter(user, name).room();
            room = entered;
            return talk.interest(user, entered.id());
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
            names.demandOwn(connection.user(), frame.optionalText(Names.USERNAME));
            Optional<String> named = frame.optionalText("room_id").map(RoomName::key);
            if (named.isPresent() && !named.get().equals(name.key()) && !isNowCalled(named.get(), connection.user())) {
                throw new ChatException.Invalid(ErrorCode.INVALID_FIELD, "'room_id' must be the socket's room.");
            }
            return talk.send(connection.user(), entered, frame);
        }

        /** The room may have been given another name since the socket was opened. */
        private boolean isNowCalled(String key, UserId user) {
            return services.rooms()
                    .find(user, Objects.requireNonNull(room).id())
                    .map(membership -> membership.room().name())
                    .filter(present -> present.key().equals(key))
                    .isPresent();
        }

        @Override
        public void closed() {
            AccessClaims claims = presumed;
            if (claims != null) {
                names.forget(claims);
            }
        }
    }
}
