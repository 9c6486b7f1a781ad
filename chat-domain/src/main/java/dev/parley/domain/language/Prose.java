package dev.parley.domain.language;

import dev.parley.domain.message.Emoji;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The words of a text, apart from what is in no language and must not be changed: code, links, addresses, mentions, emoji.
 *
 * <p>What stands before the first word and behind the last is not given away at all. Between them a mark stands for each of
 * the others, a word that no language has and that translators let pass.
 */
public final class Prose {
    private static final String CODE = "```[\\s\\S]*?(?:```|\\z)|`[^`\\n]++`";
    private static final String LINK =
            "(?<![A-Za-z])(?:[A-Za-z][A-Za-z0-9+.-]{1,15}+://|www\\.)[^\\s<>\"]*[^\\s<>\".,;:!?)\\]}'*_~]";
    private static final String ADDRESS = "(?<![\\w.+-])[\\w.+-]{1,64}+@[\\w-]{1,63}(?:\\.[\\w-]{1,63}){1,8}+";
    private static final String MENTION = "(?<![\\p{L}\\p{N}_.@-])@[\\p{L}\\p{N}_.-]{0,31}[\\p{L}\\p{N}_-]";
    private static final String SHORTCODE = ":[a-z0-9_+-]{2,32}:";
    private static final Pattern KEPT =
            Pattern.compile(String.join("|", CODE, LINK, ADDRESS, MENTION, SHORTCODE, Emoji.run()));

    /** Marks begin with one of these, one that the text does not have. */
    private static final List<String> MARKS = List.of("XQ", "ZJ", "QXZ");

    private static final String END = "X";

    /** The first emoji. Half of a character outside of the basic plane is no letter either. */
    private static final char FIRST_SIGN = '©';

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
        return isPlain(text) ? text : KEPT.matcher(text).replaceAll(" ");
    }

    /** Whether there is nothing in it with which any of what is kept could begin or go on; most texts are so. */
    private static boolean isPlain(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '`' || c == '@' || c == ':' || (c >= FIRST_SIGN && !Character.isLetter(c))) {
                return false;
            }
        }
        return !text.contains("www.");
    }

    private static List<Part> parts(String text) {
        List<Part> parts = new ArrayList<>();
        Matcher matcher = KEPT.matcher(text);
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
