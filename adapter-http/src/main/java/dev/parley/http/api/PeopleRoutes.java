package dev.parley.http.api;

import dev.parley.application.UseCases;
import dev.parley.domain.ChatException;
import dev.parley.domain.ErrorCode;
import dev.parley.domain.account.DisplayName;
import dev.parley.domain.account.Language;
import dev.parley.domain.account.ProfileChange;
import dev.parley.domain.account.User;
import dev.parley.domain.account.UserDirectory;
import dev.parley.domain.account.UserId;
import dev.parley.domain.presence.PresenceState;
import dev.parley.http.request.Exchange;
import dev.parley.http.request.Json;
import dev.parley.http.request.JsonBody;
import dev.parley.http.request.MessageJson;
import dev.parley.http.request.Numbers;
import dev.parley.http.request.PersonJson;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Serves people: who is there, how they are shown, and whether they are online. */
public final class PeopleRoutes {
    private final UseCases services;
    private final Exchange exchange;

    public PeopleRoutes(UseCases services, Exchange exchange) {
        this.services = services;
        this.exchange = exchange;
    }

    public void addTo(RoutesConfig routes) {
        routes.get("/api/v1/users", this::list);
        routes.get("/api/v1/users/{user}", this::show);
        routes.patch("/api/v1/me", this::change);
    }

    private void list(Context ctx) {
        UserId unused = exchange.caller(ctx).user();
        String query = Optional.ofNullable(ctx.queryParam("query")).orElse("");
        int limit = exchange.limit(ctx, UserDirectory.MAX_PAGE);
        List<User> users =
                services.profiles().search(query, exchange.page(ctx, "cursor").orElse(0L), limit);
        Map<UserId, PresenceState> states =
                services.presence().of(users.stream().map(User::id).toList());
        exchange.answer(ctx, 200, json -> {
            json.writeArrayFieldStart("users");
            for (User user : users) {
                PersonJson.write(json, user, state(states, user));
            }
            json.writeEndArray();
            if (!users.isEmpty()) {
                json.writeNumberField("cursor", users.get(users.size() - 1).id().value());
            }
        });
    }

    private static PresenceState state(Map<UserId, PresenceState> states, User user) {
        return states.getOrDefault(user.id(), new PresenceState(user.id(), false, null));
    }

    private void show(Context ctx) {
        UserId unused = exchange.caller(ctx).user();
        UserId id = new UserId(Numbers.parse("user", ctx.pathParam("user")));
        User user = services.profiles().of(List.of(id)).get(id);
        if (user == null) {
            throw new ChatException.NotFound(ErrorCode.USER_NOT_FOUND);
        }
        PresenceState state = state(services.presence().of(List.of(id)), user);
        exchange.answer(ctx, 200, Json.value(json -> PersonJson.write(json, user, state)));
    }

    private void change(Context ctx) throws IOException {
        UserId caller = exchange.caller(ctx).user();
        User user = services.profiles().change(caller, wish(exchange.body(ctx)));
        exchange.answer(ctx, 200, Json.value(json -> MessageJson.writeSelf(json, user)));
    }

    /** A language that is empty or {@code null} is to be forgotten. */
    private static ProfileChange wish(JsonBody body) {
        return new ProfileChange(
                body.optionalText("display_name").map(DisplayName::new).orElse(null),
                body.has("language"),
                body.optionalText("language")
                        .filter(text -> !text.isEmpty())
                        .map(Language::new)
                        .orElse(null));
    }
}
