package dev.parley.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.parley.domain.ChatException;
import dev.parley.domain.file.FileBytes;
import dev.parley.domain.file.FileId;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every promise of {@link FileBytes}. */
@Timeout(120)
public abstract class FileBytesContract {
    private static final int PIECE = 64 << 10;

    /** When everything has begun before, and nothing. */
    private static final Instant LATER = Instant.parse("2999-01-01T00:00:00Z");

    private static final Instant EARLIER = Instant.parse("2020-01-01T00:00:00Z");

    private final Random random = new Random(7);

    /** The same one in the whole test, empty when it begins. */
    protected abstract FileBytes bytes();

    /** Another one on the same place, as after a restart or on another node. */
    protected abstract FileBytes anotherNode();

    /** How many things lie in the place, of whatever kind: what was removed leaves none. */
    protected abstract long pieces();

    private FileId newId() {
        byte[] name = new byte[16];
        random.nextBytes(name);
        return new FileId(Base64.getUrlEncoder().withoutPadding().encodeToString(name));
    }

    private byte[] some(int length) {
        byte[] content = new byte[length];
        random.nextBytes(content);
        return content;
    }

    private static void write(FileBytes.Sink sink, byte[] content) {
        for (int i = 0; i < content.length; i += PIECE) {
            sink.write(content, i, Math.min(PIECE, content.length - i));
        }
    }

    private static void store(FileBytes bytes, FileId id, byte[] content) {
        try (FileBytes.Sink sink = bytes.create(id)) {
            write(sink, content);
            sink.commit();
        }
    }

    private static byte[] readFrom(FileBytes.Source source, long from) {
        byte[] read = new byte[(int) (source.size() - from)];
        int at = 0;
        while (at < read.length) {
            int more = source.read(from + at, read, at, Math.min(10_007, read.length - at));
            assertThat(more).isPositive();
            at += more;
        }
        assertThat(source.read(source.size(), new byte[1], 0, 1)).isEqualTo(-1);
        return read;
    }

    private static byte[] readAll(FileBytes bytes, FileId id) {
        try (FileBytes.Source source = bytes.open(id).orElseThrow()) {
            return readFrom(source, 0);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 65_535, 65_536, 65_537, 261_119, 261_120, 261_121, 522_240, 3_000_001, 9_000_000})
    void what_was_written_is_read_on_every_node(int length) {
        FileId id = newId();
        byte[] content = some(length);
        store(bytes(), id, content);

        assertThat(readAll(bytes(), id)).isEqualTo(content);
        assertThat(readAll(anotherNode(), id)).isEqualTo(content);
    }

    @Test
    void reading_begins_wherever_it_is_wanted() {
        FileId id = newId();
        byte[] content = some(700_001);
        store(bytes(), id, content);

        try (FileBytes.Source source = bytes().open(id).orElseThrow()) {
            assertThat(source.size()).isEqualTo(content.length);
            for (int from : new int[] {700_000, 0, 261_119, 261_120, 5, 522_241, 1}) {
                assertThat(readFrom(source, from)).isEqualTo(Arrays.copyOfRange(content, from, content.length));
            }
            assertThat(source.read(700_001, new byte[1], 0, 1)).isEqualTo(-1);
            assertThat(source.read(9_000_000, new byte[1], 0, 1)).isEqualTo(-1);
        }
    }

    @Test
    void bytes_come_from_and_go_to_the_middle_of_arrays() {
        FileId id = newId();
        try (FileBytes.Sink sink = bytes().create(id)) {
            byte[] mine = {0, 1, 2, 3, 4};
            sink.write(mine, 1, 3);
            Arrays.fill(mine, (byte) 9);
            sink.commit();
        }
        byte[] into = {7, 7, 7, 7, 7};
        try (FileBytes.Source source = bytes().open(id).orElseThrow()) {
            assertThat(source.read(1, into, 2, 2)).isEqualTo(2);
        }
        assertThat(into).containsExactly(7, 7, 2, 3, 7);
    }

    @Test
    void nothing_is_read_before_the_file_is_whole() {
        FileId id = newId();
        try (FileBytes.Sink sink = bytes().create(id)) {
            write(sink, some(600_000));
            assertThat(bytes().open(id)).isEmpty();
            assertThat(anotherNode().open(id)).isEmpty();
            sink.commit();
            assertThat(bytes().open(id)).isPresent();
        }
        assertThat(bytes().open(newId())).isEmpty();
    }

    @Test
    void what_is_given_up_leaves_nothing() {
        long before = pieces();
        FileId id = newId();
        FileBytes.Sink sink = bytes().create(id);
        write(sink, some(600_000));
        sink.close();
        sink.close();

        assertThat(bytes().open(id)).isEmpty();
        assertThat(pieces()).isEqualTo(before);
        assertThat(bytes().sweep(LATER)).isZero();
    }

    @Test
    void what_is_removed_leaves_nothing_and_can_be_removed_again() {
        FileId kept = newId();
        store(bytes(), kept, some(3));
        FileId id = newId();
        store(bytes(), id, some(1));
        bytes().remove(id);
        long before = pieces();
        store(bytes(), id, some(600_000));
        anotherNode().remove(id);
        bytes().remove(id);
        bytes().remove(newId());

        assertThat(bytes().open(id)).isEmpty();
        assertThat(pieces()).isEqualTo(before);
        assertThat(readAll(bytes(), kept)).hasSize(3);
    }

    @Test
    void what_a_dead_process_has_begun_is_swept_and_nothing_else() {
        long before = pieces();
        FileId dead = newId();
        write(bytes().create(dead), some(600_000));
        FileId whole = newId();
        store(bytes(), whole, some(600_000));
        FileBytes next = anotherNode();

        assertThat(next.sweep(EARLIER)).isZero();
        assertThat(next.sweep(LATER)).isEqualTo(1);
        assertThat(next.sweep(LATER)).isZero();
        assertThat(next.open(dead)).isEmpty();
        assertThat(readAll(next, whole)).hasSize(600_000);
        next.remove(whole);
        assertThat(pieces()).isEqualTo(before);
    }

    @Test
    void removing_takes_what_is_unfinished_as_well() {
        long before = pieces();
        FileId dead = newId();
        write(bytes().create(dead), some(600_000));
        anotherNode().remove(dead);

        assertThat(pieces()).isEqualTo(before);
        assertThat(bytes().sweep(LATER)).isZero();
    }

    @Test
    void what_was_swept_while_it_was_written_does_not_become_whole() {
        long before = pieces();
        FileId id = newId();
        try (FileBytes.Sink sink = bytes().create(id)) {
            write(sink, some(600_000));
            assertThat(anotherNode().sweep(LATER)).isEqualTo(1);
            assertThatThrownBy(sink::commit).isInstanceOf(ChatException.Unavailable.class);
        }
        assertThat(bytes().open(id)).isEmpty();
        assertThat(pieces()).isEqualTo(before);
    }

    @Test
    void who_reads_a_file_that_is_removed_gets_the_right_bytes_or_a_failure() {
        FileId id = newId();
        byte[] content = some(2_000_000);
        store(bytes(), id, content);

        try (FileBytes.Source source = bytes().open(id).orElseThrow()) {
            byte[] start = new byte[PIECE];
            assertThat(source.read(0, start, 0, PIECE)).isPositive();
            bytes().remove(id);
            Throwable failure =
                    catchThrowable(() -> assertThat(readFrom(source, 0)).isEqualTo(content));
            if (failure != null) {
                assertThat(failure).isInstanceOf(ChatException.class);
            }
        }
    }

    @Test
    void many_are_written_and_read_at_once() {
        List<FileId> ids = Stream.generate(this::newId).limit(16).toList();
        List<byte[]> contents =
                ids.stream().map(id -> some(random.nextInt(900_000))).toList();
        FileBytes other = anotherNode();
        Together.run(16, i -> {
            store(i % 2 == 0 ? bytes() : other, ids.get(i), contents.get(i));
            return readAll(i % 2 == 0 ? other : bytes(), ids.get(i));
        });
        for (int i = 0; i < ids.size(); i++) {
            assertThat(readAll(bytes(), ids.get(i))).isEqualTo(contents.get(i));
        }
        ids.forEach(bytes()::remove);
    }
}
