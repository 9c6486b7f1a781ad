package dev.parley.http.api;

import dev.parley.application.UseCases;
import dev.parley.application.message.Changes;
import dev.parley.application.message.Page;
import dev.parley.application.message.Sent;
import dev.parley.application.profile.AuthoredMessage;
import dev.parley.domain.ChatException;
import dev.parley.domain.ErrorCode;
import dev.parley.domain.account.UserId;
import dev.parley.domain.file.FileId;
import dev.parley.domain.message.Emoji;
import dev.parley.domain.message.Rev;
import dev.parley.domain.message.Seq;
import dev.parley.domain.room.RoomId;
import dev.parley.http.request.Exchange;
import dev.parley.http.request.Forms;
import dev.parley.http.request.Json;
import dev.parley.http.request.JsonBody;
import dev.parley.http.request.MessageJson;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Serves sending, changing and reading messages, and read marks. */
public final class MessageRoutes {
    private static final String MESSAGES = "/api/v1/rooms/{room}/messages";
    private static final String REACTION = MESSAGES + "/{seq}/reactions/{emoji}";

    private final UseCases services;
    private final Exchange exchange;

    public MessageRoutes(UseCases services, Exchange exchange) {
        this.services = services;
        this.exchange = exchange;
    }

    public void addTo(RoutesConfig routes) {
        routes.post(MESSAGES, this::send);
        routes.get(MESSAGES, this::history);
        routes.patch(MESSAGES + "/{seq}", this::edit);
        routes.delete(MESSAGES + "/{seq}", this::delete);
        routes.put(REACTION, ctx -> react(ctx, true));
        routes.delete(REACTION, ctx -> react(ctx, false));
        routes.get("/api/v1/rooms/{room}/changes", this::changes);
        routes.put("/api/v1/rooms/{room}/read", this::markRead);
    }

    private void send(Context ctx) throws IOException {
        UserId author = exchange.caller(ctx).user();
        RoomId room = exchange.room(ctx);
        JsonBody body = exchange.body(ctx);
        List<FileId> files = Forms.files(body);
        CompletableFuture<Sent> sending = services.messaging()
                .send(author, room, Forms.content(body, files), Forms.clientId(ctx, body), Forms.replyTo(body), files);
        exchange.answerLater(ctx, sending, sent -> answer(ctx, sent.repeated() ? 200 : 201, sent.message()));
    }

    private void edit(Context ctx) throws IOException {
        UserId author = exchange.caller(ctx).user();
        CompletableFuture<AuthoredMessage> editing = services.messaging()
                .edit(
                        author,
                        exchange.room(ctx),
                        exchange.seq(ctx),
                        exchange.body(ctx).text("content"));
        exchange.answerLater(ctx, editing, message -> answer(ctx, 200, message));
    }

    private void delete(Context ctx) {
        UserId author = exchange.caller(ctx).user();
        CompletableFuture<AuthoredMessage> deleting =
                services.messaging().delete(author, exchange.room(ctx), exchange.seq(ctx));
        exchange.answerLater(ctx, deleting, message -> answer(ctx, 200, message));
    }

    private void react(Context ctx, boolean on) {
        UserId user = exchange.caller(ctx).user();
        Emoji emoji = new Emoji(ctx.pathParam("emoji"));
        CompletableFuture<AuthoredMessage> reacting =
                services.messaging().react(user, exchange.room(ctx), exchange.seq(ctx), emoji, on);
        exchange.answerLater(ctx, reacting, message -> answer(ctx, 200, message));
    }

    private void history(Context ctx) {
        UserId reader = exchange.caller(ctx).user();
        List<AuthoredMessage> messages = services.messaging().history(reader, exchange.room(ctx), page(ctx));
        exchange.answer(ctx, 200, json -> MessageJson.write(json, "messages", messages));
    }

    private Page page(Context ctx) {
        int limit = exchange.limit(ctx, Page.MAX_LIMIT);
        Optional<Page> before = side(ctx, "before", Page.Side.BEFORE, limit);
        Optional<Page> after = side(ctx, "after", Page.Side.AFTER, limit);
        Optional<Page> around = side(ctx, "around", Page.Side.AROUND, limit);
        List<Page> pages = List.of(before, after, around).stream()
                .flatMap(Optional::stream)
                .toList();
        if (pages.size() > 1) {
            throw new ChatException.Invalid(ErrorCode.INVALID_PAGE, "Only one of before, after and around can be.");
        }
        return pages.isEmpty() ? Page.newest(limit) : pages.get(0);
    }

    private Optional<Page> side(Context ctx, String name, Page.Side side, int limit) {
        return exchange.page(ctx, name).map(anchor -> new Page(side, new Seq(anchor), limit));
    }

    private void changes(Context ctx) {
        UserId reader = exchange.caller(ctx).user();
        Rev since = new Rev(exchange.page(ctx, "since").orElse(0L));
        int limit = exchange.limit(ctx, Page.MAX_LIMIT);
        Changes changes = services.messaging().changes(reader, exchange.room(ctx), since, limit);
        exchange.answer(ctx, 200, json -> {
            MessageJson.write(json, "messages", changes.messages());
            json.writeNumberField("rev", changes.rev().value());
        });
    }

    private void markRead(Context ctx) throws IOException {
        UserId reader = exchange.caller(ctx).user();
        Seq seq = new Seq(exchange.body(ctx).number("seq"));
        Seq mark = services.messaging().markRead(reader, exchange.room(ctx), seq);
        exchange.answer(ctx, 200, json -> json.writeNumberField("seq", mark.value()));
    }

    private void answer(Context ctx, int status, AuthoredMessage message) {
        exchange.answer(ctx, status, Json.value(json -> MessageJson.write(json, message)));
    }
}
