package dev.parley.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class DataDirectoryTest {
    @TempDir
    Path temporary;

    @Test
    void a_new_directory_is_for_its_owner_alone() throws Exception {
        Path path = temporary.resolve("a/b");
        try (DataDirectory data = DataDirectory.open(path)) {
            assertThat(data.path()).isEqualTo(path).isAbsolute();
            assertThat(rights(path)).isEqualTo("rwx------");
            assertThat(rights(path.resolve("parley.lock"))).isEqualTo("rw-------");
        }
    }

    @Test
    void a_directory_that_is_there_keeps_its_rights_and_may_be_a_link() throws Exception {
        Path path = Files.createDirectory(temporary.resolve("shared"));
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-x---"));
        Path link = Files.createSymbolicLink(temporary.resolve("link"), path);

        DataDirectory.open(link).close();

        assertThat(rights(path)).isEqualTo("rwxr-x---");
    }

    @Test
    void a_second_process_is_refused_with_the_path_and_the_first_ones_pid() throws Exception {
        Path path = temporary.resolve("data");
        Process holder = hold(path);
        try {
            assertThatThrownBy(() -> DataDirectory.open(path))
                    .isInstanceOf(StartException.class)
                    .hasMessage(path + " is in use by another Parley (process " + holder.pid()
                            + "): stop it, or set DATA_DIR to another directory");
        } finally {
            holder.destroyForcibly();
        }
        assertThat(holder.waitFor(10, TimeUnit.SECONDS)).isTrue();

        DataDirectory.open(path).close();
    }

    @Test
    void a_second_attempt_in_one_process_is_refused_and_closing_makes_room() throws Exception {
        Path path = temporary.resolve("data");
        try (DataDirectory data = DataDirectory.open(path)) {
            assertThatThrownBy(() -> DataDirectory.open(data.path())).isInstanceOf(StartException.class);
        }
        DataDirectory.open(path).close();
    }

    @Test
    void what_is_no_directory_is_refused_by_name() throws IOException {
        Path file = Files.createFile(temporary.resolve("file"));

        assertThatThrownBy(() -> DataDirectory.open(file))
                .isInstanceOf(StartException.class)
                .hasMessageStartingWith(file + " cannot be used as the data directory: ");
        assertThatThrownBy(() -> DataDirectory.open(file.resolve("below")))
                .isInstanceOf(StartException.class)
                .hasMessageStartingWith(file.resolve("below") + " cannot be used as the data directory: ");
    }

    /** Starts a process that has the directory by the time of the return. */
    private static Process hold(Path path) throws IOException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        DataDirectoryHolder.class.getName(),
                        path.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
        assertThat(out.readLine()).isEqualTo("holding " + path);
        return process;
    }

    static String rights(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }
}
