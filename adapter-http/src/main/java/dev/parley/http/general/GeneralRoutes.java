package dev.parley.http.general;

import dev.parley.application.UseCases;
import dev.parley.application.limit.RateLimiter;
import dev.parley.application.message.Page;
import dev.parley.application.message.Sent;
import dev.parley.application.profile.AuthoredMessage;
import dev.parley.domain.account.UserId;
import dev.parley.domain.message.Captions;
import dev.parley.domain.room.RoomId;
import dev.parley.http.request.Exchange;
import dev.parley.http.request.Forms;
import dev.parley.http.request.Json;
import dev.parley.http.request.JsonBody;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Serves contract A: sign up, write to General and read it; the login it shares. Tombstones are not shown: it has none. */
public final class GeneralRoutes {
    private final UseCases services;
    private final Exchange exchange;
    private final RateLimiter signUpsPerAddress;

    public GeneralRoutes(UseCases services, Exchange exchange, RateLimiter signUpsPerAddress) {
        this.services = services;
        this.exchange = exchange;
        this.signUpsPerAddress = signUpsPerAddress;
    }

    public void addTo(RoutesConfig routes) {
        routes.post("/signup", this::signUp);
        routes.post("/message", this::send);
        routes.get("/messages", this::messages);
    }

    private void signUp(Context ctx) throws IOException {
        signUpsPerAddress.take(exchange.address(ctx));
        services.accounts().signUp(Forms.signUp(exchange.body(ctx)));
        say(ctx, 201, "User registered successfully");
    }

    private void send(Context ctx) throws IOException {
        UserId author = exchange.caller(ctx).user();
        JsonBody body = exchange.body(ctx);
        CompletableFuture<Sent> sending =
                services.messaging().send(author, RoomId.GENERAL, body.text("content"), Forms.clientId(ctx, body));
        exchange.answerLater(ctx, sending, sent -> say(ctx, sent.repeated() ? 200 : 201, "Message sent successfully"));
    }

    private void messages(Context ctx) {
        UserId reader = exchange.caller(ctx).user();
        List<AuthoredMessage> messages = services.messaging().newestKept(reader, RoomId.GENERAL, Page.DEFAULT_LIMIT);
        exchange.answer(ctx, 200, Json.value(json -> {
            json.writeStartArray();
            for (AuthoredMessage authored : messages) {
                json.writeStartObject();
                json.writeStringField("author", authored.author().username().value());
                json.writeStringField("content", Captions.text(authored.message()));
                json.writeStringField(
                        "timestamp",
                        authored.message()
                                .sentAt()
                                .truncatedTo(ChronoUnit.SECONDS)
                                .toString());
                json.writeEndObject();
            }
            json.writeEndArray();
        }));
    }

    private void say(Context ctx, int status, String sentence) {
        exchange.answer(ctx, status, json -> json.writeStringField("message", sentence));
    }
}
