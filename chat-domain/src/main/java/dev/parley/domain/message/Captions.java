package dev.parley.domain.message;

import dev.parley.domain.file.Attachment;
import java.util.ArrayList;
import java.util.List;

/** Writes messages with files as text, where files cannot be shown: below the text each file is a line, with its name in brackets. */
public final class Captions {
    private static final String LINE = "\n";

    private Captions() {}

    /** What is shown of the message. */
    public static String text(Message message) {
        return text(message.content(), message.files());
    }

    static String text(Content content, List<Attachment> files) {
        List<String> lines = new ArrayList<>();
        if (!content.text().isEmpty()) {
            lines.add(content.text());
        }
        lines.addAll(names(files));
        return String.join(LINE, lines);
    }

    /** The fingerprint of that text. */
    public static String fingerprint(Content content, List<Attachment> files) {
        return files.isEmpty() ? content.fingerprint() : new Content(text(content, files)).fingerprint();
    }

    /** What somebody has written who had before it what {@link #text} shows: the names at its end are the files', not the text's. */
    public static String without(String written, List<Attachment> files) {
        if (files.isEmpty()) {
            return written;
        }
        List<String> lines = new ArrayList<>(List.of(written.stripTrailing().split("\\R", -1)));
        List<String> names = names(files);
        while (!lines.isEmpty() && names.remove(lines.get(lines.size() - 1).strip())) {
            lines.remove(lines.size() - 1);
        }
        return String.join(LINE, lines);
    }

    private static List<String> names(List<Attachment> files) {
        List<String> names = new ArrayList<>();
        files.forEach(file -> names.add("[" + file.name() + "]"));
        return names;
    }
}
