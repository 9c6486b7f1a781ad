package dev.parley.bootstrap;

import org.jspecify.annotations.Nullable;

/**
 * One row of the table of settings.
 *
 * @param name of the environment variable
 * @param defaultText what it is when nobody sets it, as one would write it; null if it may be absent
 * @param sentence what it means, for the operator
 * @param secret whether its value is never shown, and may also be read from the file that {@code NAME_FILE} names
 */
record Setting<T>(
        String name, SettingType<T> type, @Nullable String defaultText, String sentence, boolean secret) {
    static final String FILE_SUFFIX = "_FILE";

    static <T> Setting<T> of(String name, SettingType<T> type, String defaultText, String sentence) {
        return new Setting<>(name, type, defaultText, sentence, false);
    }

    static <T> Setting<T> optional(String name, SettingType<T> type, String sentence) {
        return new Setting<>(name, type, null, sentence, false);
    }

    static <T> Setting<T> secret(String name, SettingType<T> type, String sentence) {
        return new Setting<>(name, type, null, sentence, true);
    }

    /** The name of the variable that names the file with the value. */
    String fileName() {
        return name + FILE_SUFFIX;
    }

    /** The default, read as if somebody had set it. */
    T defaultValue() {
        if (defaultText == null) {
            throw new IllegalStateException(name + " has no default");
        }
        return type.parse(defaultText);
    }
}
