package dev.parley.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DotEnvTest {
    @TempDir
    Path directory;

    private final List<String> problems = new ArrayList<>();

    @Test
    void no_file_is_no_variables_and_no_problem() {
        assertThat(DotEnv.read(directory.resolve(".env"), problems)).isEmpty();
        assertThat(problems).isEmpty();
    }

    @Test
    void lines_comments_and_export() {
        assertThat(read("""
                # a comment

                  # another one
                A=1
                export B=two words
                  C = spaced\t
                D=with # a comment
                E=with#none
                F=#only a comment
                G=
                H=a=b
                """))
                .isEqualTo(Map.of(
                        "A",
                        "1",
                        "B",
                        "two words",
                        "C",
                        "spaced",
                        "D",
                        "with",
                        "E",
                        "with#none",
                        "F",
                        "",
                        "G",
                        "",
                        "H",
                        "a=b"));
        assertThat(problems).isEmpty();
    }

    @Test
    void quotes_are_taken_off_and_double_ones_know_escapes() {
        assertThat(read("""
                A='as # it is \\n'
                B="a # b\\n\\"c\\" \\\\ \\t" # a comment
                C=''
                D="" #
                E=it's
                """))
                .isEqualTo(Map.of("A", "as # it is \\n", "B", "a # b\n\"c\" \\ \\t", "C", "", "D", "", "E", "it's"));
        assertThat(problems).isEmpty();
    }

    @Test
    void nothing_is_interpolated() {
        assertThat(read("A=$HOME ${HOME}\nB=\"$HOME\"\n")).isEqualTo(Map.of("A", "$HOME ${HOME}", "B", "$HOME"));
    }

    @Test
    void the_last_of_two_counts_and_windows_files_are_read() {
        assertThat(read("\uFEFFA=1\r\nB=2\r\nA=3\r\n")).isEqualTo(Map.of("A", "3", "B", "2"));
        assertThat(problems).isEmpty();
    }

    @Test
    void every_line_that_makes_no_sense_is_named_and_none_is_shown() {
        assertThat(read("GOOD=1\nsecret words\n1A=x\nB=\"open\nC='open\nD='a'b\n=x\n"))
                .isEqualTo(Map.of("GOOD", "1"));
        assertThat(problems)
                .containsExactly(
                        ".env, line 2: must be NAME=value, or a comment",
                        ".env, line 3: must be NAME=value, or a comment",
                        ".env, line 4: must be NAME=value, or a comment",
                        ".env, line 5: must be NAME=value, or a comment",
                        ".env, line 6: must be NAME=value, or a comment",
                        ".env, line 7: must be NAME=value, or a comment");
    }

    @Test
    void a_file_that_cannot_be_read_is_a_problem() throws IOException {
        Files.write(directory.resolve(".env"), new byte[] {'A', '=', (byte) 0xff});
        DotEnv.read(directory.resolve(".env"), problems);
        DotEnv.read(directory, problems);

        assertThat(problems)
                .containsExactly(".env: is not UTF-8", directory.getFileName() + ": cannot be read (IOException)");
    }

    private Map<String, String> read(String content) {
        try {
            Path file = Files.write(directory.resolve(".env"), content.getBytes(StandardCharsets.UTF_8));
            return DotEnv.read(file, problems);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
