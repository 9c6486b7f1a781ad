package dev.parley.http.direct;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.parley.application.UseCases;
import dev.parley.application.language.Languages;
import dev.parley.domain.account.Language;
import dev.parley.domain.account.UserId;
import dev.parley.domain.message.Content;
import dev.parley.domain.message.Message;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How somebody reads messages: each with its language, and in the own one as well if it has been translated into that.
 *
 * @param language a primary one; null if nothing is to be translated
 */
record Reading(Languages languages, @Nullable Language language) {
    /** That of everybody at once. */
    static Reading ofAll(Languages languages) {
        return new Reading(languages, null);
    }

    /** As the user has set it, on whatever node. */
    static Reading of(UserId reader, UseCases services) {
        Language language = services.profiles().of(reader, Duration.ZERO).language();
        return new Reading(services.languages(), language == null ? null : language.primary());
    }

    /** Null if that cannot be told. */
    @Nullable
    String languageOf(Message message) {
        return languages.of(message).map(Language::tag).orElse(null);
    }

    /** Nothing if there is none. */
    void writeTranslation(JsonGenerator json, Message message) throws IOException {
        Content text = language == null ? null : message.translations().texts().get(language);
        if (text != null && language != null) {
            json.writeObjectFieldStart("translation");
            json.writeStringField("lang", language.tag());
            json.writeStringField("content", text.text());
            json.writeEndObject();
        }
    }
}
