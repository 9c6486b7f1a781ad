package dev.parley.sql;

import dev.parley.domain.account.Language;
import dev.parley.domain.message.Content;
import dev.parley.domain.message.Translations;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Translations as they stand in {@code messages}: languages and texts in turn, set apart by the unit separator of ASCII,
 * which no text of a message has in it. None are null.
 */
final class TranslationsText {
    private static final String SEPARATOR = "\u001F";

    private TranslationsText() {}

    static @Nullable String write(Translations translations) {
        if (translations.isEmpty()) {
            return null;
        }
        StringBuilder text = new StringBuilder();
        for (Map.Entry<Language, Content> each : translations.texts().entrySet()) {
            text.append(text.isEmpty() ? "" : SEPARATOR)
                    .append(each.getKey())
                    .append(SEPARATOR)
                    .append(each.getValue());
        }
        return text.toString();
    }

    static Translations read(@Nullable String text) {
        if (text == null) {
            return Translations.NONE;
        }
        String[] parts = text.split(SEPARATOR, -1);
        Translations translations = Translations.NONE;
        for (int i = 0; i < parts.length; i += 2) {
            translations = translations.with(Translations.of(new Language(parts[i]), new Content(parts[i + 1])));
        }
        return translations;
    }
}
