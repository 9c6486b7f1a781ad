package dev.parley.http.direct;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.parley.application.UseCases;
import dev.parley.application.message.Page;
import dev.parley.application.profile.AuthoredMessage;
import dev.parley.domain.ChatException;
import dev.parley.domain.ErrorCode;
import dev.parley.domain.account.User;
import dev.parley.domain.account.UserDirectory;
import dev.parley.domain.account.UserId;
import dev.parley.domain.presence.PresenceState;
import dev.parley.domain.room.Membership;
import dev.parley.domain.room.Pair;
import dev.parley.domain.room.Room;
import dev.parley.domain.room.RoomId;
import dev.parley.domain.room.RoomKind;
import dev.parley.http.request.Exchange;
import dev.parley.http.request.Json;
import dev.parley.http.request.MessageJson;
import dev.parley.http.request.Numbers;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Serves who is there to write to, and the history of contracts C and D: the last messages with a user, or of a group. */
public final class DirectRoutes {
    private static final int MAX_USERS = 1_000;

    private final UseCases services;
    private final Exchange exchange;

    public DirectRoutes(UseCases services, Exchange exchange) {
        this.services = services;
        this.exchange = exchange;
    }

    public void addTo(RoutesConfig routes) {
        routes.get("/users", this::users);
        routes.get("/messages/dm", this::directOfC); // Before the path that any word would fit.
        routes.get("/messages/group", this::group);
        routes.get("/messages/{userId}", this::directOfD);
    }

    private void users(Context ctx) {
        UserId unused = exchange.caller(ctx).user();
        String query = Optional.ofNullable(ctx.queryParam("query")).orElse("");
        List<User> users = users(query, exchange.page(ctx, "cursor").orElse(0L));
        Map<UserId, PresenceState> states =
                services.presence().of(users.stream().map(User::id).toList());
        exchange.answer(ctx, 200, Json.value(json -> {
            json.writeStartArray();
            for (User user : users) {
                PresenceState state = states.get(user.id());
                Instant lastSeen = state == null ? null : state.lastSeen();
                json.writeStartObject();
                json.writeNumberField("id", user.id().value());
                json.writeStringField("username", user.username().value());
                json.writeBooleanField("online", state != null && state.online());
                json.writeStringField("last_seen", lastSeen == null ? null : MessageJson.time(lastSeen));
                json.writeEndObject();
            }
            json.writeEndArray();
        }));
    }

    private List<User> users(String query, long after) {
        List<User> users = new ArrayList<>();
        List<User> page;
        do {
            long last =
                    users.isEmpty() ? after : users.get(users.size() - 1).id().value();
            page = services.profiles().search(query, last, UserDirectory.MAX_PAGE);
            users.addAll(page);
        } while (page.size() == UserDirectory.MAX_PAGE && users.size() < MAX_USERS);
        return users;
    }

    private void directOfD(Context ctx) {
        UserId reader = exchange.caller(ctx).user();
        UserId other = new UserId(Numbers.id("userId", ctx.pathParam("userId")));
        Pair pair = pair(reader, other);
        Reading reading = reading(reader);
        answer(
                ctx,
                messages(reader, services.rooms().direct(pair)), // Reading makes none.
                (json, message) -> DirectJson.writeForD(
                        json, message, pair.otherThan(message.author().id()), reading));
    }

    private void directOfC(Context ctx) {
        UserId reader = exchange.caller(ctx).user();
        UserId other = new UserId(Numbers.id("user_id", parameter(ctx, "user_id")));
        Optional<Room> room = services.rooms().direct(pair(reader, other));
        Reading reading = reading(reader);
        answer(
                ctx,
                messages(reader, room),
                (json, message) -> DirectJson.writeForC(json, message, room.orElseThrow(), reading));
    }

    private void group(Context ctx) {
        UserId reader = exchange.caller(ctx).user();
        RoomId id = new RoomId(Numbers.id("group_id", parameter(ctx, "group_id")));
        Room room = services.rooms()
                .find(reader, id)
                .map(Membership::room)
                .filter(found -> found.kind() != RoomKind.DIRECT)
                .orElseThrow(() -> new ChatException.NotFound(ErrorCode.ROOM_NOT_FOUND));
        Reading reading = reading(reader);
        answer(
                ctx,
                messages(reader, Optional.of(room)),
                (json, message) -> DirectJson.writeForC(json, message, room, reading));
    }

    private Reading reading(UserId reader) {
        return Reading.of(reader, services);
    }

    private static String parameter(Context ctx, String name) {
        return Optional.ofNullable(ctx.queryParam(name))
                .orElseThrow(() -> new ChatException.Invalid(ErrorCode.INVALID_FIELD, "'" + name + "' is missing."));
    }

    private Pair pair(UserId reader, UserId other) {
        if (reader.equals(other)) {
            throw new ChatException.Invalid(ErrorCode.INVALID_FIELD, "The user must be somebody else.");
        }
        if (services.profiles().of(List.of(other)).isEmpty()) {
            throw new ChatException.NotFound(ErrorCode.USER_NOT_FOUND);
        }
        return Pair.of(reader, other);
    }

    private List<AuthoredMessage> messages(UserId reader, Optional<Room> room) {
        return room.map(found -> services.messaging().newestKept(reader, found.id(), Page.DEFAULT_LIMIT))
                .orElse(List.of());
    }

    private interface Members {
        void write(JsonGenerator json, AuthoredMessage message) throws IOException;
    }

    private void answer(Context ctx, List<AuthoredMessage> messages, Members members) {
        exchange.answer(ctx, 200, Json.value(json -> {
            json.writeStartArray();
            for (AuthoredMessage message : messages) {
                json.writeStartObject();
                members.write(json, message);
                json.writeEndObject();
            }
            json.writeEndArray();
        }));
    }
}
