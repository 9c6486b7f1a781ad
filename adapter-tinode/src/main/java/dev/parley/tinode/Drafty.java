package dev.parley.tinode;

import com.fasterxml.jackson.databind.JsonNode;
import java.text.BreakIterator;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Reads what people write in Tinode as plain text: strings, and Drafty (Tinode's docs/drafty.md). */
final class Drafty {
    private static final int MAX_MARKS = 1_000;
    private static final Set<String> FILES = Set.of("IM", "EX", "AU", "VD");

    private Drafty() {}

    /** The text; empty if the content has none. Line breaks come back, files are named, all other marks go. */
    static String text(JsonNode content) {
        if (content.isTextual()) {
            return content.asText();
        }
        String text = broken(content.path("txt").asText(""), content.path("fmt"));
        List<String> files = files(content.path("ent"));
        if (files.isEmpty()) {
            return text;
        }
        return (text.strip() + "\n" + String.join("\n", files)).strip();
    }

    /**
     * A line break stands in the text as a space, with a format {@code BR} on it. Formats say where they are in grapheme
     * clusters, which the JDKs count differently: where no space is, none is broken.
     */
    private static String broken(String text, JsonNode formats) {
        Set<Integer> breaks = new HashSet<>();
        for (JsonNode format : formats) {
            if (format.path("tp").asText().equals("BR") && breaks.size() < MAX_MARKS) {
                breaks.add(format.path("at").asInt(-1));
            }
        }
        if (breaks.isEmpty()) {
            return text;
        }
        StringBuilder broken = new StringBuilder(text);
        BreakIterator clusters = BreakIterator.getCharacterInstance(Locale.ROOT);
        clusters.setText(text);
        int index = clusters.first();
        for (int at = 0; index < text.length(); at++) {
            if (breaks.contains(at) && text.charAt(index) == ' ') {
                broken.setCharAt(index, '\n');
            }
            index = clusters.next();
        }
        return broken.toString();
    }

    private static List<String> files(JsonNode entities) {
        List<String> files = new ArrayList<>();
        for (JsonNode entity : entities) {
            String type = entity.path("tp").asText();
            if (FILES.contains(type) && files.size() < MAX_MARKS) {
                String name = entity.path("data").path("name").asText("");
                files.add("[" + (name.isBlank() ? "file" : name) + "]");
            }
        }
        return files;
    }
}
