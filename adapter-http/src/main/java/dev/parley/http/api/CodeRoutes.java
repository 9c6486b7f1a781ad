package dev.parley.http.api;

import dev.parley.application.UseCases;
import dev.parley.application.account.SignedIn;
import dev.parley.application.limit.RateLimiter;
import dev.parley.domain.account.AccessClaims;
import dev.parley.domain.account.Email;
import dev.parley.domain.account.Password;
import dev.parley.http.request.DeviceGuess;
import dev.parley.http.request.Exchange;
import dev.parley.http.request.Forms;
import dev.parley.http.request.JsonBody;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Serves what is done by a code that is mailed: logging in, proving an address, setting a new password. */
public final class CodeRoutes {
    private static final String BASE = "/api/v1/auth/";

    private final UseCases services;
    private final Exchange exchange;
    private final RateLimiter attemptsPerAddress;
    private final Duration accessLife;

    public CodeRoutes(UseCases services, Exchange exchange, RateLimiter attemptsPerAddress, Duration accessLife) {
        this.services = services;
        this.exchange = exchange;
        this.attemptsPerAddress = attemptsPerAddress;
        this.accessLife = accessLife;
    }

    public void addTo(RoutesConfig routes) {
        routes.post(BASE + "otp", this::requestCode);
        routes.post(BASE + "otp/verify", this::login);
        routes.post(BASE + "password/reset", this::requestReset);
        routes.post(BASE + "password/reset/confirm", this::reset);
    }

    private void requestCode(Context ctx) throws IOException {
        attemptsPerAddress.take(exchange.address(ctx));
        services.codeSignIn().request(Forms.email(exchange.body(ctx)));
        ctx.status(202);
    }

    private void login(Context ctx) throws IOException {
        attemptsPerAddress.take(exchange.address(ctx));
        JsonBody body = exchange.body(ctx);
        // Who is signed in proves the address of an account that it has already.
        @Nullable AccessClaims caller = ctx.header("Authorization") == null ? null : exchange.caller(ctx);
        SignedIn tokens = services.codeSignIn()
                .login(Forms.email(body), body.text("code"), caller, accessLife, DeviceGuess.name(ctx, body));
        exchange.answer(ctx, 200, json -> AuthRoutes.write(json, tokens));
    }

    private void requestReset(Context ctx) throws IOException {
        attemptsPerAddress.take(exchange.address(ctx));
        services.passwords().requestReset(Forms.email(exchange.body(ctx)));
        ctx.status(202);
    }

    private void reset(Context ctx) throws IOException {
        attemptsPerAddress.take(exchange.address(ctx));
        JsonBody body = exchange.body(ctx);
        Email email = Forms.email(body);
        Password next = new Password(body.text("password"));
        services.passwords().reset(email, body.text("code"), next);
        ctx.status(204);
    }
}
