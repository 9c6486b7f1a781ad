package dev.parley.translation;

import dev.parley.domain.account.Language;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Tells languages of one script apart by how likely the words of a text are in each.
 *
 * <p>The statistics are always sure of themselves, also of a name or of two languages in one text. So each half of the text
 * is asked as well, and one has to say the same; and no part at its beginning or its end may be sure of something else.
 */
final class Words {
    static final Words LATIN = new Words(Profiles.LATIN, Words.CONFIDENT);
    static final Words CYRILLIC = new Words(Profiles.CYRILLIC, Words.LIKELY);
    static final Words ARABIC = new Words(Profiles.ARABIC, Words.LIKELY);

    private static final double CONFIDENT = 0.95;
    private static final double SURE = 0.9998;
    private static final double LIKELY = 0.8;

    private static final int LEAST_WORDS = 3;
    private static final int LEAST_LETTERS = 12;

    /** How many letters the part of a text has that can be sure of something else. */
    private static final int LEAST_OTHERS = 9;

    /** One word in so many may lack a vowel, as those of keys that were hit at random do, or be laughter. */
    private static final int MOST_STRANGE = 4;

    private static final int SHORT_WORD = 2;

    /** Laughter, in whatever language. */
    private static final Pattern REPEATED = Pattern.compile("(.{1,2})\\1{2,}.?");

    private final Profiles profiles;
    private final double halfConfident;

    /** @param halfConfident how sure of a language the half has to be that names it too: less where letters have told some already */
    private Words(Profiles profiles, double halfConfident) {
        this.profiles = profiles;
        this.halfConfident = halfConfident;
    }

    void warmUp() {
        profiles.warmUp();
    }

    /** @param text its words in lower case, set apart by single spaces */
    Optional<Language> language(String text) {
        return language(text, profiles.listed());
    }

    /** @param possible which languages the text, and what parts of it are sure of, may be: letters may have told already */
    Optional<Language> language(String text, List<String> possible) {
        List<String> words = List.of(text.split(" ", -1));
        if (words.size() < LEAST_WORDS || letters(words) < LEAST_LETTERS || isGibberish(words)) {
            return Optional.empty();
        }
        double[][] sums = sums(words);
        Guess whole = guess(sums, 0, words.size());
        int half = half(words);
        boolean agreed = whole.confidence >= CONFIDENT
                && (says(guess(sums, 0, half), whole) || says(guess(sums, half, words.size()), whole));
        return agreed && possible.contains(whole.language) && !isMixed(words, sums, whole, possible)
                ? Optional.of(new Language(whole.language))
                : Optional.empty();
    }

    private boolean says(Guess half, Guess whole) {
        return half.language.equals(whole.language) && half.confidence >= halfConfident;
    }

    private record Guess(String language, double confidence) {}

    private static int letters(List<String> words) {
        return words.stream().mapToInt(String::length).sum();
    }

    /** How many words the first half has: up to the one in the middle. */
    private static int half(List<String> words) {
        int middle = letters(words) / 2;
        int half = 1;
        while (half < words.size() - 1 && letters(words.subList(0, half)) < middle) {
            half++;
        }
        return half;
    }

    /** Is the beginning or the end, up to any word, sure of something else? */
    private boolean isMixed(List<String> words, double[][] sums, Guess whole, List<String> possible) {
        int all = letters(words);
        int before = 0;
        List<Guess> parts = new ArrayList<>();
        for (int i = 1; i < words.size(); i++) {
            before += words.get(i - 1).length();
            if (before >= LEAST_OTHERS) {
                parts.add(guess(sums, 0, i));
            }
            if (all - before >= LEAST_OTHERS) {
                parts.add(guess(sums, i, words.size()));
            }
        }
        return parts.stream()
                .anyMatch(part -> part.confidence >= SURE
                        && !part.language.equals(whole.language)
                        && possible.contains(part.language));
    }

    private static boolean isGibberish(List<String> words) {
        int strange = 0;
        for (String word : words) {
            boolean spoken = word.length() <= SHORT_WORD || word.chars().anyMatch(Words::isVowel);
            if (!spoken || REPEATED.matcher(word).matches()) {
                strange++;
            }
        }
        return strange * MOST_STRANGE > words.size();
    }

    /** Every letter with a diacritic counts: those that carry one are mostly vowels. */
    private static boolean isVowel(int letter) {
        return "aeiouy".indexOf(letter) >= 0 || letter > 'z';
    }

    /** How likely the first so many words are in each language, as logarithms. */
    private double[][] sums(List<String> words) {
        double[][] sums = new double[words.size() + 1][profiles.languages().size()];
        for (int i = 0; i < words.size(); i++) {
            double[] word = profiles.likelihoods(words.get(i));
            for (int j = 0; j < word.length; j++) {
                sums[i + 1][j] = sums[i][j] + word[j];
            }
        }
        return sums;
    }

    private Guess guess(double[][] sums, int from, int to) {
        int best = 0;
        double odds = 1;
        for (int i = 1; i < sums[to].length; i++) {
            double better = (sums[to][i] - sums[from][i]) - (sums[to][best] - sums[from][best]);
            odds = better > 0 ? 1 + odds * Math.exp(-better) : odds + Math.exp(better);
            best = better > 0 ? i : best;
        }
        return new Guess(profiles.languages().get(best), 1 / odds);
    }
}
