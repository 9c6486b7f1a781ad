package dev.parley.bootstrap;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Shows the table of settings to people: in a terminal and in the documents. */
final class SettingsTable {
    private static final int NAME_WIDTH =
            Settings.ALL.stream().mapToInt(s -> s.name().length()).max().orElse(0);
    private static final int DEFAULT_WIDTH =
            Settings.ALL.stream().mapToInt(s -> shownDefault(s).length()).max().orElse(0);

    private static final int MARGIN = 2 + NAME_WIDTH + 2 + DEFAULT_WIDTH + 2;
    private static final int LINE_WIDTH = 100;

    private SettingsTable() {}

    /** The table for a terminal. */
    static String help() {
        String rows = Settings.ALL.stream().map(SettingsTable::helpRow).collect(Collectors.joining());
        return """
                Usage: java -jar bootstrap.jar [--help | --version]

                Starts the server. It is configured by environment variables, or by a file .env in the
                working directory with lines NAME=value; the environment wins. A setting marked as secret
                can also be read from a file: NAME_FILE names it. Names, defaults and meanings:

                """ + rows;
    }

    private static String helpRow(Setting<?> setting) {
        String indent = " ".repeat(MARGIN);
        String head = ("  %-" + NAME_WIDTH + "s  %-" + DEFAULT_WIDTH + "s  ")
                .formatted(setting.name(), shownDefault(setting));
        String text = wrapped(setting.sentence() + " (" + words(setting) + ")", LINE_WIDTH - MARGIN, "\n" + indent);
        return head + text + "\n";
    }

    private static String wrapped(String text, int width, String lineBreak) {
        StringBuilder wrapped = new StringBuilder();
        int column = 0;
        for (String word : text.split(" ", -1)) {
            if (column > 0 && column + 1 + word.length() > width) {
                wrapped.append(lineBreak);
                column = 0;
            } else if (column > 0) {
                wrapped.append(' ');
                column++;
            }
            wrapped.append(word);
            column += word.length();
        }
        return wrapped.toString();
    }

    /** The table for the documents, one line each, in Markdown. */
    static List<String> markdown() {
        List<String> head = List.of("| Name | Default | Values | Meaning |", "|---|---|---|---|");
        List<String> rows = Settings.ALL.stream()
                .map(s -> "| `%s` | %s | %s | %s |"
                        .formatted(
                                s.name(),
                                shownDefault(s).equals("-") ? "" : "`" + shownDefault(s) + "`",
                                words(s).replace("*", "`*`"),
                                s.sentence().replace("* ", "`*` ")))
                .toList();
        return Stream.concat(head.stream(), rows.stream()).toList();
    }

    private static String words(Setting<?> setting) {
        return setting.type().words() + (setting.secret() ? "; secret" : "");
    }

    private static String shownDefault(Setting<?> setting) {
        String text = setting.defaultText();
        return text == null || text.isEmpty() ? "-" : text;
    }
}
