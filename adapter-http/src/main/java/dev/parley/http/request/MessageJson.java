package dev.parley.http.request;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.parley.application.profile.AuthoredMessage;
import dev.parley.domain.account.User;
import dev.parley.domain.account.UserId;
import dev.parley.domain.file.Attachment;
import dev.parley.domain.file.Pixels;
import dev.parley.domain.message.Message;
import dev.parley.domain.message.Reactions;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Collection;
import java.util.List;

/** Writes messages and people as {@code /api/v1} and its socket show them. */
public final class MessageJson {
    private static final DateTimeFormatter MILLISECONDS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    /** So many of those who reacted with an emoji are named; the others are counted. */
    private static final int MAX_SHOWN = 50;

    private static final String FILES = "/api/v1/files/";

    private MessageJson() {}

    public static void write(JsonGenerator json, AuthoredMessage authored) throws IOException {
        Message message = authored.message();
        json.writeStartObject();
        json.writeStringField("id", message.room() + "-" + message.seq());
        json.writeNumberField("room", message.room().value());
        json.writeNumberField("seq", message.seq().value());
        json.writeNumberField("rev", message.rev().value());
        json.writeFieldName("author");
        writeAuthor(json, authored.author());
        json.writeStringField("content", message.content().text());
        if (message.replyTo() != null) {
            json.writeNumberField("reply_to", message.replyTo().value());
        }
        if (!message.reactions().isEmpty()) {
            writeReactions(json, message.reactions());
        }
        if (!message.files().isEmpty()) {
            writeFiles(json, message.files());
        }
        json.writeStringField("sent_at", time(message.sentAt()));
        Instant editedAt = message.editedAt();
        if (editedAt != null) {
            json.writeStringField("edited_at", time(editedAt));
        }
        if (message.deleted()) {
            json.writeBooleanField("deleted", true);
        }
        if (message.key().clientId().isPresent()) {
            json.writeStringField("client_id", message.key().clientId().get().value());
        }
        json.writeEndObject();
    }

    private static void writeFiles(JsonGenerator json, List<Attachment> files) throws IOException {
        json.writeArrayFieldStart("files");
        for (Attachment file : files) {
            writeFile(json, file);
        }
        json.writeEndArray();
    }

    private static void writeFile(JsonGenerator json, Attachment file) throws IOException {
        json.writeStartObject();
        writeFileMembers(json, file);
        json.writeEndObject();
    }

    private static void writeReactions(JsonGenerator json, Reactions reactions) throws IOException {
        json.writeArrayFieldStart("reactions");
        for (Reactions.Reaction reaction : reactions.each()) {
            json.writeStartObject();
            json.writeStringField("emoji", reaction.emoji().value());
            json.writeNumberField("count", reaction.users().size());
            json.writeArrayFieldStart("users");
            for (UserId user : reaction.users()
                    .subList(0, Math.min(MAX_SHOWN, reaction.users().size()))) {
                json.writeNumber(user.value());
            }
            json.writeEndArray();
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    public static void write(JsonGenerator json, String field, Collection<AuthoredMessage> messages)
            throws IOException {
        json.writeArrayFieldStart(field);
        for (AuthoredMessage message : messages) {
            write(json, message);
        }
        json.writeEndArray();
    }

    /** A file as messages show it, and where it is to be had. */
    public static void writeFileMembers(JsonGenerator json, Attachment file) throws IOException {
        String url = FILES + file.id();
        json.writeStringField("id", file.id().value());
        json.writeStringField("name", file.name().value());
        json.writeStringField("type", file.type().value());
        json.writeNumberField("size", file.size());
        Pixels pixels = file.pixels();
        if (pixels != null) {
            json.writeNumberField("width", pixels.width());
            json.writeNumberField("height", pixels.height());
        }
        json.writeStringField("url", url);
        if (pixels != null) {
            json.writeStringField("thumbnail_url", url + "/thumbnail");
        }
    }

    /** What everybody may know of a user. */
    public static void writeAuthor(JsonGenerator json, User user) throws IOException {
        json.writeStartObject();
        writeAuthorMembers(json, user);
        json.writeEndObject();
    }

    static void writeAuthorMembers(JsonGenerator json, User user) throws IOException {
        json.writeNumberField("id", user.id().value());
        json.writeStringField("username", user.username().value());
        json.writeStringField("display_name", user.displayName().value());
    }

    /** What a user may know of itself. */
    public static void writeSelf(JsonGenerator json, User user) throws IOException {
        json.writeStartObject();
        writeAuthorMembers(json, user);
        if (user.email() != null) {
            json.writeStringField("email", user.email().value());
            json.writeBooleanField("email_verified", user.emailVerified());
        }
        if (user.language() != null) {
            json.writeStringField("language", user.language().tag());
        }
        json.writeStringField("created_at", time(user.createdAt()));
        json.writeEndObject();
    }

    /** RFC 3339 in UTC with milliseconds. */
    public static String time(Instant instant) {
        return MILLISECONDS.format(instant);
    }
}
