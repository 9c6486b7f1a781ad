package dev.parley.sql;

import static dev.parley.testkit.Drafts.ANN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.parley.domain.ChatException.Unavailable;
import dev.parley.domain.message.Draft;
import dev.parley.domain.message.Message;
import dev.parley.domain.message.MessageLog;
import dev.parley.domain.message.MessageLog.Appended;
import dev.parley.domain.message.Rev;
import dev.parley.domain.message.Seq;
import dev.parley.domain.room.RoomId;
import dev.parley.testkit.Drafts;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A full disk costs answers, never messages, and the adapter recovers by itself. */
@Timeout(60)
class FullDiskTest {
    private static final RoomId ROOM = RoomId.GENERAL;
    private static final int MAX_BATCHES = 400;

    @TempDir
    private Path directory = Path.of("");

    /** Limits the size of the file, as long as {@code pages} is not 0. */
    private static final class SmallFile implements Probe {
        private volatile int pages = 200;
        private @Nullable Connection writer;

        @Override
        public void opened(Connection connection) throws SQLException {
            writer = connection;
            limit();
        }

        /** Called by the test while nothing is written. */
        void lift() throws SQLException {
            pages = 0;
            limit();
        }

        private void limit() throws SQLException {
            Connection connection = writer;
            if (connection != null && !connection.isClosed()) {
                try (Statement statement = connection.createStatement()) {
                    statement.execute("PRAGMA max_page_count = " + (pages == 0 ? 1_000_000 : pages));
                }
            }
        }
    }

    private static List<Draft> batch(int number) {
        List<Draft> batch = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            batch.add(Drafts.draft(ANN, "m" + number + "." + i, number + "." + i + "x".repeat(1000)));
        }
        return batch;
    }

    /** Appends batches until one is refused; returns the number of that one. */
    private static int fill(MessageLog log) {
        for (int number = 0; number < MAX_BATCHES; number++) {
            List<Draft> batch = batch(number);
            try {
                log.append(ROOM, batch);
            } catch (Unavailable e) {
                return number;
            }
        }
        throw new AssertionError("the disk is not small");
    }

    /** What was answered is there, in order; what was refused is there as a prefix or not at all. */
    private static void assertComplete(MessageLog log, int batches) {
        List<Message> all = new ArrayList<>();
        List<Message> page = log.after(ROOM, Seq.ZERO, MessageLog.MAX_PAGE);
        while (!page.isEmpty()) {
            all.addAll(page);
            page = log.after(ROOM, page.get(page.size() - 1).seq(), MessageLog.MAX_PAGE);
        }
        List<Draft> expected = new ArrayList<>();
        for (int number = 0; number < batches; number++) {
            expected.addAll(batch(number));
        }
        assertThat(all)
                .extracting(Message::key)
                .isEqualTo(expected.stream().map(Draft::key).toList());
        assertThat(all).extracting(Message::seq).last().isEqualTo(new Seq(all.size()));
    }

    @Test
    void a_file_that_may_not_grow_refuses_and_goes_on_when_it_may() throws SQLException {
        SmallFile probe = new SmallFile();
        try (SqlAdapter adapter =
                new SqlAdapter(new SqliteDatabase(directory.resolve("parley.db"), Limits.USUAL, probe))) {
            adapter.start();
            MessageLog log = adapter.log();
            int refused = fill(log);
            assertThat(refused).isPositive();
            assertComplete(log, refused);
            assertThatExceptionOfType(Unavailable.class).isThrownBy(() -> log.append(ROOM, batch(refused)));
            probe.lift();
            assertThat(log.append(ROOM, batch(refused))).hasOnlyElementsOfType(Appended.Added.class);
            adapter.check();
            assertComplete(log, refused + 1);
        }
    }

    @Test
    void a_full_file_system_refuses_and_goes_on_when_there_is_space() throws IOException, InterruptedException {
        Path mount = Files.createDirectory(directory.resolve("small"));
        assumeTrue(run("mount", "-t", "tmpfs", "-o", "size=5m", "tmpfs", mount.toString()), "no tmpfs without root");
        try {
            Path ballast = mount.resolve("ballast");
            Files.write(ballast, new byte[3 << 20]);
            Path file = mount.resolve("parley.db");
            int refused = refusedOnFullDisk(file, mount, ballast);
            try (SqlAdapter again = new SqlAdapter(new SqlConfig.Sqlite(file))) {
                again.start();
                assertComplete(again.log(), refused + 1);
            }
        } finally {
            assertThat(run("umount", mount.toString())).isTrue();
        }
    }

    private static int refusedOnFullDisk(Path file, Path mount, Path ballast) throws IOException {
        try (SqlAdapter adapter = new SqlAdapter(new SqlConfig.Sqlite(file))) {
            adapter.start();
            MessageLog log = adapter.log();
            int refused = fill(log);
            assertThat(refused).isPositive();
            fillUp(mount.resolve("rest"));
            for (int i = 0; i < 3; i++) {
                assertThatExceptionOfType(Unavailable.class).isThrownBy(() -> log.append(ROOM, batch(refused)));
            }
            assertThatCode(() -> assertComplete(log, refused)).doesNotThrowAnyException();
            Files.delete(ballast);
            Files.delete(mount.resolve("rest"));
            adapter.check();
            log.append(ROOM, batch(refused));
            assertComplete(log, refused + 1);
            assertThat(log.changesSince(ROOM, Rev.ZERO, 1)).hasSize(1);
            return refused;
        }
    }

    /** Takes the last byte of the file system. */
    private static void fillUp(Path file) throws IOException {
        try (OutputStream out = Files.newOutputStream(file)) {
            while (true) {
                out.write(new byte[512]);
            }
        } catch (IOException e) {
            assertThat(e).hasMessageContaining("space");
        }
    }

    private static boolean run(String... command) throws IOException, InterruptedException {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException e) {
            return false; // the program is not there
        }
    }
}
