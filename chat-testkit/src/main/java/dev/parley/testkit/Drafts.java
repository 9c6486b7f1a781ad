package dev.parley.testkit;

import dev.parley.domain.account.UserId;
import dev.parley.domain.file.Attachment;
import dev.parley.domain.file.FileId;
import dev.parley.domain.file.FileName;
import dev.parley.domain.file.MediaType;
import dev.parley.domain.file.Pixels;
import dev.parley.domain.message.ClientId;
import dev.parley.domain.message.Content;
import dev.parley.domain.message.Draft;
import dev.parley.domain.message.MessageKey;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;

/** Drafts for tests: short to write, different where that matters. */
public final class Drafts {
    public static final UserId ANN = new UserId(1);
    public static final UserId BOB = new UserId(2);
    /** The clock of all drafts that do not say otherwise. */
    public static final Instant NOON = Instant.parse("2026-03-01T12:00:00.123Z");

    private Drafts() {}

    public static Draft draft(UserId author, String name, String text) {
        return draft(author, name, text, NOON);
    }

    public static Draft draft(UserId author, String name, String text, Instant sentAt) {
        return new Draft(MessageKey.named(author, new ClientId(name)), author, new Content(text), sentAt);
    }

    /** The file of this number, an image if that is even. */
    public static Attachment attachment(int number) {
        return attachment(number, "file " + number);
    }

    public static Attachment attachment(int number, String name) {
        boolean image = number % 2 == 0;
        return new Attachment(
                new FileId("file-%017d".formatted(number)),
                new FileName(name),
                new MediaType(image ? "image/png" : "application/vnd.x-y+z"),
                number,
                image ? new Pixels(1 + number, 65_535) : null);
    }

    /** {@code count} drafts whose names and texts are {@code prefix} and a number from 1 on. */
    public static List<Draft> numbered(UserId author, String prefix, int count) {
        return IntStream.rangeClosed(1, count)
                .mapToObj(i -> draft(author, prefix + i, prefix + i))
                .toList();
    }
}
