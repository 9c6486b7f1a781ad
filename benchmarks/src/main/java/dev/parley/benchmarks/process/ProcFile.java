package dev.parley.benchmarks.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads Linux's {@code /proc} (proc(5)). */
final class ProcFile {
    private ProcFile() {}

    static String text(String path) {
        return find(path).orElseThrow(() -> new IllegalStateException("no " + path + ": the process is gone"));
    }

    /** The file's text; empty when the thread or process has ended. */
    static Optional<String> find(String path) {
        try {
            return Optional.of(Files.readString(Path.of(path)));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            if (String.valueOf(e.getMessage()).contains("No such process")) {
                return Optional.empty();
            }
            throw new UncheckedIOException(e);
        }
    }

    static List<String> names(String directory) {
        try (Stream<Path> all = Files.list(Path.of(directory))) {
            return all.map(path -> path.getFileName().toString()).toList();
        } catch (IOException e) {
            throw new UncheckedIOException("the process is gone", e);
        }
    }
}
