package dev.parley.domain.message;

import dev.parley.domain.account.Language;
import java.util.Collections;
import java.util.Comparator;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a message says in other languages than its own. Immutable.
 *
 * @param texts by language, in the order of the tags; at most {@value #MAX}, none of them empty
 */
public record Translations(SortedMap<Language, Content> texts) {
    /** The most languages into which one message is translated. */
    public static final int MAX = 8;

    /** Those of most messages. */
    public static final Translations NONE = new Translations(empty());

    /** @throws IllegalArgumentException if there are too many, or one is empty */
    public Translations {
        SortedMap<Language, Content> sorted = empty();
        sorted.putAll(texts);
        if (sorted.size() > MAX || sorted.containsValue(Content.NONE)) {
            throw new IllegalArgumentException("translations into " + sorted.keySet());
        }
        texts = Collections.unmodifiableSortedMap(sorted);
    }

    private static SortedMap<Language, Content> empty() {
        return new TreeMap<>(Comparator.comparing(Language::tag));
    }

    /** A translation into one language. */
    public static Translations of(Language language, Content text) {
        SortedMap<Language, Content> one = empty();
        one.put(language, text);
        return new Translations(one);
    }

    public boolean isEmpty() {
        return texts.isEmpty();
    }

    /** These and the others, which replace those into the same languages; those for which there is no place are left out. */
    public Translations with(Translations others) {
        SortedMap<Language, Content> all = empty();
        all.putAll(texts);
        others.texts.forEach((language, text) -> {
            if (all.size() < MAX || all.containsKey(language)) {
                all.put(language, text);
            }
        });
        return new Translations(all);
    }
}
