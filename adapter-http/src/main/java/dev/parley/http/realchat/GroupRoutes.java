package dev.parley.http.realchat;

import dev.parley.application.UseCases;
import dev.parley.application.lobby.RoomPatch;
import dev.parley.application.lobby.Visits;
import dev.parley.domain.ChatException;
import dev.parley.domain.ErrorCode;
import dev.parley.domain.account.UserId;
import dev.parley.domain.room.JoinCode;
import dev.parley.domain.room.JoinRule;
import dev.parley.domain.room.Membership;
import dev.parley.domain.room.RoomId;
import dev.parley.domain.room.RoomKind;
import dev.parley.domain.room.RoomName;
import dev.parley.http.request.Exchange;
import dev.parley.http.request.Json;
import dev.parley.http.request.JsonBody;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** Serves the groups of contract C: every room that one is in but the direct ones. Those made here let in whoever knows their id. */
public final class GroupRoutes {
    private final UseCases services;
    private final Exchange exchange;

    public GroupRoutes(UseCases services, Exchange exchange) {
        this.services = services;
        this.exchange = exchange;
    }

    public void addTo(RoutesConfig routes) {
        routes.get("/groups", this::list);
        routes.post("/groups", this::open);
        routes.post("/groups/join", this::join);
    }

    private void list(Context ctx) {
        UserId reader = exchange.caller(ctx).user();
        List<Membership> groups = services.rooms().of(reader).stream()
                .filter(membership -> membership.room().kind() != RoomKind.DIRECT)
                .limit(Visits.MAX_LISTED)
                .toList();
        Map<RoomId, List<UserId>> members = services.rooms().firstMembers(groups);
        exchange.answer(ctx, 200, Json.value(json -> {
            json.writeStartArray();
            for (Membership group : groups) {
                RoomId id = group.room().id();
                RealchatJson.writeGroup(json, group.room(), members.getOrDefault(id, List.of()), reader);
            }
            json.writeEndArray();
        }));
    }

    private void open(Context ctx) throws IOException {
        UserId creator = exchange.caller(ctx).user();
        JsonBody body = exchange.body(ctx);
        RoomPatch wanted = new RoomPatch(new RoomName(body.text("name")), JoinRule.OPEN, null);
        List<UserId> members = body.optionalUsers("members");
        answer(ctx, 201, creator, services.lobby().open(creator, RoomKind.GROUP, wanted, members));
    }

    private void join(Context ctx) throws IOException {
        UserId user = exchange.caller(ctx).user();
        JsonBody body = exchange.body(ctx);
        RoomId id = new RoomId(body.id("group_id"));
        Membership group =
                services.lobby().join(user, id, body.optionalText("code").map(JoinCode::new));
        if (group.room().kind() == RoomKind.DIRECT) {
            throw new ChatException.NotFound(ErrorCode.ROOM_NOT_FOUND);
        }
        answer(ctx, 200, user, group);
    }

    private void answer(Context ctx, int status, UserId user, Membership group) {
        List<UserId> members = services.rooms()
                .firstMembers(List.of(group))
                .getOrDefault(group.room().id(), List.of());
        exchange.answer(ctx, status, Json.value(json -> RealchatJson.writeGroup(json, group.room(), members, user)));
    }
}
