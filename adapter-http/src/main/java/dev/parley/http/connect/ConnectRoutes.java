package dev.parley.http.connect;

import dev.parley.application.UseCases;
import dev.parley.domain.ChatException;
import dev.parley.domain.ErrorCode;
import dev.parley.domain.account.User;
import dev.parley.domain.account.UserId;
import dev.parley.domain.room.Room;
import dev.parley.domain.room.RoomName;
import dev.parley.http.request.Exchange;
import dev.parley.http.request.Json;
import dev.parley.http.request.MessageJson;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Serves the rooms of contract E; its accounts it shares. */
public final class ConnectRoutes {
    /** Whom those rooms are shown to belong to that nobody has made. */
    private static final String NOBODY = "system";

    private final UseCases services;
    private final Exchange exchange;
    private final Names names;

    public ConnectRoutes(UseCases services, Exchange exchange, Names names) {
        this.services = services;
        this.exchange = exchange;
        this.names = names;
    }

    public void addTo(RoutesConfig routes) {
        routes.get("/rooms", this::list);
        routes.delete("/rooms", this::delete);
    }

    private void list(Context ctx) {
        exchange.anybody(ctx);
        List<Room> rooms = services.visits().listed();
        Map<UserId, User> creators = services.profiles()
                .of(rooms.stream().map(Room::creator).filter(Objects::nonNull).toList());
        exchange.answer(ctx, 200, Json.value(json -> {
            json.writeStartArray();
            for (Room room : rooms) {
                RoomName name = room.name();
                User creator = room.creator() == null ? null : creators.get(room.creator());
                json.writeStartObject();
                json.writeStringField("name", name == null ? "" : name.value());
                json.writeStringField(
                        "creator", creator == null ? NOBODY : creator.username().value());
                json.writeStringField("created_at", MessageJson.time(room.createdAt()));
                json.writeEndObject();
            }
            json.writeEndArray();
        }));
    }

    private void delete(Context ctx) {
        Optional<String> username = Optional.ofNullable(ctx.queryParam(Names.USERNAME));
        Optional<UserId> believed =
                ctx.header("Authorization") == null ? names.believe(username, exchange.address(ctx)) : Optional.empty();
        if (believed.isPresent()) {
            services.visits().deleteOwn(believed.get(), name(ctx));
        } else {
            UserId user = exchange.caller(ctx).user();
            names.demandOwn(user, username);
            services.visits().delete(user, name(ctx));
        }
        exchange.answer(ctx, 200, json -> json.writeStringField("message", "Room deleted successfully"));
    }

    private static RoomName name(Context ctx) {
        return Optional.ofNullable(ctx.queryParam("name"))
                .map(RoomName::new)
                .orElseThrow(() -> new ChatException.Invalid(ErrorCode.INVALID_FIELD, "'name' is missing."));
    }
}
