package dev.parley.http.socket;

import dev.parley.application.UseCases;
import dev.parley.application.account.Sessions;
import dev.parley.application.language.Languages;
import dev.parley.application.message.Messaging;
import dev.parley.application.message.Sent;
import dev.parley.application.presence.Presence;
import dev.parley.application.profile.AuthoredMessage;
import dev.parley.application.realtime.Connection;
import dev.parley.domain.account.AccessClaims;
import dev.parley.domain.account.UserId;
import dev.parley.domain.file.FileId;
import dev.parley.domain.message.ClientId;
import dev.parley.domain.message.Emoji;
import dev.parley.domain.message.Rev;
import dev.parley.domain.message.Seq;
import dev.parley.domain.room.RoomId;
import dev.parley.http.request.Forms;
import dev.parley.http.request.Json;
import dev.parley.http.request.JsonBody;
import dev.parley.http.request.MessageJson;
import dev.parley.http.request.Numbers;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * Does what a frame of a client asks for. Stateless: one for all sockets.
 *
 * <p>The members of the answer come at once or, for what must become durable first, later; a refusal likewise.
 */
final class Frames {
    static final Json.Members NOTHING = json -> {};

    private final Messaging messaging;
    private final Sessions sessions;
    private final Presence presence;
    private final Languages languages;
    private final InstantSource clock;

    Frames(UseCases services, InstantSource clock) {
        this.messaging = services.messaging();
        this.sessions = services.sessions();
        this.presence = services.presence();
        this.languages = services.languages();
        this.clock = clock;
    }

    CompletableFuture<Json.Members> handle(Connection connection, ClientFrame type, JsonBody frame) {
        UserId user = connection.user();
        return switch (type) {
            case AUTH, REFRESH -> done(refresh(connection, frame));
            case SEND -> send(user, frame);
            case EDIT -> written(messaging.edit(user, room(frame), seq(frame), frame.text("content")));
            case DELETE -> written(messaging.delete(user, room(frame), seq(frame)));
            case REACT -> shown(messaging.react(user, room(frame), seq(frame), emoji(frame), frame.truth("on")));
            case READ -> done(read(user, frame));
            case TYPING -> {
                messaging.typing(user, room(frame));
                yield done(NOTHING);
            }
            case PING, RESUME, WATCH -> throw new IllegalArgumentException("the socket answers these itself");
        };
    }

    private Json.Members refresh(Connection connection, JsonBody frame) {
        AccessClaims claims = sessions.authenticate(frame.text("token"));
        connection.renew(claims);
        long seconds = Duration.between(clock.instant(), claims.expiresAt()).toSeconds();
        return json -> json.writeNumberField("expires_in", seconds);
    }

    /** What a {@code resume} says. */
    static Map<RoomId, Rev> cursors(JsonBody frame) {
        Map<RoomId, Rev> cursors = new HashMap<>();
        frame.numbers("cursors")
                .forEach((room, rev) -> cursors.put(new RoomId(Numbers.id("cursors", room)), new Rev(rev)));
        return cursors;
    }

    /** Has the connection told who of these comes and goes; first of all what is so now, behind the answer. */
    void watch(Connection connection, JsonBody frame, Runnable answer) {
        presence.watch(connection, frame.usersOf("users"), answer);
    }

    private CompletableFuture<Json.Members> send(UserId user, JsonBody frame) {
        List<FileId> files = Forms.files(frame);
        return written(messaging
                .send(
                        user,
                        room(frame),
                        Forms.content(frame, files),
                        frame.optionalText("client_id").map(ClientId::new),
                        Forms.replyTo(frame),
                        files)
                .thenApply(Sent::message));
    }

    private static CompletableFuture<Json.Members> written(CompletableFuture<AuthoredMessage> writing) {
        return writing.thenApply(message -> json -> {
            json.writeFieldName("message");
            MessageJson.write(json, message);
        });
    }

    private CompletableFuture<Json.Members> shown(CompletableFuture<AuthoredMessage> changing) {
        return changing.thenApply(message -> json -> {
            json.writeFieldName("message");
            MessageJson.write(json, message, languages);
        });
    }

    private Json.Members read(UserId user, JsonBody frame) {
        Seq mark = messaging.markRead(user, room(frame), seq(frame));
        return json -> json.writeNumberField("seq", mark.value());
    }

    private static RoomId room(JsonBody frame) {
        return new RoomId(frame.number("room"));
    }

    private static Seq seq(JsonBody frame) {
        return new Seq(frame.number("seq"));
    }

    private static Emoji emoji(JsonBody frame) {
        return new Emoji(frame.text("emoji"));
    }

    private static CompletableFuture<Json.Members> done(Json.Members members) {
        return CompletableFuture.completedFuture(members);
    }
}
