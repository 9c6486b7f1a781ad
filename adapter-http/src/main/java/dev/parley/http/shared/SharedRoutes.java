package dev.parley.http.shared;

import dev.parley.application.account.SignedIn;
import dev.parley.domain.account.User;
import dev.parley.http.request.Exchange;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;

/** Serves the two paths that several contracts have: they take what any of them sends and answer the union. */
public final class SharedRoutes {
    private final ContractAccounts accounts;
    private final Exchange exchange;

    public SharedRoutes(ContractAccounts accounts, Exchange exchange) {
        this.accounts = accounts;
        this.exchange = exchange;
    }

    public void addTo(RoutesConfig routes) {
        routes.post("/login", this::login);
        routes.post("/register", this::register);
    }

    private void login(Context ctx) throws IOException {
        SignedIn tokens = accounts.login(ctx, "username");
        exchange.answer(ctx, 200, json -> {
            json.writeStringField("token", tokens.accessToken());
            json.writeStringField("message", "Login successful");
            json.writeStringField("username", tokens.user().username().value());
        });
    }

    private void register(Context ctx) throws IOException {
        User user = accounts.signUp(ctx);
        exchange.answer(ctx, 201, json -> {
            json.writeStringField("message", "User registered successfully");
            json.writeNumberField("id", user.id().value());
            json.writeStringField("username", user.username().value());
        });
    }
}
