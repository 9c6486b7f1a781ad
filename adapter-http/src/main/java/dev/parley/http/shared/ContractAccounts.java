package dev.parley.http.shared;

import dev.parley.application.UseCases;
import dev.parley.application.account.Accounts;
import dev.parley.application.account.Sessions;
import dev.parley.application.account.SignUp;
import dev.parley.application.account.SignedIn;
import dev.parley.application.limit.RateLimiter;
import dev.parley.domain.account.User;
import dev.parley.http.request.DeviceGuess;
import dev.parley.http.request.Exchange;
import dev.parley.http.request.Forms;
import dev.parley.http.request.JsonBody;
import io.javalin.http.Context;
import java.io.IOException;
import java.time.Duration;
import java.util.function.Function;

/** Signs people up and in as the contracts want it: for hours, since most of them know no refreshing. */
public final class ContractAccounts {
    private final Accounts accounts;
    private final Sessions sessions;
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
        this.accounts = services.accounts();
        this.sessions = services.sessions();
        this.exchange = exchange;
        this.loginsPerAddress = loginsPerAddress;
        this.signUpsPerAddress = signUpsPerAddress;
        this.tokenLife = tokenLife;
    }

    /** Makes the account that the body asks for. */
    public User signUp(Context ctx) throws IOException {
        return signUp(ctx, body -> Forms.signUp(body, password(body)));
    }

    /** The same where what it asks for has other names. */
    public User signUp(Context ctx, Function<JsonBody, SignUp> form) throws IOException {
        signUpsPerAddress.take(exchange.address(ctx));
        return accounts.signUp(form.apply(exchange.body(ctx)));
    }

    /** Opens a session for whom the body names. */
    public SignedIn login(Context ctx) throws IOException {
        loginsPerAddress.take(exchange.address(ctx));
        JsonBody body = exchange.body(ctx);
        return accounts.login(Forms.login(body), password(body), tokenLife, DeviceGuess.name(ctx, body));
    }

    /** Opens a session for who has just signed up. */
    public SignedIn welcome(User user) {
        return accounts.welcome(user, tokenLife);
    }

    /** Exchanges the refresh token in the body for the next pair of tokens. */
    public SignedIn refresh(Context ctx) throws IOException {
        return sessions.refresh(exchange.body(ctx).text("refresh_token"), tokenLife);
    }

    /** Clients of "connect" send the plain password under this name. */
    private static String password(JsonBody body) {
        return body.optionalText("password")
                .or(() -> body.optionalText("password_hash"))
                .orElseGet(() -> body.text("password"));
    }
}
