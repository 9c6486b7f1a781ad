package dev.parley.http.rooms;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.parley.application.UseCases;
import dev.parley.application.account.SignedIn;
import dev.parley.application.lobby.RoomPatch;
import dev.parley.application.message.Page;
import dev.parley.application.profile.AuthoredMessage;
import dev.parley.domain.account.UserId;
import dev.parley.domain.room.Room;
import dev.parley.domain.room.RoomId;
import dev.parley.domain.room.RoomKind;
import dev.parley.domain.room.RoomName;
import dev.parley.http.request.Exchange;
import dev.parley.http.request.Json;
import dev.parley.http.request.MessageJson;
import dev.parley.http.shared.ContractAccounts;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Serves contract B. It has no call for joining: who reads a public room is in it. */
public final class RoomsRoutes {
    private final UseCases services;
    private final Exchange exchange;
    private final ContractAccounts accounts;

    public RoomsRoutes(UseCases services, Exchange exchange, ContractAccounts accounts) {
        this.services = services;
        this.exchange = exchange;
        this.accounts = accounts;
    }

    public void addTo(RoutesConfig routes) {
        routes.post("/api/register", ctx -> answer(ctx, 201, accounts.join(ctx)));
        routes.post("/api/login", ctx -> answer(ctx, 200, accounts.login(ctx, "username")));
        routes.get("/api/rooms", this::list);
        routes.post("/api/rooms/create", this::create);
        routes.get("/api/messages", this::messages);
    }

    private void answer(Context ctx, int status, SignedIn tokens) {
        exchange.answer(ctx, status, json -> {
            json.writeStringField("token", tokens.accessToken());
            json.writeObjectFieldStart("user");
            json.writeNumberField("id", tokens.user().id().value());
            json.writeStringField("username", tokens.user().username().value());
            json.writeEndObject();
        });
    }

    private void list(Context ctx) {
        List<Room> rooms = services.visits().openTo(exchange.caller(ctx).user());
        exchange.answer(ctx, 200, Json.value(json -> {
            json.writeStartArray();
            for (Room room : rooms) {
                write(json, room);
            }
            json.writeEndArray();
        }));
    }

    private void create(Context ctx) throws IOException {
        UserId creator = exchange.caller(ctx).user();
        RoomName name = new RoomName(exchange.body(ctx).text("name"));
        Room room = services.lobby()
                .open(creator, RoomKind.PUBLIC, new RoomPatch(name, null, null), List.of())
                .room();
        exchange.answer(ctx, 201, Json.value(json -> write(json, room)));
    }

    private static void write(JsonGenerator json, Room room) throws IOException {
        RoomName name = room.name();
        json.writeStartObject();
        json.writeNumberField("id", room.id().value());
        json.writeStringField("name", name == null ? "" : name.value());
        json.writeStringField("created_at", MessageJson.time(room.createdAt()));
        json.writeEndObject();
    }

    private void messages(Context ctx) {
        UserId reader = exchange.caller(ctx).user();
        RoomId room = RoomsSockets.room(Optional.ofNullable(ctx.queryParam("roomId")));
        int limit = exchange.limit(ctx, Page.MAX_LIMIT);
        Room entered = services.visits().enter(reader, room).room();
        List<AuthoredMessage> messages = services.messaging().newestKept(reader, room, limit);
        exchange.answer(ctx, 200, Json.value(json -> {
            json.writeStartArray();
            for (AuthoredMessage message : messages) {
                json.writeStartObject();
                RoomsSockets.write(json, message, entered);
                json.writeEndObject();
            }
            json.writeEndArray();
        }));
    }
}
