package dev.parley.http.api;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.parley.application.UseCases;
import dev.parley.application.profile.AuthoredMessage;
import dev.parley.application.room.RoomState;
import dev.parley.domain.account.UserId;
import dev.parley.domain.room.Membership;
import dev.parley.domain.room.RoomId;
import dev.parley.http.request.Exchange;
import dev.parley.http.request.MessageJson;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Serves the rooms of the caller. */
public final class RoomRoutes {
    private final UseCases services;
    private final Exchange exchange;

    public RoomRoutes(UseCases services, Exchange exchange) {
        this.services = services;
        this.exchange = exchange;
    }

    public void addTo(RoutesConfig routes) {
        routes.get("/api/v1/rooms", this::list);
    }

    private void list(Context ctx) {
        UserId user = exchange.caller(ctx).user();
        List<Membership> rooms = services.rooms().of(user);
        List<RoomState> states = services.rooms().states(user, rooms);
        Map<RoomId, AuthoredMessage> newest =
                services
                        .profiles()
                        .authored(List.copyOf(services.rooms().newest(rooms).values()))
                        .stream()
                        .collect(Collectors.toMap(message -> message.message().room(), Function.identity()));
        exchange.answer(ctx, 200, json -> {
            json.writeArrayFieldStart("rooms");
            for (RoomState state : states) {
                write(json, state, newest.get(state.room().id()));
            }
            json.writeEndArray();
        });
    }

    private static void write(JsonGenerator json, RoomState state, @Nullable AuthoredMessage newest)
            throws IOException {
        json.writeStartObject();
        writeMembers(json, state);
        json.writeNumberField("unread", state.unread());
        json.writeStringField("created_at", MessageJson.time(state.room().createdAt()));
        if (newest != null) {
            json.writeFieldName("last_message");
            MessageJson.write(json, newest);
        }
        json.writeEndObject();
    }

    /** What the socket's {@code hello} says of a room as well. */
    public static void writeMembers(JsonGenerator json, RoomState state) throws IOException {
        json.writeNumberField("id", state.room().id().value());
        json.writeStringField("name", state.title());
        json.writeStringField("kind", state.room().kind().name().toLowerCase(Locale.ROOT));
        json.writeNumberField("last_seq", state.head().lastSeq().value());
        json.writeNumberField("last_rev", state.head().lastRev().value());
        json.writeNumberField("read_seq", state.readSeq().value());
    }
}
