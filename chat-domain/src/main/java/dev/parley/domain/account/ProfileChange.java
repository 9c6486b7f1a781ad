package dev.parley.domain.account;

import org.jspecify.annotations.Nullable;

/**
 * What a user wants to be changed of how it is shown.
 *
 * @param displayName null if it stays
 * @param changesLanguage whether the language becomes the one that is given; otherwise it stays
 * @param language null if none is to be known any more
 */
public record ProfileChange(
        @Nullable DisplayName displayName,
        boolean changesLanguage,
        @Nullable Language language) {
    public ProfileChange {
        if (!changesLanguage && language != null) {
            throw new IllegalArgumentException("a language is given, and is not to change");
        }
    }
}
