package dev.parley.http.request;

import dev.parley.application.message.Page;
import dev.parley.domain.ChatException;
import dev.parley.domain.ErrorCode;
import dev.parley.domain.account.AccessClaims;
import dev.parley.domain.message.Seq;
import dev.parley.domain.room.RoomId;
import io.javalin.http.Context;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Reads requests and writes answers in the way that all contracts do it. Stateless but for its collaborators. */
public final class Exchange {
    private static final String JSON = "application/json";

    /** The largest whole number that every reader of JSON reads exactly (RFC 8259 §6). */
    private static final long MAX_EXACT = (1L << 53) - 1;

    private final Bearer bearer;
    private final ClientAddress addresses;
    private final Turns turns;

    public Exchange(Bearer bearer, ClientAddress addresses, Turns turns) {
        this.bearer = bearer;
        this.addresses = addresses;
        this.turns = turns;
    }

    /**
     * Who sends the request; asked once for each.
     *
     * @throws ChatException.Unauthenticated if it does not prove it
     * @throws ChatException.Unavailable if too many requests of this user are worked on
     */
    public AccessClaims caller(Context ctx) {
        AccessClaims claims = bearer.authenticate(ctx.header("Authorization"));
        turns.begin(claims.user(), ctx.req()::setAttribute);
        return claims;
    }

    /**
     * Anybody may send the request, which costs something: it counts for its address.
     *
     * @throws ChatException.Unavailable if too many requests from there are worked on
     */
    public void anybody(Context ctx) {
        turns.begin(address(ctx), ctx.req()::setAttribute);
    }

    /** What the requests of this client's address are counted under. */
    public String address(Context ctx) {
        List<String> lines = Collections.list(ctx.req().getHeaders("X-Forwarded-For")); // Several are one list.
        String forwardedFor = lines.isEmpty() ? null : String.join(",", lines);
        return ClientAddress.account(addresses.of(ctx.req().getRemoteAddr(), forwardedFor));
    }

    /**
     * The request's JSON object.
     *
     * @throws ChatException.Invalid if it is none
     */
    public JsonBody body(Context ctx) throws IOException {
        return Json.read(ByteBuffer.wrap(ctx.req().getInputStream().readAllBytes()));
    }

    /**
     * The request's JSON object, if there is a body.
     *
     * @throws ChatException.Invalid if there is one that is none
     */
    public Optional<JsonBody> optionalBody(Context ctx) throws IOException {
        byte[] body = ctx.req().getInputStream().readAllBytes();
        return body.length == 0 ? Optional.empty() : Optional.of(Json.read(ByteBuffer.wrap(body)));
    }

    public RoomId room(Context ctx) {
        return new RoomId(Numbers.parse("room", ctx.pathParam("room")));
    }

    public Seq seq(Context ctx) {
        return new Seq(Numbers.parse("seq", ctx.pathParam("seq")));
    }

    /**
     * A number from the query.
     *
     * @throws ChatException.Invalid {@code invalid_page} if it is none, below zero, or more than JSON carries exactly
     */
    public Optional<Long> page(Context ctx, String name) {
        String text = ctx.queryParam(name);
        if (text == null) {
            return Optional.empty();
        }
        try {
            long value = Numbers.parse(name, text);
            if (value >= 0 && value <= MAX_EXACT) {
                return Optional.of(value);
            }
        } catch (ChatException.Invalid e) {
            // Said below.
        }
        throw new ChatException.Invalid(ErrorCode.INVALID_PAGE);
    }

    /**
     * How many the query wants on a page; {@link Page#DEFAULT_LIMIT} if it does not say.
     *
     * @throws ChatException.Invalid {@code invalid_page} if it is none, or more than the most
     */
    public int limit(Context ctx, int most) {
        long limit = page(ctx, "limit").orElse((long) Page.DEFAULT_LIMIT);
        if (limit < 1 || limit > most) {
            throw new ChatException.Invalid(ErrorCode.INVALID_PAGE);
        }
        return (int) limit;
    }

    /** Answers when the result is there, on the thread that brings it; giving an answer does not block. */
    public <T> void answerLater(Context ctx, CompletableFuture<T> result, Consumer<T> answer) {
        ctx.future(() -> result.thenAccept(answer));
    }

    public void answer(Context ctx, int status, byte[] json) {
        ctx.status(status).contentType(JSON).result(json);
    }

    public void answer(Context ctx, int status, Json.Members members) {
        answer(ctx, status, Json.object(members));
    }

    /** The request's name in logs and answers. */
    public static String requestId(Context ctx) {
        @Nullable String id = ctx.attribute(RequestIds.ATTRIBUTE);
        return id == null ? "unknown" : id;
    }
}
