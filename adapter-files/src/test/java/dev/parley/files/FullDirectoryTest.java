package dev.parley.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.parley.domain.ChatException;
import dev.parley.domain.file.FileBytes;
import dev.parley.domain.file.FileId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The disk is full in the middle of a file. */
@Timeout(60)
class FullDirectoryTest {
    private static final FileId FILE = new FileId("AAAAAAAAAAAAAAAAAAAAAA");
    private static final byte[] PIECE = new byte[64 << 10];

    @TempDir
    private Path directory = Path.of("");

    @Test
    void a_file_that_has_no_place_is_refused_leaves_nothing_and_leaves_some_place_to_others() throws Exception {
        Path disk = Files.createDirectory(directory.resolve("disk"));
        assumeTrue(
                run("mount", "-t", "tmpfs", "-o", "size=40m", "tmpfs", disk.toString()),
                "only root can make a small file system");
        try {
            FilesAdapter adapter = new FilesAdapter(disk.resolve("uploads"));
            adapter.start();
            long free = Files.getFileStore(disk).getUsableSpace();
            try (FileBytes.Sink sink = adapter.bytes().create(FILE)) {
                assertThatThrownBy(() -> fill(sink)).isInstanceOf(ChatException.Full.class);
                assertThat(Files.getFileStore(disk).getUsableSpace()).isBetween(32L << 20, 33L << 20);
            }
            assertThat(Files.getFileStore(disk).getUsableSpace()).isEqualTo(free);
            assertThat(adapter.bytes().open(FILE)).isEmpty();
        } finally {
            assertThat(run("umount", disk.toString())).isTrue();
        }
    }

    private static void fill(FileBytes.Sink sink) {
        for (int i = 0; i < 200; i++) {
            sink.write(PIECE, 0, PIECE.length);
        }
    }

    @Test
    void what_the_system_says_of_a_full_disk_is_understood() {
        assertThat(Disk.failure(directory, new IOException("No space left on device")))
                .isInstanceOf(ChatException.Full.class);
        assertThat(Disk.failure(directory, new IOException("Disk quota exceeded")))
                .isInstanceOf(ChatException.Full.class);
        assertThat(Disk.failure(directory, new IOException("Input/output error")))
                .isInstanceOf(ChatException.Unavailable.class);
    }

    private static boolean run(String... command) throws IOException, InterruptedException {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException e) {
            return false; // There is no such program.
        }
    }
}
