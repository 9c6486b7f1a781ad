package dev.parley.http.tinode;

import dev.parley.application.bridge.ForeignSignIn;
import dev.parley.application.bridge.ForeignSignIn.Guest;
import dev.parley.application.limit.RateLimiter;
import dev.parley.domain.ChatException;
import dev.parley.domain.ErrorCode;
import dev.parley.domain.account.User;
import dev.parley.http.request.ClientAddress;
import dev.parley.http.request.Exchange;
import dev.parley.http.request.Json;
import dev.parley.http.request.JsonBody;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves Tinode's {@code rest} authenticator, under a path that only Tinode knows: it proves itself by nothing else.
 *
 * <p>Whatever is refused is answered 200 with a word of Tinode's, which tells its client of it; any other status would be
 * an internal error there.
 */
public final class TinodeAuthRoutes {
    /** What stands before the secret part of the path. */
    public static final String BASE = "/tinode/auth/";

    private static final Logger LOG = LoggerFactory.getLogger(TinodeAuthRoutes.class);

    /** Tags that begin so are given to users at their first login, and cannot be changed by them. */
    private static final String TAGS = "acct";

    /** What Tinode gives to everybody: the right to be found, written to, and invited. */
    private static final String ACCESS = "JRWPAS";

    private final ForeignSignIn signIn;
    private final Exchange exchange;
    private final RateLimiter loginsPerAddress;
    private final byte[] secretPath;

    /** @param secretPath one segment of a path */
    public TinodeAuthRoutes(ForeignSignIn signIn, Exchange exchange, RateLimiter loginsPerAddress, String secretPath) {
        this.signIn = signIn;
        this.exchange = exchange;
        this.loginsPerAddress = loginsPerAddress;
        this.secretPath = secretPath.getBytes(StandardCharsets.UTF_8);
    }

    public void addTo(RoutesConfig routes) {
        routes.post(BASE + "{secret}/{endpoint}", this::serve);
    }

    private void serve(Context ctx) {
        if (!MessageDigest.isEqual(ctx.pathParam("secret").getBytes(StandardCharsets.UTF_8), secretPath)) {
            throw new ChatException.NotFound(ErrorCode.NOT_FOUND); // As if there were no such route.
        }
        exchange.answer(ctx, 200, answer(ctx));
    }

    private Json.Members answer(Context ctx) {
        try {
            return switch (ctx.pathParam("endpoint")) {
                case "rtagns" -> tags();
                case "auth" -> admit(ctx, exchange.body(ctx));
                case "link" -> link(exchange.body(ctx));
                case "del" -> delete(exchange.body(ctx));
                default -> refused("unsupported"); // checkunique, add, upd, gen: accounts are made and changed here.
            };
        } catch (ChatException refusal) {
            return refused(word(refusal.code().kind()));
        } catch (IOException | RuntimeException e) {
            LOG.error("Request {} of Tinode's failed", Exchange.requestId(ctx), e);
            return refused("internal");
        }
    }

    private static Json.Members tags() {
        return json -> {
            json.writeArrayFieldStart("strarr");
            json.writeString(TAGS);
            json.writeEndArray();
        };
    }

    private Json.Members admit(Context ctx, JsonBody request) {
        String client = request.optionalText("addr").orElse("");
        loginsPerAddress.take(ClientAddress.accountOfPeer(client).orElseGet(() -> exchange.address(ctx)));
        Guest guest = signIn.admit(secret(request));
        return guest instanceof Guest.Known known ? known(Uid.of(known.account())) : newcomer(guest.user());
    }

    /** Tinode is left to look whether the account is there and not suspended: it does where the state is undefined. */
    private static Json.Members known(Uid uid) {
        return json -> {
            json.writeObjectFieldStart("rec");
            json.writeStringField("uid", uid.value());
            json.writeStringField("authlvl", "auth");
            json.writeStringField("features", "V");
            json.writeStringField("state", "undef");
            json.writeEndObject();
        };
    }

    /** Tinode makes an account for whom it is told no number of, and asks to {@link #link} it. */
    private static Json.Members newcomer(User user) {
        return json -> {
            json.writeObjectFieldStart("rec");
            json.writeStringField("authlvl", "auth");
            json.writeStringField("features", "V");
            json.writeStringField("state", "ok");
            json.writeArrayFieldStart("tags");
            json.writeString(TAGS + ":" + user.username().key());
            json.writeEndArray();
            json.writeEndObject();
            json.writeObjectFieldStart("newacc");
            json.writeStringField("auth", ACCESS);
            json.writeStringField("anon", "N");
            json.writeObjectFieldStart("public");
            json.writeStringField("fn", user.displayName().value());
            json.writeEndObject();
            json.writeEndObject();
        };
    }

    private Json.Members link(JsonBody request) {
        return signIn.link(secret(request), uid(request).account()) ? done() : refused("duplicate value");
    }

    /** An account of a user of ours stays: the user does, and would be without it. All others are no business of ours. */
    private Json.Members delete(JsonBody request) {
        return signIn.isLinked(uid(request).account()) ? refused("unsupported") : done();
    }

    private static Json.Members done() {
        return json -> {};
    }

    private static Json.Members refused(String word) {
        return json -> json.writeStringField("err", word);
    }

    private static Uid uid(JsonBody request) {
        return new Uid(request.object("rec").text("uid"));
    }

    /** What the client gave, which Go writes in Base64 with padding (RFC 4648 §4). */
    private static String secret(JsonBody request) {
        try {
            byte[] utf8 = Base64.getDecoder().decode(request.text("secret"));
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(utf8))
                    .toString();
        } catch (IllegalArgumentException e) {
            throw new ChatException.Invalid(ErrorCode.INVALID_FIELD);
        } catch (CharacterCodingException e) {
            throw new ChatException.Unauthenticated(ErrorCode.INVALID_CREDENTIALS); // Nobody's.
        }
    }

    /** What Tinode calls it ({@code StoreError} in server/store/types), and makes a code for its client of. */
    private static String word(ErrorCode.Kind kind) {
        return switch (kind) {
            case INVALID, TOO_LARGE -> "malformed";
            case UNAUTHENTICATED -> "failed";
            case FORBIDDEN -> "denied";
            case NOT_FOUND -> "not found";
            case CONFLICT -> "duplicate value";
            case NOT_ALLOWED, UNSUPPORTED -> "unsupported";
            case TOO_MANY -> "policy";
            case UNAVAILABLE, FULL, BUG -> "internal";
        };
    }
}
