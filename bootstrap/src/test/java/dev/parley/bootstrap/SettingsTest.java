package dev.parley.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SettingsTest {
    private static final Path DOCUMENT = Path.of("../docs/settings.md");

    @Test
    void the_table_has_every_setting_once() throws IllegalAccessException {
        List<Object> declared = new ArrayList<>();
        for (Field field : Settings.class.getDeclaredFields()) {
            if (field.getType() == Setting.class) {
                declared.add(field.get(null));
            }
        }

        assertThat(new ArrayList<Object>(Settings.ALL)).containsExactlyInAnyOrderElementsOf(declared);
        assertThat(Settings.ALL.stream().map(Setting::name)).doesNotHaveDuplicates();
    }

    @Test
    void every_default_can_be_read_and_no_secret_has_one() {
        for (Setting<?> setting : Settings.ALL) {
            if (setting.defaultText() != null) {
                assertThat(setting.secret()).as(setting.name()).isFalse();
                assertThat(setting.defaultValue()).as(setting.name()).isNotNull();
            }
        }
    }

    @Test
    void every_sentence_is_one() {
        assertThat(Settings.ALL.stream().map(Setting::sentence)).allMatch(s -> s.matches("[A-Z].*\\."));
    }

    @Test
    void the_document_shows_the_table_as_it_is() throws IOException {
        List<String> shown = Files.readAllLines(DOCUMENT).stream()
                .filter(line -> line.startsWith("|"))
                .toList();

        assertThat(shown)
                .as("the table in docs/settings.md must be:%n%s%n", String.join("\n", SettingsTable.markdown()))
                .isEqualTo(SettingsTable.markdown());
    }

    @Test
    void help_shows_every_setting_with_its_default_in_columns_of_a_terminal() {
        String help = SettingsTable.help();

        assertThat(help.lines()).allMatch(line -> line.length() <= 100);
        for (Setting<?> setting : Settings.ALL) {
            assertThat(help.replaceAll("\\s+", " "))
                    .contains(" " + setting.name() + " "
                            + (setting.defaultText() == null
                                            || setting.defaultText().isEmpty()
                                    ? "-"
                                    : setting.defaultText())
                            + " " + setting.sentence());
        }
    }
}
