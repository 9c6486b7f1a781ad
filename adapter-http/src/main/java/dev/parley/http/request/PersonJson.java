package dev.parley.http.request;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.parley.domain.account.Language;
import dev.parley.domain.account.User;
import dev.parley.domain.presence.PresenceState;
import java.io.IOException;
import java.time.Instant;

/** Writes people as {@code /api/v1} shows them to others: never with an e-mail address. */
public final class PersonJson {
    private PersonJson() {}

    public static void write(JsonGenerator json, User user, PresenceState state) throws IOException {
        json.writeStartObject();
        MessageJson.writeAuthorMembers(json, user);
        Language language = user.language();
        if (language != null) {
            json.writeStringField("language", language.tag());
        }
        writeMembers(json, state);
        json.writeEndObject();
    }

    public static void writeMembers(JsonGenerator json, PresenceState state) throws IOException {
        json.writeBooleanField("online", state.online());
        Instant lastSeen = state.lastSeen();
        if (lastSeen != null) {
            json.writeStringField("last_seen", MessageJson.time(lastSeen));
        }
    }
}
