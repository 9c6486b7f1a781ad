package dev.parley.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.domain.ChatException;
import dev.parley.domain.file.FileBytes;
import dev.parley.domain.file.FileId;
import dev.parley.testkit.FileBytesContract;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DirectoryFileBytesTest extends FileBytesContract {
    @TempDir
    private Path directory = Path.of("");

    private final FileBytes[] bytes = new FileBytes[1];

    @BeforeEach
    void start() {
        bytes[0] = anotherNode();
    }

    @Override
    protected FileBytes bytes() {
        return bytes[0];
    }

    @Override
    protected FileBytes anotherNode() {
        FilesAdapter adapter = new FilesAdapter(directory.resolve("uploads"));
        adapter.start();
        return adapter.bytes();
    }

    @Override
    protected long pieces() {
        return files().size();
    }

    private List<Path> files() {
        try (Stream<Path> all = Files.walk(directory)) {
            return all.filter(Files::isRegularFile).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void the_files_of_a_disk_that_is_away_are_not_gone() throws IOException {
        FileId file = new FileId("AAAAAAAAAAAAAAAAAAAAAA");
        try (FileBytes.Sink sink = bytes().create(file)) {
            sink.write(new byte[10], 0, 10);
            sink.commit();
        }
        Path uploads = directory.resolve("uploads");
        Path away = directory.resolve("away");
        Files.move(uploads, away);
        assertThatThrownBy(() -> bytes().open(file)).isInstanceOf(ChatException.Unavailable.class);
        assertThatThrownBy(() -> bytes().remove(file)).isInstanceOf(ChatException.Unavailable.class);
        assertThatThrownBy(() -> bytes().create(file)).isInstanceOf(ChatException.Unavailable.class);
        Files.move(away, uploads);
        assertThat(bytes().open(file).orElseThrow().size()).isEqualTo(10);
    }

    @Test
    void a_file_is_its_owners_alone_and_has_a_name_without_meaning() throws IOException {
        try (FileBytes.Sink sink = bytes().create(new FileId("-_-_-_-_-_-_-_-_-_-_-w"))) {
            sink.commit();
        }
        Path file = directory.resolve("uploads/fb/ff/fbffbffbffbffbffbffbffbffbffbffb");

        assertThat(files()).containsExactly(file);
        assertThat(Files.getPosixFilePermissions(file)).hasSize(2);
        assertThat(Files.getPosixFilePermissions(directory.resolve("uploads"))).hasSize(3);
    }
}
