package dev.parley.domain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.domain.account.DeviceName;
import dev.parley.domain.account.DisplayName;
import dev.parley.domain.account.Email;
import dev.parley.domain.account.Username;
import dev.parley.domain.file.FileName;
import dev.parley.domain.file.MediaType;
import dev.parley.domain.message.ClientId;
import dev.parley.domain.message.Content;
import dev.parley.domain.message.Emoji;
import dev.parley.domain.room.JoinCode;
import dev.parley.domain.room.RoomName;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** What a text was made into can be made again from what is kept of it: stores read it so. */
class KeptTest {
    private static final List<String> PIECES = List.of(
            "a",
            "Z",
            "9",
            " ",
            "\t",
            "\n",
            "\u0000",
            "\u00a0",
            "\u3000",
            "\u200b",
            "\u200d",
            "\u202e",
            "\ufeff",
            "\u2028",
            "\u3164",
            "\ud83d\ude00",
            "\ud83c\uddea",
            "\ufe0f",
            "\u20e3",
            "\ud83d",
            "\ude00",
            "\u0130",
            "ß",
            "e\u0301",
            "ﬁ",
            "Ω",
            "/",
            "\\",
            "..",
            ".",
            "-",
            "_",
            "@",
            ":",
            "\"",
            "'",
            ";",
            "=",
            "%00",
            "CON",
            ".txt",
            "text/plain",
            "a@b.cd",
            "x".repeat(63),
            "ü".repeat(127),
            "\u0001");

    @TestFactory
    List<DynamicTest> what_is_kept_can_be_read() {
        return List.of(
                readable("Username", text -> new Username(text).value()),
                readable("DisplayName", text -> new DisplayName(text).value()),
                readable("DeviceName", text -> new DeviceName(text).value()),
                readable("Email", text -> new Email(text).value()),
                readable("RoomName", text -> new RoomName(text).value()),
                readable("JoinCode", text -> new JoinCode(text).value()),
                readable("FileName", text -> new FileName(text).value()),
                readable("FileName of anything", text -> FileName.of(text).value()),
                readable("MediaType", text -> new MediaType(text).value()),
                readable("Emoji", text -> new Emoji(text).value()),
                readable("ClientId", text -> new ClientId(text).value()),
                readable("Content", text -> new Content(text).text()));
    }

    private static DynamicTest readable(String name, UnaryOperator<String> made) {
        return DynamicTest.dynamicTest(name, () -> {
            Random random = new Random(1);
            int readable = 0;
            for (int i = 0; i < 20_000; i++) {
                String text = random.ints(1 + random.nextInt(6), 0, PIECES.size())
                        .mapToObj(PIECES::get)
                        .collect(Collectors.joining());
                String kept;
                try {
                    kept = made.apply(text);
                } catch (ChatException.Invalid | IllegalArgumentException e) {
                    continue;
                }
                assertThat(made.apply(kept)).isEqualTo(kept);
                readable++;
            }
            assertThat(readable).isPositive();
        });
    }
}
