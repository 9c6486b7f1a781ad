package dev.parley.domain.language;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The words of a text, apart from what is {@linkplain Verbatim in no language} and must not be changed.
 *
 * <p>What stands before the first word and behind the last is not given away at all. Between them a mark stands for each of
 * the others, a word that no language has and that translators let pass.
 */
public final class Prose {
    /** Marks begin with one of these, one that the text does not have. */
    static final List<String> MARKS = List.of("XQ", "ZJ", "QXZ");

    static final String END = "X";

    private final String before;
    private final String masked;
    private final String after;
    private final String mark;
    private final List<String> kept;
    private final List<String> inside = new ArrayList<>();

    private Prose(String text) {
        mark = freeMark(text);
        List<Part> parts = parts(text);
        kept = kept(parts);
        int first = 0;
        while (first < parts.size() && !parts.get(first).hasWords()) {
            first++;
        }
        int end = parts.size();
        while (end > first && !parts.get(end - 1).hasWords()) {
            end--;
        }
        StringBuilder words = new StringBuilder(text.length());
        for (Part part : parts.subList(first, end)) {
            words.append(part.isKept ? mark + inside.size() + END : part.text);
            if (part.isKept) {
                inside.add(part.text);
            }
        }
        String all = words.toString();
        masked = all.strip();
        int lead = all.length() - all.stripLeading().length();
        before = join(parts.subList(0, first)) + all.substring(0, lead);
        after = all.substring(lead + masked.length()) + join(parts.subList(end, parts.size()));
    }

    /** A part of a text: one behind the other they are the text. */
    private record Part(String text, boolean isKept) {
        boolean hasWords() {
            return !isKept && text.codePoints().anyMatch(Character::isLetter);
        }
    }

    public static Prose of(String text) {
        return new Prose(text);
    }

    /** The words of the text alone, and what stands between them. */
    public static String words(String text) {
        return Verbatim.isFarFrom(text) ? text : Verbatim.PATTERN.matcher(text).replaceAll(" ");
    }

    private static List<Part> parts(String text) {
        List<Part> parts = new ArrayList<>();
        Matcher matcher = Verbatim.PATTERN.matcher(text);
        int from = 0;
        while (matcher.find()) {
            parts.add(new Part(text.substring(from, matcher.start()), false));
            parts.add(new Part(matcher.group(), true));
            from = matcher.end();
        }
        parts.add(new Part(text.substring(from), false));
        return parts;
    }

    private static List<String> kept(List<Part> parts) {
        return parts.stream().filter(Part::isKept).map(Part::text).sorted().toList();
    }

    private static String join(List<Part> parts) {
        StringBuilder joined = new StringBuilder();
        parts.forEach(part -> joined.append(part.text));
        return joined.toString();
    }

    private static String freeMark(String text) {
        String upper = text.toUpperCase(Locale.ROOT);
        return MARKS.stream().filter(each -> !upper.contains(each)).findFirst().orElse("");
    }

    /** What is to be translated; empty if there are no words, or no marks for what stands between them. */
    public String masked() {
        return mark.isEmpty() && !inside.isEmpty() ? "" : masked;
    }

    /**
     * The whole text, with the translation of {@link #masked} in the place of the words.
     *
     * @return empty if anything that was to stay is missing there, or was put in
     */
    public Optional<String> restored(String translated) {
        if (Lookalikes.count(translated) > Lookalikes.count(masked)) {
            return Optional.empty();
        }
        String whole = before + unmasked(translated.strip()) + after;
        return kept(parts(whole)).equals(kept) ? Optional.of(whole) : Optional.empty();
    }

    /** Each mark becomes that for which it stands, whatever its case; one that is missing or doubled is found out later. */
    private String unmasked(String translated) {
        if (inside.isEmpty()) {
            return translated;
        }
        Pattern marks = Pattern.compile(mark + "([0-9]{1,5})" + END, Pattern.CASE_INSENSITIVE);
        return marks.matcher(translated).replaceAll(found -> {
            int index = Integer.parseInt(found.group(1));
            return Matcher.quoteReplacement(index < inside.size() ? inside.get(index) : found.group());
        });
    }
}
