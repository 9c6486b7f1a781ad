package dev.parley.http.realchat;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.parley.domain.account.Email;
import dev.parley.domain.account.Language;
import dev.parley.domain.account.User;
import dev.parley.domain.account.UserId;
import dev.parley.domain.room.Room;
import dev.parley.domain.room.RoomName;
import dev.parley.http.request.MessageJson;
import java.io.IOException;
import java.util.List;

/** Writes people and groups as contract C shows them: ids are strings, and what is not known is null. */
final class RealchatJson {
    private RealchatJson() {}

    /** What a user may know of itself. */
    static void writeSelf(JsonGenerator json, User user) throws IOException {
        Email email = user.email();
        Language language = user.language();
        json.writeStringField("id", user.id().toString());
        json.writeStringField("email", email == null ? null : email.value());
        json.writeStringField("name", user.displayName().value());
        json.writeStringField("language", language == null ? null : language.tag());
        json.writeStringField("created_at", MessageJson.time(user.createdAt()));
    }

    /** @param members the first of them, by number; a reader who is not among them is named behind them */
    static void writeGroup(JsonGenerator json, Room room, List<UserId> members, UserId reader) throws IOException {
        RoomName name = room.name();
        json.writeStartObject();
        json.writeStringField("id", room.id().toString());
        json.writeStringField("name", name == null ? "" : name.value());
        json.writeArrayFieldStart("members");
        for (UserId member : members) {
            json.writeString(member.toString());
        }
        if (!members.contains(reader)) {
            json.writeString(reader.toString());
        }
        json.writeEndArray();
        json.writeStringField("created_at", MessageJson.time(room.createdAt()));
        json.writeEndObject();
    }
}
