package dev.parley.http.shared;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.parley.application.profile.AuthoredMessage;
import dev.parley.application.realtime.Event;
import dev.parley.application.realtime.EventFormat;
import dev.parley.domain.room.Room;
import dev.parley.http.request.Json;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Writes new messages in the words of a contract, and has none for anything else. What was taken back is left out. */
public final class NewMessages implements EventFormat {
    private final Words words;

    public NewMessages(Words words) {
        this.words = words;
    }

    /** Writes the members of a message's frame. */
    public interface Words {
        void write(JsonGenerator json, AuthoredMessage message, Room room) throws IOException;
    }

    @Override
    public boolean tellsOfNewAlone() {
        return true;
    }

    @Override
    public byte @Nullable [] encode(Event event) {
        if (event instanceof Event.MessageChanged changed
                && !changed.message().message().deleted()) {
            return frame(changed.message(), changed.room());
        }
        return null;
    }

    byte[] frame(AuthoredMessage message, Room room) {
        return Json.object(json -> words.write(json, message, room));
    }
}
