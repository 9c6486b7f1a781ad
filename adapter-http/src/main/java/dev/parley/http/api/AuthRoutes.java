package dev.parley.http.api;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.parley.application.UseCases;
import dev.parley.application.account.Sessions;
import dev.parley.application.account.SignedIn;
import dev.parley.application.limit.RateLimiter;
import dev.parley.domain.account.AccessClaims;
import dev.parley.domain.account.DeviceName;
import dev.parley.domain.account.User;
import dev.parley.http.request.DeviceGuess;
import dev.parley.http.request.Exchange;
import dev.parley.http.request.Forms;
import dev.parley.http.request.Json;
import dev.parley.http.request.JsonBody;
import dev.parley.http.request.MessageJson;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Serves sign-up, login, the life of a session, and who one is. */
public final class AuthRoutes {
    private static final String BASE = "/api/v1/";

    private final UseCases services;
    private final Exchange exchange;
    private final RateLimiter loginsPerAddress;
    private final RateLimiter signUpsPerAddress;
    private final RateLimiter ticketsPerUser;
    private final Duration accessLife;

    public AuthRoutes(
            UseCases services,
            Exchange exchange,
            RateLimiter loginsPerAddress,
            RateLimiter signUpsPerAddress,
            RateLimiter ticketsPerUser,
            Duration accessLife) {
        this.services = services;
        this.exchange = exchange;
        this.loginsPerAddress = loginsPerAddress;
        this.signUpsPerAddress = signUpsPerAddress;
        this.ticketsPerUser = ticketsPerUser;
        this.accessLife = accessLife;
    }

    public void addTo(RoutesConfig routes) {
        routes.post(BASE + "auth/signup", this::signUp);
        routes.post(BASE + "auth/login", this::login);
        routes.post(BASE + "auth/refresh", this::refresh);
        routes.post(BASE + "auth/logout", this::logout);
        routes.post(BASE + "ws-tickets", this::issueTicket);
        routes.get(BASE + "me", this::me);
    }

    private void signUp(Context ctx) throws IOException {
        signUpsPerAddress.take(exchange.address(ctx));
        JsonBody body = exchange.body(ctx);
        @Nullable DeviceName device = DeviceGuess.name(ctx, body); // Before the account is made: it may be refused.
        User user = services.accounts().signUp(Forms.signUp(body));
        answer(ctx, 201, services.accounts().welcome(user, accessLife, device));
    }

    private void login(Context ctx) throws IOException {
        loginsPerAddress.take(exchange.address(ctx));
        JsonBody body = exchange.body(ctx);
        SignedIn tokens = services.accounts()
                .login(Forms.login(body, "login"), body.text("password"), accessLife, DeviceGuess.name(ctx, body));
        answer(ctx, 200, tokens);
    }

    private void refresh(Context ctx) throws IOException {
        JsonBody body = exchange.body(ctx);
        Optional<DeviceName> device = DeviceGuess.said(body); // Before the token is used up: it may be refused.
        SignedIn tokens = services.sessions().refresh(body.text("refresh_token"), accessLife);
        device.ifPresent(name -> services.devices().name(tokens, name));
        answer(ctx, 200, tokens);
    }

    private void logout(Context ctx) {
        services.sessions().end(exchange.caller(ctx).session());
        ctx.status(204);
    }

    private void issueTicket(Context ctx) {
        AccessClaims caller = exchange.caller(ctx);
        ticketsPerUser.take(caller.user().toString());
        String ticket = services.sessions().issueTicket(caller);
        exchange.answer(ctx, 201, json -> {
            json.writeStringField("ticket", ticket);
            json.writeNumberField("expires_in", Sessions.TICKET_LIFE.toSeconds());
        });
    }

    private void me(Context ctx) {
        AccessClaims caller = exchange.caller(ctx);
        User user = services.profiles().of(caller.user());
        exchange.answer(ctx, 200, Json.value(json -> MessageJson.writeSelf(json, user)));
    }

    private void answer(Context ctx, int status, SignedIn tokens) {
        exchange.answer(ctx, status, json -> write(json, tokens));
    }

    static void write(JsonGenerator json, SignedIn tokens) throws IOException {
        json.writeStringField("access_token", tokens.accessToken());
        json.writeStringField("refresh_token", tokens.refreshToken());
        json.writeStringField("token_type", "Bearer");
        json.writeNumberField("expires_in", tokens.expiresIn().toSeconds());
        json.writeFieldName("user");
        MessageJson.writeSelf(json, tokens.user());
    }
}
