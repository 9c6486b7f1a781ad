package dev.parley.http.request;

import dev.parley.domain.ChatException;
import dev.parley.domain.ErrorCode;
import dev.parley.domain.account.AccessClaims;
import dev.parley.domain.message.Seq;
import dev.parley.domain.room.RoomId;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads requests and writes answers in the way that all contracts do it. Stateless but for its collaborators. */
public final class Exchange {
    private static final String JSON = "application/json";
    private static final int MAX_DISCARDED = 8 << 20;

    /** The largest whole number that every reader of JSON reads exactly (RFC 8259 §6). */
    private static final long MAX_EXACT = (1L << 53) - 1;

    private final Bearer bearer;
    private final ClientAddress addresses;
    private final int maxBodyBytes;

    public Exchange(Bearer bearer, ClientAddress addresses, int maxBodyBytes) {
        this.bearer = bearer;
        this.addresses = addresses;
        this.maxBodyBytes = maxBodyBytes;
    }

    /** Who sends the request. @throws ChatException.Unauthenticated if it does not prove it */
    public AccessClaims caller(Context ctx) {
        return bearer.authenticate(ctx.header("Authorization"));
    }

    /** The address that the request comes from. */
    public String address(Context ctx) {
        return addresses.of(ctx.req().getRemoteAddr(), ctx.header("X-Forwarded-For"));
    }

    /**
     * The request's JSON object.
     *
     * @throws ChatException.Invalid if it is none
     * @throws PayloadTooLarge if it is too large; a client that is still sending it is listened to for a while, since
     *     one that is hung up on does not read the answer
     */
    public JsonBody body(Context ctx) throws IOException {
        InputStream in = ctx.req().getInputStream();
        byte[] body = in.readNBytes(maxBodyBytes);
        if (body.length == maxBodyBytes && in.read() >= 0) {
            discard(in);
            throw new PayloadTooLarge();
        }
        return Json.read(ByteBuffer.wrap(body));
    }

    private static void discard(InputStream in) throws IOException {
        byte[] buffer = new byte[8 << 10];
        int read = 0;
        for (int discarded = 0; read >= 0 && discarded < MAX_DISCARDED; discarded += read) {
            read = in.read(buffer);
        }
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

    /** A limit from the query; the caller knows its upper bound. */
    public int limit(Context ctx, int otherwise) {
        return page(ctx, "limit")
                .map(limit -> (int) Math.min(limit, Integer.MAX_VALUE))
                .orElse(otherwise);
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

    /** The body is larger than this server reads. It is no refusal of the domain: only transports have sizes. */
    public static final class PayloadTooLarge extends RuntimeException {
        private static final long serialVersionUID = 1L;

        PayloadTooLarge() {
            super(ErrorCode.PAYLOAD_TOO_LARGE.sentence(), null, false, false);
        }
    }
}
