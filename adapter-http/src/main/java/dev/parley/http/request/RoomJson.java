package dev.parley.http.request;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.parley.application.room.RoomState;
import dev.parley.domain.room.JoinCode;
import dev.parley.domain.room.Membership;
import dev.parley.domain.room.Role;
import dev.parley.domain.room.Room;
import dev.parley.domain.room.RoomName;
import java.io.IOException;
import java.util.Locale;

/** Writes rooms as {@code /api/v1} and its socket show them. */
public final class RoomJson {
    private RoomJson() {}

    /** What everybody may know who may know of the room. */
    public static void write(JsonGenerator json, Room room) throws IOException {
        json.writeStartObject();
        RoomName name = room.name();
        writeMembers(json, room, name == null ? "" : name.value());
        json.writeEndObject();
    }

    /** What an admin knows of it who is not in it. */
    public static void writeFromOutside(JsonGenerator json, Room room) throws IOException {
        json.writeStartObject();
        RoomName name = room.name();
        writeMembers(json, room, name == null ? "" : name.value());
        writeCode(json, room);
        json.writeEndObject();
    }

    private static void writeCode(JsonGenerator json, Room room) throws IOException {
        JoinCode code = room.code();
        if (code != null) {
            json.writeStringField("code", code.value());
        }
    }

    /** What a member knows of it when it has just come in, or has changed it. */
    public static void write(JsonGenerator json, Membership membership, String title) throws IOException {
        json.writeStartObject();
        writeMembers(json, membership, title);
        json.writeEndObject();
    }

    /** What a member knows of it. */
    public static void write(JsonGenerator json, RoomState state) throws IOException {
        json.writeStartObject();
        writeMembers(json, state);
        json.writeEndObject();
    }

    public static void writeMembers(JsonGenerator json, RoomState state) throws IOException {
        writeMembers(json, state.membership(), state.title());
        json.writeNumberField("last_seq", state.head().lastSeq().value());
        json.writeNumberField("last_rev", state.head().lastRev().value());
        json.writeNumberField("read_seq", state.readSeq().value());
    }

    private static void writeMembers(JsonGenerator json, Membership membership, String title) throws IOException {
        Room room = membership.room();
        writeMembers(json, room, title);
        json.writeStringField("role", word(membership.role()));
        if (membership.role().isAtLeast(Role.MODERATOR)) {
            writeCode(json, room);
        }
    }

    private static void writeMembers(JsonGenerator json, Room room, String title) throws IOException {
        json.writeNumberField("id", room.id().value());
        json.writeStringField("name", title);
        json.writeStringField("kind", word(room.kind()));
        json.writeStringField("join", word(room.join()));
        json.writeStringField("history", word(room.history()));
        if (room.creator() != null) {
            json.writeNumberField("creator", room.creator().value());
        }
        json.writeStringField("created_at", MessageJson.time(room.createdAt()));
    }

    /** A word of the wire, for instance {@code since_joining}. */
    public static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
