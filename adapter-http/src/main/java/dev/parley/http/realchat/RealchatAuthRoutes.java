package dev.parley.http.realchat;

import dev.parley.application.UseCases;
import dev.parley.application.account.SignUp;
import dev.parley.application.account.SignedIn;
import dev.parley.domain.account.DisplayName;
import dev.parley.domain.account.Language;
import dev.parley.domain.account.Password;
import dev.parley.domain.account.User;
import dev.parley.http.request.Exchange;
import dev.parley.http.request.Forms;
import dev.parley.http.request.JsonBody;
import dev.parley.http.shared.ContractAccounts;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;

/** Serves the accounts of contract C. Its tokens last as those of the other contracts, and can be refreshed. */
public final class RealchatAuthRoutes {
    private final UseCases services;
    private final Exchange exchange;
    private final ContractAccounts accounts;

    public RealchatAuthRoutes(UseCases services, Exchange exchange, ContractAccounts accounts) {
        this.services = services;
        this.exchange = exchange;
        this.accounts = accounts;
    }

    public void addTo(RoutesConfig routes) {
        routes.post("/auth/register", ctx -> answer(ctx, 201, accounts.join(ctx, RealchatAuthRoutes::form)));
        routes.post("/auth/login", ctx -> answer(ctx, 200, accounts.login(ctx, "email")));
        routes.post("/auth/refresh", ctx -> answer(ctx, 200, accounts.refresh(ctx)));
        routes.post("/auth/otp", this::requestCode);
        routes.post("/auth/otp/verify", ctx -> answer(ctx, 200, accounts.loginByCode(ctx)));
        routes.post("/auth/logout", this::logout);
        routes.get("/auth/me", this::me);
    }

    private static SignUp form(JsonBody body) {
        return new SignUp(
                Forms.email(body),
                null,
                new Password(body.text("password")),
                new DisplayName(body.text("name")),
                body.optionalText("language").map(Language::new).orElse(null));
    }

    private void answer(Context ctx, int status, SignedIn tokens) {
        exchange.answer(ctx, status, json -> {
            json.writeStringField("access_token", tokens.accessToken());
            json.writeStringField("refresh_token", tokens.refreshToken());
            json.writeObjectFieldStart("user");
            RealchatJson.writeSelf(json, tokens.user());
            json.writeEndObject();
        });
    }

    private void requestCode(Context ctx) throws IOException {
        accounts.requestCode(ctx);
        say(ctx, 202, "If somebody has this address, a code is on its way to it");
    }

    private void logout(Context ctx) {
        services.sessions().end(exchange.caller(ctx).session());
        say(ctx, 200, "Logged out successfully");
    }

    private void say(Context ctx, int status, String sentence) {
        exchange.answer(ctx, status, json -> json.writeStringField("message", sentence));
    }

    private void me(Context ctx) {
        User user = services.profiles().of(exchange.caller(ctx).user());
        exchange.answer(ctx, 200, json -> RealchatJson.writeSelf(json, user));
    }
}
