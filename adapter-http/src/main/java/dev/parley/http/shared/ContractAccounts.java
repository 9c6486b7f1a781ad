package dev.parley.http.shared;

import dev.parley.application.UseCases;
import dev.parley.application.account.SignUp;
import dev.parley.application.account.SignedIn;
import dev.parley.application.limit.RateLimiter;
import dev.parley.domain.account.AccessClaims;
import dev.parley.domain.account.DeviceName;
import dev.parley.domain.account.User;
import dev.parley.http.request.DeviceGuess;
import dev.parley.http.request.Exchange;
import dev.parley.http.request.Forms;
import dev.parley.http.request.JsonBody;
import io.javalin.http.Context;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Signs people up and in as the contracts want it: for hours, since most of them know no refreshing. */
public final class ContractAccounts {
    private final UseCases services;
    private final Exchange exchange;
    private final RateLimiter loginsPerAddress;
    private final RateLimiter signUpsPerAddress;
    private final Duration tokenLife;

    public ContractAccounts(
            UseCases services,
            Exchange exchange,
            RateLimiter loginsPerAddress,
            RateLimiter signUpsPerAddress,
            Duration tokenLife) {
        this.services = services;
        this.exchange = exchange;
        this.loginsPerAddress = loginsPerAddress;
        this.signUpsPerAddress = signUpsPerAddress;
        this.tokenLife = tokenLife;
    }

    /** Makes the account that the body asks for. */
    public User signUp(Context ctx) throws IOException {
        signUpsPerAddress.take(exchange.address(ctx));
        return services.accounts().signUp(form(exchange.body(ctx)));
    }

    /** Makes the account that the body asks for, and opens a session. */
    public SignedIn join(Context ctx) throws IOException {
        return join(ctx, ContractAccounts::form);
    }

    /** The same where what the body asks for has other names. */
    public SignedIn join(Context ctx, Function<JsonBody, SignUp> form) throws IOException {
        signUpsPerAddress.take(exchange.address(ctx));
        JsonBody body = exchange.body(ctx);
        @Nullable DeviceName device = DeviceGuess.name(ctx, body); // Before the account is made: it may be refused.
        User user = services.accounts().signUp(form.apply(body));
        return services.accounts().welcome(user, tokenLife, device);
    }

    private static SignUp form(JsonBody body) {
        return Forms.signUp(body, password(body));
    }

    /**
     * Opens a session for whom the body names.
     *
     * @param usual by what the contract has people log in
     */
    public SignedIn login(Context ctx, String usual) throws IOException {
        loginsPerAddress.take(exchange.address(ctx));
        JsonBody body = exchange.body(ctx);
        return services.accounts()
                .login(Forms.login(body, usual), password(body), tokenLife, DeviceGuess.name(ctx, body));
    }

    /** Exchanges the refresh token in the body for the next pair of tokens. */
    public SignedIn refresh(Context ctx) throws IOException {
        JsonBody body = exchange.body(ctx);
        Optional<DeviceName> device = DeviceGuess.said(body); // Before the token is used up.
        SignedIn tokens = services.sessions().refresh(body.text("refresh_token"), tokenLife);
        device.ifPresent(name -> services.devices().name(tokens, name));
        return tokens;
    }

    /** Has a code mailed to the address in the body. */
    public void requestCode(Context ctx) throws IOException {
        loginsPerAddress.take(exchange.address(ctx));
        services.codeSignIn().request(Forms.email(exchange.body(ctx)));
    }

    /** Opens a session for who has that code. */
    public SignedIn loginByCode(Context ctx) throws IOException {
        loginsPerAddress.take(exchange.address(ctx));
        JsonBody body = exchange.body(ctx);
        // Who is signed in proves the address of an account that it has already.
        @Nullable AccessClaims caller = ctx.header("Authorization") == null ? null : exchange.caller(ctx);
        return services.codeSignIn()
                .login(Forms.email(body), body.text("code"), caller, tokenLife, DeviceGuess.name(ctx, body));
    }

    /** Clients of "connect" send the plain password under this name. */
    private static String password(JsonBody body) {
        return body.optionalText("password")
                .or(() -> body.optionalText("password_hash"))
                .orElseGet(() -> body.text("password"));
    }
}
