package dev.parley.translation;

import okhttp3.HttpUrl;
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

    /** Whether the address is one that can be asked: its port may be too high, or its host none. */
    public static boolean isReadable(String url) {
        return HttpUrl.parse(url) != null;
    }

    @Override
    public String toString() {
        return "TranslationConfig[" + kind + " at " + url + "]";
    }
}
