package dev.parley.application.language;

import dev.parley.domain.account.Language;
import dev.parley.domain.language.Translator;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** Translates as a test says, into all languages of two letters but French. Guarded by its lock, which is not held meanwhile. */
final class Phrasebook implements Translator {
    private final List<String> asked = new ArrayList<>();
    private UnaryOperator<String> words = text -> text;

    synchronized void say(UnaryOperator<String> now) {
        words = now;
    }

    synchronized List<String> asked() {
        return List.copyOf(asked);
    }

    @Override
    public boolean translates(Language from, Language to) {
        return to.tag().length() == 2 && !to.equals(new Language("fr"));
    }

    @Override
    public String translate(String text, Language from, Language to) {
        UnaryOperator<String> now;
        synchronized (this) {
            asked.add(text);
            now = words;
        }
        return now.apply(text);
    }
}
