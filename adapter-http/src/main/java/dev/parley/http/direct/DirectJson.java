package dev.parley.http.direct;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.parley.application.profile.AuthoredMessage;
import dev.parley.domain.account.UserId;
import dev.parley.domain.file.Attachment;
import dev.parley.domain.message.Message;
import dev.parley.domain.presence.PresenceState;
import dev.parley.domain.room.Pair;
import dev.parley.domain.room.Room;
import dev.parley.http.request.Json;
import dev.parley.http.request.MessageJson;
import java.io.IOException;

/** Writes messages as contracts C and D show them: C's ids are strings, D's are numbers. */
final class DirectJson {
    /** Where contract C has files, which are shown and sent as their paths. */
    static final String UPLOADS = "/uploads/";

    /** A message's number is its room's times this, plus its seq: exact in JSON for 67 million rooms of 134 million messages. */
    private static final long SEQS = 1L << 27;

    private DirectJson() {}

    /** A frame, for both contracts. */
    static void writeFrame(JsonGenerator json, AuthoredMessage authored, Room room, Reading reading)
            throws IOException {
        json.writeStringField("type", "message");
        writeForC(json, authored, room, reading);
        Pair pair = room.pair();
        if (pair != null) {
            Message message = authored.message();
            json.writeObjectFieldStart("data");
            json.writeNumberField("id", number(message));
            json.writeNumberField("sender_id", message.author().value());
            json.writeNumberField(
                    "receiver_id", pair.otherThan(message.author()).value());
            json.writeStringField("created_at", MessageJson.time(message.sentAt()));
            json.writeEndObject();
        }
    }

    /** A frame that says whether somebody is online. */
    static byte[] status(PresenceState state) {
        return Json.object(json -> {
            json.writeStringField("type", "user_status");
            json.writeObjectFieldStart("data");
            json.writeNumberField("user_id", state.user().value());
            json.writeBooleanField("online", state.online());
            json.writeEndObject();
        });
    }

    /** The members that C knows. */
    static void writeForC(JsonGenerator json, AuthoredMessage authored, Room room, Reading reading) throws IOException {
        Message message = authored.message();
        Pair pair = room.pair();
        json.writeStringField("id", message.room() + "-" + message.seq());
        json.writeStringField("sender_id", message.author().toString());
        if (pair == null) {
            json.writeStringField("group_id", room.id().toString());
        } else {
            json.writeStringField(
                    "recipient_id", pair.otherThan(message.author()).toString());
        }
        writeRest(json, message, reading);
    }

    /** The members that D knows, and those of C that are not named alike. */
    static void writeForD(JsonGenerator json, AuthoredMessage authored, UserId receiver, Reading reading)
            throws IOException {
        Message message = authored.message();
        json.writeNumberField("id", number(message));
        json.writeNumberField("sender_id", message.author().value());
        json.writeNumberField("receiver_id", receiver.value());
        json.writeStringField("recipient_id", receiver.toString());
        writeRest(json, message, reading);
    }

    private static void writeRest(JsonGenerator json, Message message, Reading reading) throws IOException {
        json.writeStringField("content", message.content().text());
        json.writeStringField("content_lang", reading.languageOf(message));
        json.writeArrayFieldStart("files");
        for (Attachment file : message.files()) {
            json.writeString(UPLOADS + file.id());
        }
        json.writeEndArray();
        json.writeStringField("created_at", MessageJson.time(message.sentAt()));
        reading.writeTranslation(json, message);
    }

    private static long number(Message message) {
        return message.room().value() * SEQS + message.seq().value();
    }
}
