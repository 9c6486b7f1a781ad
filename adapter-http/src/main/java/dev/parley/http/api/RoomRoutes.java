package dev.parley.http.api;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.parley.application.UseCases;
import dev.parley.application.lobby.RoomPatch;
import dev.parley.application.profile.AuthoredMessage;
import dev.parley.application.room.RoomState;
import dev.parley.domain.account.User;
import dev.parley.domain.account.UserId;
import dev.parley.domain.room.HistoryRule;
import dev.parley.domain.room.JoinCode;
import dev.parley.domain.room.JoinRule;
import dev.parley.domain.room.Member;
import dev.parley.domain.room.Membership;
import dev.parley.domain.room.Role;
import dev.parley.domain.room.Room;
import dev.parley.domain.room.RoomDirectory;
import dev.parley.domain.room.RoomId;
import dev.parley.domain.room.RoomKind;
import dev.parley.domain.room.RoomName;
import dev.parley.http.request.Exchange;
import dev.parley.http.request.Json;
import dev.parley.http.request.JsonBody;
import dev.parley.http.request.MessageJson;
import dev.parley.http.request.Numbers;
import dev.parley.http.request.RoomJson;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Serves rooms: those of the caller, those that can be found, and who is in them. */
public final class RoomRoutes {
    private static final String ROOM = "/api/v1/rooms/{room}";
    private static final String MEMBERS = ROOM + "/members";

    private final UseCases services;
    private final Exchange exchange;

    public RoomRoutes(UseCases services, Exchange exchange) {
        this.services = services;
        this.exchange = exchange;
    }

    public void addTo(RoutesConfig routes) {
        routes.get("/api/v1/rooms", this::list);
        routes.post("/api/v1/rooms", this::open);
        routes.get("/api/v1/rooms/public", this::listPublic);
        routes.get(ROOM, this::show);
        routes.patch(ROOM, this::change);
        routes.delete(ROOM, this::delete);
        routes.post(ROOM + "/join", this::join);
        routes.post(ROOM + "/leave", this::leave);
        routes.get(MEMBERS, this::listMembers);
        routes.put(MEMBERS + "/{user}", this::assign);
        routes.delete(MEMBERS + "/{user}", this::remove);
        routes.put("/api/v1/direct/{user}", this::direct);
    }

    private void list(Context ctx) {
        UserId user = exchange.caller(ctx).user();
        List<Membership> rooms = services.rooms().of(user);
        answerAll(ctx, user, rooms);
    }

    private void answerAll(Context ctx, UserId user, List<Membership> rooms) {
        List<RoomState> states = services.rooms().states(user, rooms);
        Map<RoomId, AuthoredMessage> newest = newest(rooms);
        exchange.answer(ctx, 200, json -> {
            json.writeArrayFieldStart("rooms");
            for (RoomState state : states) {
                write(json, state, newest.get(state.room().id()));
            }
            json.writeEndArray();
        });
    }

    private Map<RoomId, AuthoredMessage> newest(List<Membership> rooms) {
        return services
                .profiles()
                .authored(List.copyOf(services.rooms().newest(rooms).values()))
                .stream()
                .collect(Collectors.toMap(message -> message.message().room(), Function.identity()));
    }

    private void write(JsonGenerator json, RoomState state, @Nullable AuthoredMessage newest) throws IOException {
        json.writeStartObject();
        RoomJson.writeMembers(json, state);
        json.writeNumberField("unread", state.unread());
        if (newest != null) {
            json.writeFieldName("last_message");
            MessageJson.write(json, newest, services.languages());
        }
        json.writeEndObject();
    }

    private void show(Context ctx) {
        UserId user = exchange.caller(ctx).user();
        Optional<Membership> own = services.rooms().find(user, exchange.room(ctx));
        if (own.isPresent()) {
            answer(ctx, 200, user, own.get());
        } else {
            answerFromOutside(ctx, services.lobby().inspect(user, exchange.room(ctx)));
        }
    }

    private void answerFromOutside(Context ctx, Room room) {
        exchange.answer(ctx, 200, Json.value(json -> RoomJson.writeFromOutside(json, room)));
    }

    private void answer(Context ctx, int status, UserId user, Membership membership) {
        List<Membership> one = List.of(membership);
        RoomState state = services.rooms().states(user, one).get(0);
        AuthoredMessage newest = newest(one).get(membership.room().id());
        exchange.answer(ctx, status, Json.value(json -> write(json, state, newest)));
    }

    private void open(Context ctx) throws IOException {
        UserId creator = exchange.caller(ctx).user();
        JsonBody body = exchange.body(ctx);
        RoomKind kind = body.optionalWord("kind", RoomKind.class).orElse(RoomKind.PUBLIC);
        List<UserId> members = body.optionalUsers("members");
        answer(ctx, 201, creator, services.lobby().open(creator, kind, patch(body), members));
    }

    private static RoomPatch patch(JsonBody body) {
        return new RoomPatch(
                body.optionalText("name").map(RoomName::new).orElse(null),
                body.optionalWord("join", JoinRule.class).orElse(null),
                body.optionalWord("history", HistoryRule.class).orElse(null));
    }

    private void change(Context ctx) throws IOException {
        UserId user = exchange.caller(ctx).user();
        Room room = services.lobby().change(user, exchange.room(ctx), patch(exchange.body(ctx)));
        Optional<Membership> own = services.rooms().find(user, room.id());
        if (own.isPresent()) {
            answer(ctx, 200, user, own.get());
        } else {
            answerFromOutside(ctx, room);
        }
    }

    private void delete(Context ctx) {
        services.lobby().delete(exchange.caller(ctx).user(), exchange.room(ctx));
        ctx.status(204);
    }

    private void listPublic(Context ctx) {
        UserId unused = exchange.caller(ctx).user();
        String query = Optional.ofNullable(ctx.queryParam("query")).orElse("");
        List<Room> rooms = services.lobby().listed(query, cursor(ctx), limit(ctx));
        exchange.answer(ctx, 200, json -> {
            json.writeArrayFieldStart("rooms");
            for (Room room : rooms) {
                RoomJson.write(json, room);
            }
            json.writeEndArray();
            if (!rooms.isEmpty()) {
                json.writeNumberField("cursor", rooms.get(rooms.size() - 1).id().value());
            }
        });
    }

    private long cursor(Context ctx) {
        return exchange.page(ctx, "cursor").orElse(0L);
    }

    private int limit(Context ctx) {
        return exchange.limit(ctx, RoomDirectory.MAX_PAGE);
    }

    private void join(Context ctx) throws IOException {
        UserId user = exchange.caller(ctx).user();
        Optional<JoinCode> code = exchange.optionalBody(ctx)
                .flatMap(body -> body.optionalText("code"))
                .map(JoinCode::new);
        answer(ctx, 200, user, services.lobby().join(user, exchange.room(ctx), code));
    }

    private void leave(Context ctx) {
        services.lobby().leave(exchange.caller(ctx).user(), exchange.room(ctx));
        ctx.status(204);
    }

    private void listMembers(Context ctx) {
        UserId user = exchange.caller(ctx).user();
        List<Member> members = services.lobby().members(user, exchange.room(ctx), cursor(ctx), limit(ctx));
        Map<UserId, User> users =
                services.profiles().of(members.stream().map(Member::user).toList());
        exchange.answer(ctx, 200, json -> {
            json.writeArrayFieldStart("members");
            for (Member member : members) {
                User profile = users.get(member.user());
                if (profile != null) {
                    json.writeStartObject();
                    json.writeFieldName("user");
                    MessageJson.writeAuthor(json, profile);
                    json.writeStringField("role", RoomJson.word(member.role()));
                    json.writeStringField("joined_at", MessageJson.time(member.joinedAt()));
                    json.writeEndObject();
                }
            }
            json.writeEndArray();
            if (!members.isEmpty()) {
                json.writeNumberField(
                        "cursor", members.get(members.size() - 1).user().value());
            }
        });
    }

    private void assign(Context ctx) throws IOException {
        UserId actor = exchange.caller(ctx).user();
        Role role = exchange.optionalBody(ctx)
                .flatMap(body -> body.optionalWord("role", Role.class))
                .orElse(Role.MEMBER);
        UserId user = user(ctx);
        Membership membership = services.lobby().assign(actor, exchange.room(ctx), user, role);
        exchange.answer(ctx, 200, json -> {
            json.writeNumberField("user", user.value());
            json.writeStringField("role", RoomJson.word(membership.role()));
        });
    }

    private void remove(Context ctx) {
        services.lobby().remove(exchange.caller(ctx).user(), exchange.room(ctx), user(ctx));
        ctx.status(204);
    }

    private void direct(Context ctx) {
        UserId user = exchange.caller(ctx).user();
        answer(ctx, 200, user, services.lobby().direct(user, user(ctx)));
    }

    private static UserId user(Context ctx) {
        return new UserId(Numbers.parse("user", ctx.pathParam("user")));
    }
}
