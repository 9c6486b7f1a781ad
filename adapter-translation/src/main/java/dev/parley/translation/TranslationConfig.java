package dev.parley.translation;

import org.jspecify.annotations.Nullable;

/**
 * Which service translates.
 *
 * @param url of its root, http or https
 * @param apiKey null if it wants none
 */
public record TranslationConfig(
        Kind kind, String url, @Nullable String apiKey) {
    /** What the service speaks. */
    public enum Kind {
        LIBRETRANSLATE,
        APERTIUM
    }

    @Override
    public String toString() {
        return "TranslationConfig[" + kind + " at " + url + "]";
    }
}
