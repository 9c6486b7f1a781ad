package dev.parley.translation;

import com.optimaize.langdetect.DetectedLanguage;
import com.optimaize.langdetect.LanguageDetector;
import com.optimaize.langdetect.LanguageDetectorBuilder;
import com.optimaize.langdetect.ngram.NgramExtractors;
import com.optimaize.langdetect.profiles.LanguageProfileReader;
import com.optimaize.langdetect.text.CommonTextObjectFactories;
import com.optimaize.langdetect.text.TextObjectFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Knows how often runs of one to three letters are met in the languages of one script.
 *
 * <p>It is asked about single words: of a longer text it looks at some of the runs only, until it is sure, and a name among
 * them may be what makes it so.
 */
final class Profiles {
    /** From short texts, as messages are, where there are such; the neighbours are there to be told apart from the others. */
    static final Profiles LATIN = new Profiles(
            List.of(
                    "cs", "da", "de", "en", "es", "fi", "fr", "id", "it", "nl", "no", "pl", "pt", "ro", "sv", "tr",
                    "vi"),
            List.of("hu", "lt", "lv"),
            List.of("af", "ca", "cy", "et", "eu", "ga", "gl", "hr", "ht", "is", "sk", "sl", "sq", "sw", "tl"));

    static final Profiles CYRILLIC = new Profiles(List.of(), List.of("be", "bg", "mk", "ru", "sr", "uk"), List.of());
    static final Profiles ARABIC = new Profiles(List.of(), List.of("ar", "fa", "ur"), List.of());

    /** How often a run is taken to be met in a language that does not have it, in 10,000. */
    private static final double UNSEEN = 0.2;

    /** No word says more against a language: it may be a name. */
    private static final double LEAST_LIKELY = 1e-9;

    /** Up to there all runs of letters are counted; of longer words, and there are none, some would be drawn by lot. */
    private static final int LONGEST = 10_000;

    private static final TextObjectFactory TEXTS = CommonTextObjectFactories.forDetectingShortCleanText();

    private final List<String> inShortTexts;
    private final List<String> inLongTexts;
    private final List<String> neighbours;
    private final List<String> languages;

    /** Made when the first text needs it: that takes half a second, and 14 MB for Latin letters. Guarded by this. */
    private @Nullable LanguageDetector detector;

    private Profiles(List<String> inShortTexts, List<String> inLongTexts, List<String> neighbours) {
        this.inShortTexts = inShortTexts;
        this.inLongTexts = inLongTexts;
        this.neighbours = neighbours;
        languages = Stream.of(inShortTexts, inLongTexts, neighbours)
                .flatMap(List::stream)
                .toList();
    }

    private synchronized LanguageDetector detector() {
        LanguageDetector made = detector;
        if (made == null) {
            try {
                LanguageProfileReader profiles = new LanguageProfileReader();
                made = LanguageDetectorBuilder.create(NgramExtractors.standard())
                        .shortTextAlgorithm(LONGEST)
                        .alpha(UNSEEN)
                        .probabilityThreshold(0)
                        .withProfiles(profiles.read("languages.shorttext", inShortTexts))
                        .withProfiles(profiles.read("languages", inLongTexts))
                        .withProfiles(profiles.read("languages", neighbours))
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

    List<String> languages() {
        return languages;
    }

    /** Those that are no neighbours. */
    List<String> listed() {
        return languages.subList(0, inShortTexts.size() + inLongTexts.size());
    }

    /** How likely the word is in each of the languages, in their order, as logarithms. */
    double[] likelihoods(String word) {
        double[] likelihoods = new double[languages.size()];
        for (DetectedLanguage found : detector().getProbabilities(TEXTS.forText(word))) {
            likelihoods[languages.indexOf(found.getLocale().getLanguage())] =
                    Math.log(Math.max(found.getProbability(), LEAST_LIKELY));
        }
        return likelihoods;
    }
}
