package dev.parley.bootstrap;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Reads settings from the environment and, where it does not set one, from {@code .env}; collects what is wrong.
 *
 * <p>An empty value counts as none, but an empty secret is a mistake: a random one in its place would be a surprise.
 * Confined to the thread that starts the server.
 */
final class SettingReader {
    /** An address that names a user, and perhaps a password. */
    private static final Pattern WITH_PASSWORD = Pattern.compile("://.*@");

    /** What Java puts in the place of what is not in the character set of the process. */
    private static final char UNREADABLE = '\ufffd';

    private final List<Map<String, String>> sources;
    private final Path directory;
    private final List<String> problems;

    /**
     * @param sources the one that wins first
     * @param directory what relative names of secrets' files start from
     * @param problems where problems are added
     */
    SettingReader(List<Map<String, String>> sources, Path directory, List<String> problems) {
        this.sources = sources;
        this.directory = directory;
        this.problems = problems;
    }

    /** The value, or the default, also when there is a problem: reading goes on to find the others. */
    <T> T get(Setting<T> setting) {
        return find(setting).orElseGet(setting::defaultValue);
    }

    /** The value if it was set and could be read. */
    <T> Optional<T> find(Setting<T> setting) {
        return text(setting).flatMap(text -> {
            try {
                return Optional.of(setting.type().parse(setting.secret() ? text : text.strip()));
            } catch (IllegalArgumentException e) {
                boolean hidden = setting.secret() || WITH_PASSWORD.matcher(text).find();
                String shown = hidden ? "" : ", not '" + text + "'";
                problems.add(setting.name() + ": " + e.getMessage() + shown);
                return Optional.empty();
            }
        });
    }

    /** Whether somebody has set it, be it to what could not be read: that is told already. */
    boolean isSet(Setting<?> setting) {
        return sources.stream()
                .anyMatch(source -> setting.secret()
                        ? source.containsKey(setting.name()) || source.containsKey(setting.fileName())
                        : !source.getOrDefault(setting.name(), "").isBlank());
    }

    /** The file as it is found from where the server was started. */
    Path resolved(Path file) {
        return directory.resolve(file);
    }

    private Optional<String> text(Setting<?> setting) {
        for (Map<String, String> source : sources) {
            String value = source.get(setting.name());
            String file = setting.secret() ? source.get(setting.fileName()) : null;
            if (value != null && file != null) {
                problems.add(
                        setting.name() + ": is set together with " + setting.fileName() + ", set only one of them");
                return Optional.empty();
            }
            Optional<String> text = file == null ? Optional.ofNullable(value) : contentOf(setting, file);
            if (setting.secret() && text.isPresent() && text.get().isBlank()) {
                problems.add(setting.name() + ": is set but empty");
                return Optional.empty();
            }
            if (text.isPresent() && text.get().indexOf(UNREADABLE) >= 0) {
                // All such secrets would be the same one.
                problems.add(
                        setting.name()
                                + ": has characters that could not be read, start it with LC_ALL=C.UTF-8 if they are in the environment");
                return Optional.empty();
            }
            if (file != null || (text.isPresent() && !text.get().isBlank())) {
                return text;
            }
        }
        return Optional.empty();
    }

    private Optional<String> contentOf(Setting<?> setting, String file) {
        try {
            String content = Files.readString(directory.resolve(file));
            return Optional.of(content.replaceFirst("\r?\n\\z", ""));
        } catch (IOException | InvalidPathException e) {
            problems.add(setting.fileName() + ": cannot read '" + file + "' ("
                    + e.getClass().getSimpleName() + ")");
            return Optional.empty();
        }
    }
}
