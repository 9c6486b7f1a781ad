package dev.parley.domain.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class FileNameTest {
    static Arguments[] names() {
        return new Arguments[] {
            Arguments.of("photo.jpg", "photo.jpg"),
            Arguments.of("Überblick 1.pdf", "Überblick 1.pdf"),
            Arguments.of("u\u0308ber.txt", "über.txt"),
            Arguments.of("😀.png", "😀.png"),
            Arguments.of("../../etc/passwd", "passwd"),
            Arguments.of("..\\..\\boot.ini", "boot.ini"),
            Arguments.of("C:\\fakepath\\cat.png", "cat.png"),
            Arguments.of("a/b\\c.txt", "c.txt"),
            Arguments.of("evil.png\0.exe", "evil.png.exe"),
            Arguments.of("invoice\u202efdp.exe", "invoicefdp.exe"),
            Arguments.of("\u200f\u2066a\u2069.txt\ufeff", "a.txt"),
            Arguments.of("two\r\nlines\u2028.txt", "two lines .txt"),
            Arguments.of("a\ud800b.txt", "ab.txt"),
            Arguments.of("<b>\"q\"|?*:.txt", "_b__q_____.txt"),
            Arguments.of("  . spaced . ", "spaced"),
            Arguments.of(".htaccess", "htaccess"),
            Arguments.of("con", "_con"),
            Arguments.of("LPT1.txt", "_LPT1.txt"),
            Arguments.of("console.txt", "console.txt"),
            Arguments.of("", "file"),
            Arguments.of("   ", "file"),
            Arguments.of("..", "file"),
            Arguments.of("/", "file"),
            Arguments.of("dir/", "file"),
            Arguments.of("\u202e\u200b\0", "file"),
            Arguments.of("\u3164\u2800\ufe0f", "file"),
            Arguments.of("\u2764\ufe0f.png", "\u2764\ufe0f.png"),
        };
    }

    @ParameterizedTest
    @MethodSource("names")
    void whatever_a_file_is_called_it_gets_a_good_name(String text, String name) {
        assertThat(FileName.of(text).value()).isEqualTo(name);
    }

    @Test
    void a_long_name_is_cut_and_keeps_its_extension() {
        assertThat(FileName.of("x".repeat(10_000) + ".jpeg").value()).isEqualTo("x".repeat(250) + ".jpeg");
        assertThat(FileName.of("😀".repeat(10_000) + ".png").value()).isEqualTo("😀".repeat(62) + ".png");
        assertThat(FileName.of("x".repeat(10_000)).value()).isEqualTo("x".repeat(255));
        assertThat(FileName.of("x." + "y".repeat(10_000)).value()).hasSize(255);
        assertThat(FileName.of("../".repeat(10_000) + "a.txt").value()).isEqualTo("a.txt");
    }

    @Test
    void any_text_whatever_becomes_a_name_that_stays_as_it_is() {
        Random random = new Random(11);
        for (int i = 0; i < 3_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int j = random.nextInt(400); j > 0; j--) {
                text.append((char) (random.nextBoolean() ? random.nextInt(0x250) : random.nextInt(0x10000)));
            }
            String name = FileName.of(text.toString()).value();
            assertThat(name.getBytes(StandardCharsets.UTF_8)).hasSizeBetween(1, 255);
            assertThat(FileName.of(name).value()).isEqualTo(name);
        }
    }

    @Test
    void the_extension_is_what_comes_after_the_last_dot() {
        assertThat(new FileName("a.tar.GZ").extension()).isEqualTo(".gz");
        assertThat(new FileName("readme").extension()).isEmpty();
        assertThat(new FileName(".profile").extension()).isEmpty();
        assertThat(new FileName("a.").extension()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a/b", "a\\b", "a\nb", "\u202e"})
    void what_is_no_good_name_is_none(String text) {
        assertThatThrownBy(() -> new FileName(text)).isInstanceOf(IllegalArgumentException.class);
    }
}
