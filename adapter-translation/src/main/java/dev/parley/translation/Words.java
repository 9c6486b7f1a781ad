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
import org.jspecify.annotations.Nullable;

/**
 * Tells languages of one script apart by their runs of one to three letters.
 *
 * <p>The statistics are always sure of themselves, also of a name or of two languages in one text. So each half of the text
 * is asked as well: one has to say the same, and none may be sure of something else.
 */
final class Words {
    private static final int LEAST_WORDS = 3;
    private static final int LEAST_LETTERS = 12;

    /** One word in so many may lack a vowel, as those of keys that were hit at random do, or be laughter. */
    private static final int MOST_STRANGE = 4;

    private static final int SHORT_WORD = 2;
    private static final double CONFIDENT = 0.95;
    private static final double SURE = 0.99;
    private static final double LIKELY = 0.8;

    /** Laughter, in whatever language. */
    private static final Pattern REPEATED = Pattern.compile("(.{1,2})\\1{2,}.?");

    /** Up to there all runs of letters are counted; of longer texts, and there are none, some would be drawn by lot. */
    private static final int LONGEST = 10_000;

    /** With the profiles for short texts, which there are for these. */
    static final Words LATIN = new Words(
            CONFIDENT,
            "languages.shorttext",
            List.of(
                    "cs", "da", "de", "en", "es", "fi", "fr", "id", "it", "nl", "no", "pl", "pt", "ro", "sv", "tr",
                    "vi"));

    static final Words CYRILLIC = new Words(LIKELY, "languages", List.of("be", "bg", "mk", "ru", "sr", "uk"));
    static final Words ARABIC = new Words(LIKELY, "languages", List.of("ar", "fa", "ur"));

    private static final TextObjectFactory TEXTS = CommonTextObjectFactories.forDetectingShortCleanText();

    private final double halfConfident;
    private final String profiles;
    private final List<String> languages;

    /** Made when the first text needs it: that takes a third of a second. Guarded by this. */
    private @Nullable LanguageDetector detector;

    /** @param halfConfident how sure of a language the half has to be that names it too: less where letters have told some already */
    private Words(double halfConfident, String profiles, List<String> languages) {
        this.halfConfident = halfConfident;
        this.profiles = profiles;
        this.languages = languages;
    }

    private synchronized LanguageDetector detector() {
        LanguageDetector made = detector;
        if (made == null) {
            try {
                made = LanguageDetectorBuilder.create(NgramExtractors.standard())
                        .shortTextAlgorithm(LONGEST)
                        .withProfiles(new LanguageProfileReader().read(profiles, languages))
                        .build();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            detector = made;
        }
        return made;
    }

    void warmUp() {
        LanguageDetector unused = detector();
    }

    /** @param text its words in lower case, set apart by single spaces */
    Optional<Language> language(String text) {
        String[] words = text.split(" ", -1);
        if (words.length < LEAST_WORDS || text.length() - words.length + 1 < LEAST_LETTERS || isGibberish(words)) {
            return Optional.empty();
        }
        Guess whole = guess(text);
        int half = middle(text);
        Guess first = guess(text.substring(0, half));
        Guess second = guess(text.substring(half + 1));
        boolean agreed = whole.confidence >= CONFIDENT && (says(first, whole) || says(second, whole));
        return agreed && !first.denies(whole) && !second.denies(whole)
                ? Optional.of(new Language(whole.language))
                : Optional.empty();
    }

    private boolean says(Guess half, Guess whole) {
        return half.language.equals(whole.language) && half.confidence >= halfConfident;
    }

    private record Guess(String language, double confidence) {
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
            boolean spoken = word.length() <= SHORT_WORD || word.chars().anyMatch(Words::isVowel);
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

    private Guess guess(String text) {
        List<DetectedLanguage> found = detector().getProbabilities(TEXTS.forText(text));
        return found.isEmpty()
                ? new Guess("", 0)
                : new Guess(found.get(0).getLocale().getLanguage(), found.get(0).getProbability());
    }
}
