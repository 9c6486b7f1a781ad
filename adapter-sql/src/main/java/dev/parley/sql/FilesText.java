package dev.parley.sql;

import dev.parley.domain.file.Attachment;
import dev.parley.domain.file.FileId;
import dev.parley.domain.file.FileName;
import dev.parley.domain.file.MediaType;
import dev.parley.domain.file.Pixels;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Files as they stand in {@code messages}: a line for each, with its id, size, type, width and height (or 0), and name behind
 * each other, set apart by spaces. None are null.
 */
final class FilesText {
    private static final String LINE = "\n";
    private static final String GAP = " ";
    private static final int WORDS = 6;

    private FilesText() {}

    static @Nullable String write(List<Attachment> files) {
        if (files.isEmpty()) {
            return null;
        }
        StringBuilder text = new StringBuilder();
        for (Attachment file : files) {
            Pixels pixels = file.pixels();
            text.append(text.isEmpty() ? "" : LINE)
                    .append(file.id())
                    .append(GAP)
                    .append(file.size())
                    .append(GAP)
                    .append(file.type())
                    .append(GAP)
                    .append(pixels == null ? 0 : pixels.width())
                    .append(GAP)
                    .append(pixels == null ? 0 : pixels.height())
                    .append(GAP)
                    .append(file.name());
        }
        return text.toString();
    }

    static List<Attachment> read(@Nullable String text) {
        if (text == null) {
            return List.of();
        }
        List<Attachment> files = new ArrayList<>();
        for (String line : text.split(LINE, -1)) {
            String[] words = line.split(GAP, WORDS); // A name may have spaces.
            int width = Integer.parseInt(words[3]);
            files.add(new Attachment(
                    new FileId(words[0]),
                    new FileName(words[5]),
                    new MediaType(words[2]),
                    Long.parseLong(words[1]),
                    width == 0 ? null : new Pixels(width, Integer.parseInt(words[4]))));
        }
        return files;
    }
}
