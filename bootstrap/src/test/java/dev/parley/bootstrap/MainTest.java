package dev.parley.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MainTest {
    @TempDir
    Path directory;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @Test
    void help_prints_the_settings() {
        assertThat(run(List.of("--help"), Map.of())).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo(SettingsTable.help());
        assertThat(err.size()).isZero();
    }

    @Test
    void version_prints_one_line() {
        assertThat(run(List.of("--version"), Map.of())).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8).strip())
                .startsWith("Parley ")
                .endsWith(Runtime.version().toString());
    }

    @Test
    void an_argument_that_does_not_exist_starts_nothing() {
        assertThat(run(List.of("--foo"), Map.of())).isEqualTo(2);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("--foo").contains("--help");
    }

    @Test
    void problems_are_printed_one_a_line_and_the_exit_code_is_2() {
        assertThat(run(List.of(), Map.of("PORT", "x", "JWT_EXPIRY", "y"))).isEqualTo(2);
        assertThat(err.toString(StandardCharsets.UTF_8).lines())
                .containsExactlyInAnyOrder(
                        "PORT: must be a number from 0 to 65535, not 'x'",
                        "JWT_EXPIRY: must be a number from 1 to 8760, not 'y'");
    }

    private int run(List<String> arguments, Map<String, String> environment) {
        return Main.run(arguments, environment, directory, stream(out), stream(err));
    }

    private static PrintStream stream(ByteArrayOutputStream bytes) {
        return new PrintStream(bytes, true, StandardCharsets.UTF_8);
    }
}
