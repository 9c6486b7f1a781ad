package dev.parley.bootstrap;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds names that were meant as settings but are none, and the setting that was probably meant. */
final class UnknownSettings {
    /** Two slips of the finger, or three in a long name; farther off a suggestion is a guess. */
    private static final int NEAR = 2;

    private static final int LONG_NAME = 16;

    private UnknownSettings() {}

    /** A sentence for each name that begins with {@link Settings#PREFIX} and is not in the table, in order. */
    static List<String> warnings(Collection<String> names) {
        return names.stream()
                .filter(name -> name.startsWith(Settings.PREFIX))
                .filter(name -> known().noneMatch(name::equals))
                .distinct()
                .sorted()
                .map(name -> name + ": there is no such setting"
                        + nearest(name)
                                .map(known -> "; is " + known + " meant?")
                                .orElse(""))
                .toList();
    }

    private static Stream<String> known() {
        return Settings.ALL.stream().map(Setting::name);
    }

    private static Optional<String> nearest(String name) {
        int near = name.length() < LONG_NAME ? NEAR : NEAR + 1;
        return known().filter(known -> distance(name, known) <= near)
                .min(Comparator.comparingInt(known -> distance(name, known)));
    }

    /** How many letters to add, drop or change; the prefix is free, as it is the one thing that people guess. */
    private static int distance(String name, String known) {
        return levenshtein(bare(name), bare(known));
    }

    private static String bare(String name) {
        return name.startsWith(Settings.PREFIX) ? name.substring(Settings.PREFIX.length()) : name;
    }

    private static int levenshtein(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int changed = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(changed, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[b.length()];
    }
}
