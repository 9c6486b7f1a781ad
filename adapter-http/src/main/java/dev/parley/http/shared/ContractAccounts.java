package dev.parley.http.shared;

import dev.parley.application.account.Accounts;
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

/** Signs people up and in as the contracts want it: for hours, and without refreshing. */
public final class ContractAccounts {
    private final Accounts accounts;
    private final Exchange exchange;
    private final RateLimiter loginsPerAddress;
    private final RateLimiter signUpsPerAddress;
    private final Duration tokenLife;

    public ContractAccounts(
            Accounts accounts,
            Exchange exchange,
            RateLimiter loginsPerAddress,
            RateLimiter signUpsPerAddress,
            Duration tokenLife) {
        this.accounts = accounts;
        this.exchange = exchange;
        this.loginsPerAddress = loginsPerAddress;
        this.signUpsPerAddress = signUpsPerAddress;
        this.tokenLife = tokenLife;
    }

    /** Makes the account that the body asks for. */
    public User signUp(Context ctx) throws IOException {
        signUpsPerAddress.take(exchange.address(ctx));
        JsonBody body = exchange.body(ctx);
        return accounts.signUp(Forms.signUp(body, password(body)));
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

    /** Clients of "connect" send the plain password under this name. */
    private static String password(JsonBody body) {
        return body.optionalText("password")
                .or(() -> body.optionalText("password_hash"))
                .orElseGet(() -> body.text("password"));
    }
}
