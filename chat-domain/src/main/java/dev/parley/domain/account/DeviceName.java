package dev.parley.domain.account;

import dev.parley.domain.Texts;
import java.util.Optional;

/** What a device is called in a list of sessions: 1 to 64 characters on one line, not all of them invisible. */
public record DeviceName(String value) {
    private static final int MAX_LENGTH = 64;

    /** @throws IllegalArgumentException if it has another form */
    public DeviceName {
        if (!Texts.isName(value, MAX_LENGTH) || !value.equals(value.strip())) {
            throw new IllegalArgumentException("not the name of a device");
        }
    }

    /**
     * The name that is left of a text which anybody may have written: control and format characters, which could make it
     * look like another one, and what is torn become spaces, spaces become one, and what is too long is cut. Empty if
     * nothing is left that can be seen.
     */
    public static Optional<DeviceName> cleaned(String text) {
        StringBuilder clean = new StringBuilder();
        text.codePoints().limit(MAX_LENGTH * 4L).map(DeviceName::shown).forEach(clean::appendCodePoint);
        String line = clean.toString().strip().replaceAll(" +", " ");
        int end = line.offsetByCodePoints(0, Math.min(MAX_LENGTH, Texts.length(line)));
        String name = line.substring(0, end).strip();
        return name.codePoints().allMatch(Texts::isUnseen) ? Optional.empty() : Optional.of(new DeviceName(name));
    }

    private static int shown(int character) {
        return switch (Character.getType(character)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.SPACE_SEPARATOR,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> ' ';
            default -> character;
        };
    }

    @Override
    public String toString() {
        return value;
    }
}
