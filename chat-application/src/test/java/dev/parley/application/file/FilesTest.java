package dev.parley.application.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.application.fixture.MemoryFileLedger;
import dev.parley.application.fixture.MemoryRoomDirectory;
import dev.parley.application.fixture.TestTime;
import dev.parley.application.limit.Rate;
import dev.parley.application.limit.RateLimiter;
import dev.parley.domain.ChatException;
import dev.parley.domain.account.UserId;
import dev.parley.domain.file.FileBytes;
import dev.parley.domain.file.FileCarriers;
import dev.parley.domain.file.FileId;
import dev.parley.domain.file.FileName;
import dev.parley.domain.file.FileSeals;
import dev.parley.domain.file.MediaType;
import dev.parley.domain.file.Pixels;
import dev.parley.domain.file.StoredFile;
import dev.parley.domain.file.Thumbnails;
import dev.parley.domain.message.Head;
import dev.parley.domain.message.Rev;
import dev.parley.domain.message.Seq;
import dev.parley.domain.room.RoomId;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FilesTest {
    private static final int MAX = 200_000;
    private static final byte[] PNG =
            "\u0089PNG\r\n\u001a\n\0\0\0\rIHDR and so on".getBytes(StandardCharsets.ISO_8859_1);
    private static final UserId ANN = new UserId(1);
    private static final UserId BOB = new UserId(2);
    private static final UserId EVE = new UserId(3);
    private static final FileName NAME = new FileName("cat.png");

    private final TestTime time = new TestTime();
    private final MemoryFileLedger ledger = new MemoryFileLedger();
    private final MemoryRoomDirectory rooms = new MemoryRoomDirectory();
    private final Shelf shelf = new Shelf();
    private final Sent sent = new Sent();
    private final RateLimiter limiter = RateLimiter.of(new Rate(3, 1), time::nanoTime);
    private final Uploads uploads = uploads(RateLimiter.off());
    private final Downloads downloads =
            new Downloads(shelf, ledger, new FileAccess(sent, rooms), new PlainSeals(), time);
    private final RoomId room = rooms.open("Room", ANN);

    private Uploads uploads(RateLimiter limits) {
        Thumbnails thumbnails = (image, type) -> type.value().equals("image/png")
                ? Optional.of(new Thumbnails.Thumbnail(
                        ByteBuffer.wrap(new byte[] {1, 2, 3}), new MediaType("image/jpeg"), new Pixels(640, 480)))
                : Optional.empty();
        return new Uploads(new Uploads.Place(shelf, ledger, thumbnails), rooms, limits, time, new Random(1), MAX);
    }

    private StoredFile uploaded(byte[] content) {
        return uploaded(content, room);
    }

    private StoredFile uploaded(byte[] content, RoomId where) {
        try (Upload upload = uploads.begin(ANN, where)) {
            upload.write(ByteBuffer.wrap(content));
            upload.store();
            return upload.complete(NAME, true);
        }
    }

    @Test
    void a_file_is_known_and_whole_when_it_is_complete() {
        StoredFile file = uploaded(PNG);

        assertThat(downloads.find(ANN, file.id())).isEqualTo(file);
        assertThat(file.attachment().type()).isEqualTo(new MediaType("image/png"));
        assertThat(file.attachment().pixels()).isEqualTo(new Pixels(640, 480));
        assertThat(file.attachment().size()).isEqualTo(PNG.length);
        assertThat(file.room()).isEqualTo(room);
        assertThat(shelf.whole).containsOnlyKeys(file.id(), file.id().thumbnail());
        assertThat(ledger.due(time.instant().plus(Duration.ofHours(23)), 10)).isEmpty();
        assertThat(ledger.due(time.instant().plus(Duration.ofHours(25)), 10)).containsExactly(file.id());
    }

    @Test
    void a_file_is_noted_before_its_first_byte_is_written() {
        Upload upload = uploads.begin(ANN, room);
        assertThat(ledger.known()).isEmpty();
        upload.write(ByteBuffer.wrap(new byte[100_000]));
        assertThat(ledger.known()).hasSize(1).isEqualTo(shelf.begun);
        assertThat(shelf.notedFirst).isTrue();
        upload.close();
        assertThat(ledger.known()).isEmpty();
        assertThat(shelf.begun).isEmpty();
    }

    @Test
    void what_is_shorter_than_it_was_is_not_given_out() {
        StoredFile file = uploaded(PNG);
        shelf.whole.put(file.id(), Arrays.copyOf(PNG, PNG.length - 1));
        assertThatThrownBy(() -> downloads.open(file)).isInstanceOf(ChatException.Unavailable.class);
    }

    @Test
    void a_thumbnail_can_be_left_out() {
        try (Upload upload = uploads.begin(ANN)) {
            upload.write(ByteBuffer.wrap(PNG));
            upload.store();
            assertThat(upload.isPicture()).isTrue();
            StoredFile file = upload.complete(NAME, false);
            assertThat(file.attachment().pixels()).isNull();
            assertThat(file.room()).isNull();
            assertThatThrownBy(() -> downloads.openThumbnail(file)).isInstanceOf(ChatException.NotFound.class);
        }
    }

    @Test
    void what_is_too_large_leaves_nothing() {
        try (Upload upload = uploads.begin(ANN, room)) {
            upload.write(ByteBuffer.wrap(new byte[MAX]));
            assertThatThrownBy(() -> upload.write(ByteBuffer.wrap(new byte[1])))
                    .isInstanceOf(ChatException.TooLarge.class);
        }
        assertThat(ledger.known()).isEmpty();
        assertThat(shelf.isEmpty()).isTrue();
    }

    @Test
    void what_has_no_place_leaves_nothing_at_whatever_point() {
        for (int failing = 0; failing < 6; failing++) {
            shelf.failAfter = failing;
            try (Upload upload = uploads.begin(ANN, room)) {
                assertThatThrownBy(() -> {
                            upload.write(ByteBuffer.wrap(PNG));
                            upload.store();
                            upload.complete(NAME, true);
                        })
                        .as("step %s", failing)
                        .isInstanceOf(ChatException.Full.class);
            }
            assertThat(ledger.known()).isEmpty();
            assertThat(shelf.isEmpty()).isTrue();
        }
    }

    @Test
    void a_file_that_was_doomed_on_its_way_is_refused_and_leaves_nothing() {
        try (Upload upload = uploads.begin(ANN, room)) {
            upload.write(ByteBuffer.wrap(PNG));
            upload.store();
            ledger.known().forEach(file -> ledger.doom(file, Instant.MAX, Instant.MAX));
            assertThatThrownBy(() -> upload.complete(NAME, true)).isInstanceOf(ChatException.Unavailable.class);
        }
        assertThat(ledger.known()).isEmpty();
        assertThat(shelf.isEmpty()).isTrue();
    }

    @Test
    void what_cannot_be_cleaned_up_is_found_later() {
        Upload upload = uploads.begin(ANN, room);
        upload.write(ByteBuffer.wrap(new byte[100_000]));
        ledger.away(true);
        upload.close();
        ledger.away(false);

        assertThat(shelf.begun).isEmpty();
        assertThat(ledger.due(time.instant().plus(Duration.ofDays(2)), 10)).hasSize(1);
    }

    @Test
    void who_is_not_in_the_room_or_uploads_too_often_is_refused() {
        assertThatThrownBy(() -> uploads.begin(BOB, room)).isInstanceOf(ChatException.NotFound.class);
        Uploads limited = uploads(limiter);
        for (int i = 0; i < 3; i++) {
            limited.begin(ANN, room).close();
        }
        assertThatThrownBy(() -> limited.begin(ANN, room)).isInstanceOf(ChatException.TooMany.class);
        limited.begin(BOB).close();
    }

    @Test
    void a_member_reads_what_was_sent_since_it_came() {
        RoomId secret = rooms.joined(ANN, BOB, new Head(new Seq(5), new Rev(5)));
        FileId file = uploaded(PNG, secret).id();

        assertThatThrownBy(() -> downloads.find(BOB, file)).isInstanceOf(ChatException.NotFound.class);
        sent.add(file, secret, 5);
        assertThat(downloads.find(ANN, file).id()).isEqualTo(file);
        assertThatThrownBy(() -> downloads.find(BOB, file)).isInstanceOf(ChatException.NotFound.class);
        sent.add(file, secret, 6);
        assertThat(downloads.find(BOB, file).id()).isEqualTo(file);
        assertThatThrownBy(() -> downloads.find(EVE, file)).isInstanceOf(ChatException.NotFound.class);
        rooms.remove(secret, BOB);
        assertThatThrownBy(() -> downloads.find(BOB, file)).isInstanceOf(ChatException.NotFound.class);
    }

    @Test
    void a_file_for_any_room_is_read_in_each_that_it_was_sent_in() {
        StoredFile file;
        try (Upload upload = uploads.begin(ANN)) {
            upload.write(ByteBuffer.wrap(PNG));
            upload.store();
            file = upload.complete(NAME, true);
        }
        sent.add(file.id(), room, 1);
        List<RoomId> many = IntStream.rangeClosed(0, 2 * FileCarriers.MAX_QUERY)
                .mapToObj(i -> rooms.open("Room " + i, EVE))
                .toList();
        for (RoomId one : List.of(many.get(0), many.get(FileCarriers.MAX_QUERY), many.get(many.size() - 1))) {
            assertThatThrownBy(() -> downloads.find(EVE, file.id())).isInstanceOf(ChatException.NotFound.class);
            sent.add(file.id(), one, 1);
            assertThat(downloads.find(EVE, file.id())).isEqualTo(file);
            sent.remove(file.id(), one);
        }
        assertThatThrownBy(() -> downloads.find(BOB, file.id())).isInstanceOf(ChatException.NotFound.class);
    }

    @Test
    void a_link_is_good_for_five_minutes_and_for_its_file_while_that_is_there() {
        FileId file = uploaded(PNG).id();
        FileId other = uploaded(PNG).id();
        FileLink link = downloads.link(ANN, file);

        assertThat(downloads.find(file, link).id()).isEqualTo(file);
        assertThatThrownBy(() -> downloads.find(other, link)).isInstanceOf(ChatException.NotFound.class);
        assertThatThrownBy(() -> downloads.find(file, new FileLink(link.expires() + 1, link.seal())))
                .isInstanceOf(ChatException.NotFound.class);
        assertThatThrownBy(() -> downloads.link(BOB, file)).isInstanceOf(ChatException.NotFound.class);
        time.advance(Duration.ofSeconds(298), () -> {});
        assertThat(downloads.find(file, link).id()).isEqualTo(file);
        time.advance(Duration.ofSeconds(2), () -> {});
        assertThatThrownBy(() -> downloads.find(file, link)).isInstanceOf(ChatException.NotFound.class);

        FileLink newer = downloads.link(ANN, file);
        ledger.doom(file, time.instant().plus(Duration.ofDays(2)), time.instant());
        assertThatThrownBy(() -> downloads.find(file, newer)).isInstanceOf(ChatException.NotFound.class);
        assertThatThrownBy(() -> downloads.find(ANN, file)).isInstanceOf(ChatException.NotFound.class);
    }

    private static final class PlainSeals implements FileSeals {
        @Override
        public String seal(String text) {
            return "sealed " + text;
        }

        @Override
        public boolean fits(String text, String seal) {
            return seal.equals(seal(text));
        }
    }

    private static final class Sent implements FileCarriers {
        private final Map<FileId, Map<RoomId, Seq>> newest = new HashMap<>();

        void add(FileId file, RoomId room, long seq) {
            newest.computeIfAbsent(file, id -> new HashMap<>()).put(room, new Seq(seq));
        }

        void remove(FileId file, RoomId room) {
            newest.getOrDefault(file, Map.of()).remove(room);
        }

        @Override
        public boolean isCarried(FileId file, Map<RoomId, Seq> after) {
            assertThat(after).hasSizeLessThanOrEqualTo(MAX_QUERY);
            return newest.getOrDefault(file, Map.of()).entrySet().stream()
                    .anyMatch(sent -> after.containsKey(sent.getKey())
                            && sent.getValue().compareTo(after.get(sent.getKey())) > 0);
        }

        @Override
        public Set<FileId> carried(Collection<FileId> files) {
            Set<FileId> carried = new HashSet<>(files);
            carried.retainAll(newest.keySet());
            return carried;
        }
    }

    /** Holds bytes in memory, and is full when told to. */
    private final class Shelf implements FileBytes {
        final Map<FileId, byte[]> whole = new HashMap<>();
        final Set<FileId> begun = new HashSet<>();
        boolean notedFirst = true;
        int failAfter = Integer.MAX_VALUE;

        boolean isEmpty() {
            return whole.isEmpty() && begun.isEmpty();
        }

        private void step() {
            if (failAfter-- == 0) {
                throw new ChatException.Full(null);
            }
        }

        @Override
        public Sink create(FileId file) {
            step();
            notedFirst &= ledger.known().contains(file);
            begun.add(file);
            ByteArrayOutputStream written = new ByteArrayOutputStream();
            return new Sink() {
                @Override
                public void write(byte[] bytes, int offset, int length) {
                    step();
                    written.write(bytes, offset, length);
                }

                @Override
                public void commit() {
                    step();
                    whole.put(file, written.toByteArray());
                    begun.remove(file);
                }

                @Override
                public void close() {
                    begun.remove(file);
                }
            };
        }

        @Override
        public Optional<Source> open(FileId file) {
            return Optional.ofNullable(whole.get(file)).map(bytes -> new Source() {
                @Override
                public long size() {
                    return bytes.length;
                }

                @Override
                public int read(long position, byte[] into, int offset, int length) {
                    return -1;
                }

                @Override
                public void close() {}
            });
        }

        @Override
        public void remove(FileId file) {
            whole.remove(file);
            begun.remove(file);
        }

        @Override
        public int sweep(Instant before) {
            return 0;
        }
    }
}
