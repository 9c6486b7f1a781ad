package dev.parley.bootstrap;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads a {@code .env} file: one {@code NAME=value} a line.
 *
 * <p>Empty lines and lines that begin with {@code #} are skipped, and a leading {@code export} is too. A value may stand
 * in single quotes, which take everything literally, or in double quotes, which know {@code \n}, {@code \"} and {@code
 * \\}; without quotes it ends before a space and {@code #}. Nothing is interpolated. Of a name that stands twice, the
 * last one counts.
 */
final class DotEnv {
    private static final Pattern LINE =
            Pattern.compile("\\s*(?:export\\s+)?(?<name>[A-Za-z_][A-Za-z0-9_]*)\\s*=\\s*(?<value>.*?)\\s*");
    private static final Pattern COMMENT = Pattern.compile("\\s*(?:#.*)?");
    private static final Pattern SINGLE = Pattern.compile("'(?<text>[^']*)'\\s*(?:#.*)?");
    private static final Pattern DOUBLE = Pattern.compile("\"(?<text>(?:[^\"\\\\]|\\\\.)*)\"\\s*(?:#.*)?");
    private static final Pattern TRAILING_COMMENT = Pattern.compile("(?:^|\\s+)#.*");
    private static final Pattern ESCAPE = Pattern.compile("\\\\(.)");

    private DotEnv() {}

    /** The variables of the file, none if it is not there. What cannot be read is added to the problems. */
    static Map<String, String> read(Path file, List<String> problems) {
        Map<String, String> variables = new HashMap<>();
        try {
            List<String> lines = Files.readAllLines(file);
            for (int i = 0; i < lines.size(); i++) {
                String line = i == 0 && lines.get(0).startsWith("\uFEFF")
                        ? lines.get(0).substring(1)
                        : lines.get(i);
                if (!take(line, variables)) {
                    problems.add(file.getFileName() + ", line " + (i + 1) + ": must be NAME=value, or a comment");
                }
            }
        } catch (NoSuchFileException e) {
            return Map.of();
        } catch (CharacterCodingException e) {
            problems.add(file.getFileName() + ": is not UTF-8");
        } catch (IOException e) {
            problems.add(
                    file.getFileName() + ": cannot be read (" + e.getClass().getSimpleName() + ")");
        }
        return variables;
    }

    /** Returns false if the line makes no sense; it is not shown, as it may hold a secret. */
    private static boolean take(String line, Map<String, String> variables) {
        if (COMMENT.matcher(line).matches()) {
            return true;
        }
        Matcher form = LINE.matcher(line);
        if (!form.matches()) {
            return false;
        }
        String value = form.group("value");
        Matcher single = SINGLE.matcher(value);
        Matcher quoted = DOUBLE.matcher(value);
        if (single.matches()) {
            variables.put(form.group("name"), single.group("text"));
        } else if (quoted.matches()) {
            variables.put(form.group("name"), unescaped(quoted.group("text")));
        } else if (value.startsWith("'") || value.startsWith("\"")) {
            return false;
        } else {
            variables.put(form.group("name"), TRAILING_COMMENT.matcher(value).replaceFirst(""));
        }
        return true;
    }

    private static String unescaped(String text) {
        return ESCAPE.matcher(text)
                .replaceAll(found -> Matcher.quoteReplacement(
                        switch (found.group(1)) {
                            case "n" -> "\n";
                            case "\"", "\\" -> found.group(1);
                            default -> found.group();
                        }));
    }
}
