package dev.parley.http.socket;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.parley.application.language.Languages;
import dev.parley.application.realtime.Event;
import dev.parley.application.realtime.EventFormat;
import dev.parley.application.room.RoomState;
import dev.parley.domain.ChatException;
import dev.parley.domain.account.AccessClaims;
import dev.parley.domain.account.User;
import dev.parley.domain.presence.PresenceState;
import dev.parley.http.request.Json;
import dev.parley.http.request.MessageJson;
import dev.parley.http.request.PersonJson;
import dev.parley.http.request.Refusals;
import dev.parley.http.request.RoomJson;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes the frames that the server sends in {@code parley.v1}: of each, the type is the first member. */
public final class SocketFormat implements EventFormat {
    static final byte[] PONG = Json.object(json -> writeType(json, ServerFrame.PONG));

    private final Languages languages;

    public SocketFormat(Languages languages) {
        this.languages = languages;
    }

    @Override
    public byte[] encode(Event event) {
        return Json.object(json -> {
            if (event instanceof Event.MessageChanged changed) {
                writeType(json, ServerFrame.MESSAGE);
                json.writeNumberField("room", changed.message().message().room().value());
                json.writeFieldName("message");
                MessageJson.write(json, changed.message(), languages);
            } else if (event instanceof Event.CaughtUp caughtUp) {
                writeType(json, ServerFrame.CAUGHT_UP);
                json.writeNumberField("room", caughtUp.room().value());
                json.writeNumberField("rev", caughtUp.rev().value());
            } else if (event instanceof Event.Typing typing) {
                writeTyping(json, typing);
            } else if (event instanceof Event.Read read) {
                writeType(json, ServerFrame.READ);
                json.writeNumberField("room", read.room().value());
                json.writeNumberField("user", read.user().value());
                json.writeNumberField("seq", read.seq().value());
            } else if (event instanceof Event.RoomEntered entered) {
                writeType(json, ServerFrame.ROOM);
                json.writeFieldName("room");
                RoomJson.write(json, entered.state());
            } else if (event instanceof Event.RoomChanged changed) {
                writeType(json, ServerFrame.ROOM);
                json.writeFieldName("room");
                RoomJson.write(json, changed.room());
            } else if (event instanceof Event.RoomLeft left) {
                writeType(json, ServerFrame.LEFT);
                json.writeNumberField("room", left.room().value());
            } else if (event instanceof Event.PresenceChanged changed) {
                writePresence(json, changed);
            } else if (event instanceof Event.TokenExpiring expiring) {
                writeType(json, ServerFrame.TOKEN_EXPIRING);
                json.writeNumberField("in_ms", expiring.in().toMillis());
            } else if (event instanceof Event.Bye bye) {
                writeType(json, ServerFrame.BYE);
                json.writeNumberField("retry_after_ms", bye.retryAfter().toMillis());
            }
        });
    }

    private static void writeTyping(JsonGenerator json, Event.Typing typing) throws IOException {
        writeType(json, ServerFrame.TYPING);
        json.writeNumberField("room", typing.room().value());
        json.writeArrayFieldStart("users");
        for (User user : typing.users()) {
            MessageJson.writeAuthor(json, user);
        }
        json.writeEndArray();
    }

    private static void writePresence(JsonGenerator json, Event.PresenceChanged changed) throws IOException {
        writeType(json, ServerFrame.PRESENCE);
        json.writeArrayFieldStart("users");
        for (PresenceState state : changed.states()) {
            json.writeStartObject();
            json.writeNumberField("id", state.user().value());
            PersonJson.writeMembers(json, state);
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    /** The first frame after authentication. */
    public static byte[] hello(
            AccessClaims claims, User user, List<RoomState> rooms, int maxMessageLength, Duration heartbeat) {
        return Json.object(json -> {
            writeType(json, ServerFrame.HELLO);
            json.writeFieldName("user");
            MessageJson.writeAuthor(json, user);
            json.writeStringField("session", claims.session().value());
            json.writeArrayFieldStart("rooms");
            for (RoomState room : rooms) {
                RoomJson.write(json, room);
            }
            json.writeEndArray();
            json.writeObjectFieldStart("limits");
            json.writeNumberField("max_message_length", maxMessageLength);
            json.writeNumberField("max_frame_bytes", SocketServer.MAX_FRAME_BYTES);
            json.writeEndObject();
            json.writeNumberField("heartbeat_ms", heartbeat.toMillis());
        });
    }

    static byte[] ok(@Nullable String ref, Json.Members members) {
        return Json.object(json -> {
            writeType(json, ServerFrame.OK);
            writeRef(json, ref);
            members.writeTo(json);
        });
    }

    static byte[] error(@Nullable String ref, ChatException refusal) {
        return Json.object(json -> {
            writeType(json, ServerFrame.ERROR);
            writeRef(json, ref);
            Refusals.writeMembers(json, refusal);
        });
    }

    private static void writeType(JsonGenerator json, ServerFrame type) throws IOException {
        json.writeStringField("type", type.wireName());
    }

    private static void writeRef(JsonGenerator json, @Nullable String ref) throws IOException {
        if (ref != null) {
            json.writeStringField("ref", ref);
        }
    }
}
