package dev.parley.http.shared;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.parley.application.profile.AuthoredMessage;
import dev.parley.application.realtime.Event;
import dev.parley.application.realtime.EventFormat;
import dev.parley.domain.account.Language;
import dev.parley.domain.presence.PresenceState;
import dev.parley.domain.room.Room;
import dev.parley.http.request.Json;
import java.io.IOException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Writes new messages in the words of a contract, perhaps also who comes and goes, and has none for anything else. What was
 * taken back is left out.
 */
public final class NewMessages implements EventFormat {
    private final Words words;
    private final @Nullable Function<PresenceState, byte[]> presence;
    private final @Nullable Language language;

    public NewMessages(Words words) {
        this(words, null, null);
    }

    /**
     * @param presence writes a frame that says whether somebody is online; null if the contract has none
     * @param language a primary one: a message that has been translated into it is told once more; null if none is
     */
    public NewMessages(Words words, @Nullable Function<PresenceState, byte[]> presence, @Nullable Language language) {
        this.words = words;
        this.presence = presence;
        this.language = language;
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
    public boolean tellsOfTranslations() {
        return language != null;
    }

    @Override
    public boolean wantsEverybody() {
        return presence != null;
    }

    @Override
    public byte @Nullable [] encode(Event event) {
        if (event instanceof Event.MessageChanged changed
                && !changed.message().message().deleted()) {
            return frame(changed.message(), changed.room());
        }
        if (event instanceof Event.MessageTranslated translated && isRead(translated.message())) {
            return frame(translated.message(), translated.room());
        }
        if (event instanceof Event.PresenceChanged changed && presence != null) {
            return presence.apply(changed.states().get(0)); // Who wants everybody is told of each by itself.
        }
        return null;
    }

    private boolean isRead(AuthoredMessage message) {
        return language != null && message.message().translations().texts().containsKey(language);
    }

    byte[] frame(AuthoredMessage message, Room room) {
        return Json.object(json -> words.write(json, message, room));
    }
}
