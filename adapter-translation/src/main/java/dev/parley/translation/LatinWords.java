package dev.parley.translation;

import com.optimaize.langdetect.DetectedLanguage;
import com.optimaize.langdetect.LanguageDetector;
import com.optimaize.langdetect.LanguageDetectorBuilder;
import com.optimaize.langdetect.ngram.NgramExtractors;
import com.optimaize.langdetect.profiles.LanguageProfileReader;
import com.optimaize.langdetect.text.CommonTextObjectFactories;
import com.optimaize.langdetect.text.TextObjectFactory;
import dev.parley.domain.account.Language;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Tells languages in Latin letters apart by their runs of one to three letters, with the profiles for short texts.
 *
 * <p>The statistics are always sure of themselves, also of a name or of two languages in one text. So each half of the text
 * is asked as well: one has to say the same, and none may be sure of something else.
 */
final class LatinWords {
    private static final List<String> LANGUAGES = List.of(
            "cs", "da", "de", "en", "es", "fi", "fr", "id", "it", "nl", "no", "pl", "pt", "ro", "sv", "tr", "vi");

    private static final int LEAST_WORDS = 3;
    private static final int LEAST_LETTERS = 12;

    /** One word in so many may lack a vowel, as those of keys that were hit at random do, or be laughter. */
    private static final int MOST_STRANGE = 4;

    private static final int SHORT_WORD = 2;
    private static final double CONFIDENT = 0.95;
    private static final double SURE = 0.99;

    /** Laughter, in whatever language. */
    private static final Pattern REPEATED = Pattern.compile("(.{1,2})\\1{2,}.?");

    private LatinWords() {}

    /** Made when the first text needs it: that takes a third of a second. */
    private static final class Statistics {
        /** Up to there all runs of letters are counted; of longer texts, and there are none, some would be drawn by lot. */
        private static final int LONGEST = 10_000;

        static final TextObjectFactory TEXTS = CommonTextObjectFactories.forDetectingShortCleanText();
        static final LanguageDetector DETECTOR = load();

        private Statistics() {}

        private static LanguageDetector load() {
            try {
                return LanguageDetectorBuilder.create(NgramExtractors.standard())
                        .shortTextAlgorithm(LONGEST)
                        .withProfiles(new LanguageProfileReader().read("languages.shorttext", LANGUAGES))
                        .build();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    static void warmUp() {
        Guess unused = guess("the profiles are read");
    }

    /** @param text its words in lower case, set apart by single spaces */
    static Optional<Language> language(String text) {
        String[] words = text.split(" ", -1);
        if (words.length < LEAST_WORDS || text.length() - words.length + 1 < LEAST_LETTERS || isGibberish(words)) {
            return Optional.empty();
        }
        Guess whole = guess(text);
        int half = middle(text);
        Guess first = guess(text.substring(0, half));
        Guess second = guess(text.substring(half + 1));
        boolean agreed = whole.confidence >= CONFIDENT && (first.says(whole) || second.says(whole));
        return agreed && !first.denies(whole) && !second.denies(whole)
                ? Optional.of(new Language(whole.language))
                : Optional.empty();
    }

    private record Guess(String language, double confidence) {
        boolean says(Guess whole) {
            return language.equals(whole.language) && confidence >= CONFIDENT;
        }

        boolean denies(Guess whole) {
            return !language.equals(whole.language) && confidence >= SURE;
        }
    }

    /** The first space in the second half, or the last one before. */
    private static int middle(String text) {
        int space = text.indexOf(' ', text.length() / 2);
        return space < 0 ? text.lastIndexOf(' ') : space;
    }

    private static boolean isGibberish(String[] words) {
        int strange = 0;
        for (String word : words) {
            boolean spoken = word.length() <= SHORT_WORD || word.chars().anyMatch(LatinWords::isVowel);
            if (!spoken || REPEATED.matcher(word).matches()) {
                strange++;
            }
        }
        return strange * MOST_STRANGE > words.length;
    }

    /** Every letter with a diacritic counts: those that carry one are mostly vowels. */
    private static boolean isVowel(int letter) {
        return "aeiouy".indexOf(letter) >= 0 || letter > 'z';
    }

    private static Guess guess(String text) {
        List<DetectedLanguage> found = Statistics.DETECTOR.getProbabilities(Statistics.TEXTS.forText(text));
        return found.isEmpty()
                ? new Guess("", 0)
                : new Guess(found.get(0).getLocale().getLanguage(), found.get(0).getProbability());
    }
}
