package dev.parley.http.api;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.parley.application.UseCases;
import dev.parley.application.limit.RateLimiter;
import dev.parley.domain.ChatException;
import dev.parley.domain.ErrorCode;
import dev.parley.domain.account.AccessClaims;
import dev.parley.domain.account.Device;
import dev.parley.domain.account.Password;
import dev.parley.domain.account.SessionId;
import dev.parley.http.request.Exchange;
import dev.parley.http.request.JsonBody;
import dev.parley.http.request.MessageJson;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.util.List;

/** Serves where one is signed in, and one's password. */
public final class SessionRoutes {
    private static final String BASE = "/api/v1/auth/";

    private final UseCases services;
    private final Exchange exchange;
    private final RateLimiter attemptsPerAddress;

    public SessionRoutes(UseCases services, Exchange exchange, RateLimiter attemptsPerAddress) {
        this.services = services;
        this.exchange = exchange;
        this.attemptsPerAddress = attemptsPerAddress;
    }

    public void addTo(RoutesConfig routes) {
        routes.get(BASE + "sessions", this::list);
        routes.delete(BASE + "sessions/{session}", this::end);
        routes.post(BASE + "password", this::changePassword);
    }

    private void list(Context ctx) {
        AccessClaims caller = exchange.caller(ctx);
        List<Device> devices = services.devices().of(caller);
        exchange.answer(ctx, 200, json -> {
            json.writeArrayFieldStart("sessions");
            for (Device device : devices) {
                write(json, device, device.session().equals(caller.session()));
            }
            json.writeEndArray();
        });
    }

    private static void write(JsonGenerator json, Device device, boolean current) throws IOException {
        json.writeStartObject();
        json.writeStringField("id", device.session().value());
        if (device.name() != null) {
            json.writeStringField("device", device.name().value());
        }
        json.writeStringField("created_at", MessageJson.time(device.createdAt()));
        json.writeStringField("last_used_at", MessageJson.time(device.usedAt()));
        json.writeStringField("expires_at", MessageJson.time(device.expiresAt()));
        json.writeBooleanField("current", current);
        json.writeEndObject();
    }

    private void end(Context ctx) {
        AccessClaims caller = exchange.caller(ctx);
        services.devices().end(caller, session(ctx));
        ctx.status(204);
    }

    /** A text that can be no session is nobody's. */
    private static SessionId session(Context ctx) {
        try {
            return new SessionId(ctx.pathParam("session"));
        } catch (ChatException.Unauthenticated e) {
            throw new ChatException.NotFound(ErrorCode.SESSION_NOT_FOUND);
        }
    }

    private void changePassword(Context ctx) throws IOException {
        AccessClaims caller = exchange.caller(ctx);
        attemptsPerAddress.take(exchange.address(ctx));
        JsonBody body = exchange.body(ctx);
        Password next = new Password(body.text("new"));
        services.passwords().change(caller, body.text("current"), next);
        ctx.status(204);
    }
}
