package dev.parley.domain.file;

import dev.parley.domain.Texts;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * What its owner calls a file: 1 to {@value #MAX_LENGTH} characters on one line, the last part of a path, without characters
 * that would show it otherwise than it is written. What others call it is never a path here.
 */
public record FileName(String value) {
    public static final int MAX_LENGTH = 255;

    /** What a file is called whose name has nothing good in it. */
    private static final String NAMELESS = "file";

    /** What file systems take, in UTF-8. */
    private static final int MAX_BYTES = 255;

    /** As much of a name is looked at; nobody writes more by hand. */
    private static final int MAX_READ = 4_096;

    private static final int MAX_EXTENSION = 16;

    /** What no file can be called on Windows, whatever its extension. */
    private static final Pattern DEVICE = Pattern.compile("(?i)(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(\\..*)?");

    private static final Pattern EDGES = Pattern.compile("^[\\s.]+|[\\s.]+$", Pattern.UNICODE_CHARACTER_CLASS);
    private static final Pattern SPACES = Pattern.compile("\\s+", Pattern.UNICODE_CHARACTER_CLASS);

    /** @throws IllegalArgumentException if it is not so */
    public FileName {
        if (!Texts.isName(value, MAX_LENGTH) || value.indexOf('/') >= 0 || value.indexOf('\\') >= 0) {
            throw new IllegalArgumentException("no name of a file");
        }
    }

    /** A good name as near to the text as there is one, whatever the text; its extension is kept. */
    public static FileName of(String text) {
        String read = text.length() <= MAX_READ ? text : text.substring(text.length() - MAX_READ);
        String last = read.substring(Math.max(read.lastIndexOf('/'), read.lastIndexOf('\\')) + 1);
        StringBuilder kept = new StringBuilder();
        last.codePoints().filter(FileName::isShown).map(FileName::allowed).forEach(kept::appendCodePoint);
        String composed = Normalizer.normalize(kept, Normalizer.Form.NFC);
        String trimmed = EDGES.matcher(SPACES.matcher(composed).replaceAll(" ")).replaceAll("");
        String free = DEVICE.matcher(trimmed).matches() ? "_" + trimmed : trimmed;
        String name = EDGES.matcher(shortened(free)).replaceAll("");
        boolean seen = !name.codePoints().allMatch(Texts::isUnseen);
        return new FileName(seen && Texts.isName(name, MAX_LENGTH) ? name : NAMELESS);
    }

    /** With its dot, in lower case; empty if there is none. */
    public String extension() {
        int dot = extensionAt(value);
        return dot < 0 ? "" : value.substring(dot).toLowerCase(Locale.ROOT);
    }

    /** Those that only change how others are shown, such as to the left, make of {@code fdp.exe} what looks like a PDF. */
    private static boolean isShown(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED -> Character.isWhitespace(c);
            default -> true;
        };
    }

    private static int allowed(int c) {
        return "<>:\"|?*".indexOf(c) >= 0 ? '_' : c;
    }

    private static String shortened(String name) {
        if (bytes(name) <= MAX_BYTES) {
            return name;
        }
        int dot = extensionAt(name);
        String extension = dot < 0 ? "" : name.substring(dot);
        StringBuilder kept = new StringBuilder();
        int left = MAX_BYTES - bytes(extension);
        for (int c :
                name.substring(0, dot < 0 ? name.length() : dot).codePoints().toArray()) {
            left -= bytes(Character.toString(c));
            if (left < 0) {
                break;
            }
            kept.appendCodePoint(c);
        }
        return kept.append(extension).toString();
    }

    /** Where the extension begins, with its dot; -1 if there is none. */
    private static int extensionAt(String name) {
        int dot = name.lastIndexOf('.');
        boolean one = dot > 0 && dot < name.length() - 1 && name.length() - dot <= MAX_EXTENSION + 1;
        return one ? dot : -1;
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    @Override
    public String toString() {
        return value;
    }
}
