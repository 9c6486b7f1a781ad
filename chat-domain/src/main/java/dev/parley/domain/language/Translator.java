package dev.parley.domain.language;

import dev.parley.domain.ChatException;
import dev.parley.domain.account.Language;

/**
 * Translates texts by a service outside of this house, which may be slow, away or wrong. Safe for concurrent use.
 *
 * <p>Languages are {@linkplain Language#primary() primary}. What comes back is what the service said: whoever asks
 * judges it. Both methods block, for some seconds at most.
 */
public interface Translator {
    /**
     * Whether the service translates the one into the other.
     *
     * @throws ChatException.Unavailable if it does not say
     */
    boolean translates(Language from, Language to);

    /**
     * The text in the other language.
     *
     * @throws ChatException.Unavailable if the service does not answer in time, or with something else than a text
     */
    String translate(String text, Language from, Language to);
}
