package dev.parley.domain.message;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.domain.file.Attachment;
import dev.parley.domain.file.FileId;
import dev.parley.domain.file.FileName;
import dev.parley.domain.file.MediaType;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class CaptionsTest {
    private static List<Attachment> files(String... names) {
        return Arrays.stream(names)
                .map(name -> new Attachment(
                        new FileId("%022x".formatted(name.hashCode())), new FileName(name), MediaType.UNKNOWN, 1, null))
                .toList();
    }

    private static String text(String content, String... names) {
        return Captions.text(new Content(content), files(names));
    }

    @Test
    void each_file_is_a_line_below_the_text() {
        assertThat(text("look\nhere", "a b.png", "[c]")).isEqualTo("look\nhere\n[a b.png]\n[[c]]");
        assertThat(text("", "a")).isEqualTo("[a]");
        assertThat(text("look")).isEqualTo("look");
    }

    @Test
    void what_is_written_above_the_names_is_the_text() {
        List<Attachment> files = files("a", "b");
        for (String written : List.of("new\n[a]\n[b]", "new\r\n[a]\r\n[b]\r\n", "new\n[b]\n[a]", "new\n[b]", "new")) {
            assertThat(Captions.without(written, files)).isEqualTo("new");
        }
        assertThat(Captions.without("[a]\n[b]", files)).isEmpty();
        assertThat(Captions.without("[b]\nnew\n[c]", files)).isEqualTo("[b]\nnew\n[c]");
        assertThat(Captions.without("[a]\n[a]\n[b]", files)).isEqualTo("[a]");
        assertThat(Captions.without(" [a] ", files())).isEqualTo(" [a] ");
    }

    @Test
    void without_files_the_fingerprint_is_that_of_the_text() {
        Content content = new Content("look");
        assertThat(Captions.fingerprint(content, files())).isEqualTo(content.fingerprint());
        assertThat(Captions.fingerprint(content, files("a"))).isEqualTo(new Content("look\n[a]").fingerprint());
    }
}
