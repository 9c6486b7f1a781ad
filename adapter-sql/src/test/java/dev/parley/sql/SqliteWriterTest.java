package dev.parley.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.parley.domain.ChatException.Unavailable;
import dev.parley.domain.ErrorCode;
import dev.parley.testkit.Together;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** How writes share a commit, and what they do to each other: nothing. */
@Timeout(60)
class SqliteWriterTest {
    private static final String MARK = "INSERT INTO read_marks (user_id, room, seq) VALUES (?, 1, 1)";
    private static final String MARKS = "SELECT user_id FROM read_marks ORDER BY user_id";

    @TempDir
    private Path directory = Path.of("");

    /** Holds the writer at its commit until it is opened. */
    private final CountDownLatch gate = new CountDownLatch(1);

    private final CountDownLatch atGate = new CountDownLatch(1);
    private final AtomicInteger commits = new AtomicInteger();
    private final Probe gated = new Probe() {
        @Override
        public void committing() throws SQLException {
            commits.incrementAndGet();
            atGate.countDown();
            try {
                assertThat(gate.await(30, TimeUnit.SECONDS)).isTrue();
            } catch (InterruptedException e) {
                throw new SQLException("interrupted", e);
            }
        }
    };

    private SqliteDatabase database = new SqliteDatabase(Path.of(""), Limits.USUAL, Probe.NONE);

    private void start(Limits limits, Probe probe) {
        database = new SqliteDatabase(directory.resolve("parley.db"), limits, probe);
        database.start();
    }

    @AfterEach
    void close() {
        gate.countDown();
        database.close();
    }

    private List<Long> marks() {
        return database.read(statements -> statements.query(MARKS, row -> row.getLong(1)));
    }

    private int mark(long user) {
        return database.write(statements -> statements.update(MARK, user));
    }

    private static void assertUnavailable(ErrorCode code, Runnable call) {
        assertThatExceptionOfType(Unavailable.class)
                .isThrownBy(call::run)
                .satisfies(e -> assertThat(e.code()).isEqualTo(code));
    }

    @Test
    void writes_that_wait_share_one_commit_and_a_failing_one_harms_only_itself() {
        start(Limits.USUAL, gated);
        Set<String> outcomes = ConcurrentHashMap.newKeySet();
        Together.run(9, thread -> {
            if (thread == 0) {
                mark(100);
                return 0;
            }
            assertThat(atGate.await(30, TimeUnit.SECONDS)).isTrue();
            if (thread == 1) {
                Awaitility.await().until(() -> database.waiting() == 7);
                gate.countDown();
            } else if (thread == 2) {
                assertThatIllegalArgumentException()
                        .isThrownBy(() -> database.write(statements -> {
                            statements.update(MARK, 999);
                            throw new IllegalArgumentException("a bug");
                        }));
                outcomes.add("bug");
            } else if (thread == 3) {
                assertUnavailable(ErrorCode.STORE_UNAVAILABLE, () -> mark(100));
                outcomes.add("double");
            } else {
                mark(thread);
            }
            return 0;
        });
        assertThat(outcomes).containsExactlyInAnyOrder("bug", "double");
        assertThat(marks()).containsExactly(4L, 5L, 6L, 7L, 8L, 100L);
        assertThat(commits).hasValue(2);
    }

    @Test
    void a_write_is_not_visible_before_its_commit() {
        start(Limits.USUAL, gated);
        Together.run(2, thread -> {
            if (thread == 0) {
                return mark(1);
            }
            assertThat(atGate.await(30, TimeUnit.SECONDS)).isTrue();
            assertThat(marks()).isEmpty();
            gate.countDown();
            return 0;
        });
        assertThat(marks()).containsExactly(1L);
    }

    @Test
    void a_full_queue_refuses_at_once() {
        start(new Limits(Duration.ofSeconds(20), Duration.ofSeconds(5), 2, 1, 2), gated);
        AtomicInteger written = new AtomicInteger();
        Together.run(4, thread -> {
            if (thread == 0) {
                return written.addAndGet(mark(1));
            }
            assertThat(atGate.await(30, TimeUnit.SECONDS)).isTrue();
            if (thread < 3) {
                return written.addAndGet(mark(1 + thread));
            }
            Awaitility.await().until(() -> database.waiting() == 2);
            assertUnavailable(ErrorCode.OVERLOADED, () -> mark(99));
            gate.countDown();
            return 0;
        });
        assertThat(written).hasValue(3);
        assertThat(marks()).containsExactly(1L, 2L, 3L);
    }

    @Test
    void a_write_whose_caller_stopped_waiting_before_it_began_never_happens() {
        start(new Limits(Duration.ofMillis(300), Duration.ofSeconds(5), 10, 1, 2), gated);
        Together.run(2, thread -> {
            if (thread == 1) {
                assertThat(atGate.await(30, TimeUnit.SECONDS)).isTrue();
            }
            assertUnavailable(ErrorCode.STORE_UNAVAILABLE, () -> mark(1 + thread));
            return 0;
        });
        gate.countDown();
        Awaitility.await().ignoreExceptions().until(() -> mark(3) == 1);
        assertThat(marks()).containsExactly(1L, 3L);
    }

    @Test
    void closing_writes_what_waits_and_refuses_the_rest() {
        start(Limits.USUAL, gated);
        Together.run(4, thread -> {
            if (thread == 0) {
                return mark(1);
            }
            assertThat(atGate.await(30, TimeUnit.SECONDS)).isTrue();
            if (thread == 1) {
                return mark(2);
            }
            if (thread == 2) {
                Awaitility.await().until(() -> database.waiting() == 1);
                database.close();
            } else {
                Awaitility.await().until(() -> !database.isOpen());
                assertUnavailable(ErrorCode.SHUTTING_DOWN, () -> mark(3));
                gate.countDown();
            }
            return 0;
        });
        assertUnavailable(ErrorCode.SHUTTING_DOWN, () -> mark(4));
        assertUnavailable(ErrorCode.SHUTTING_DOWN, this::marks);
        start(Limits.USUAL, Probe.NONE);
        assertThat(marks()).containsExactly(1L, 2L);
    }

    @Test
    void a_lock_of_another_process_is_waited_for_within_a_bound() throws SQLException {
        start(new Limits(Duration.ofSeconds(10), Duration.ofMillis(200), 10, 10, 2), Probe.NONE);
        try (Connection other = DriverManager.getConnection("jdbc:sqlite:" + directory.resolve("parley.db"));
                Statement statement = other.createStatement()) {
            statement.execute("BEGIN IMMEDIATE");
            assertUnavailable(ErrorCode.STORE_UNAVAILABLE, () -> mark(1));
            assertUnavailable(ErrorCode.STORE_UNAVAILABLE, database::check);
            assertThat(marks()).isEmpty();
            statement.execute("COMMIT");
        }
        database.check();
        assertThat(mark(2)).isEqualTo(1);
        assertThat(marks()).containsExactly(2L);
    }

    @Test
    void a_commit_is_on_the_disk_when_it_returns_and_readers_cannot_write() {
        start(Limits.USUAL, Probe.NONE);
        assertThat(database.<String>write(statements -> statements
                        .query("PRAGMA journal_mode", row -> row.getString(1))
                        .get(0)))
                .isEqualTo("wal");
        assertThat(database.<Integer>write(statements -> statements
                        .query("PRAGMA synchronous", row -> row.getInt(1))
                        .get(0)))
                .isEqualTo(2);
        assertThat(database.<Integer>write(statements -> statements
                        .query("PRAGMA foreign_keys", row -> row.getInt(1))
                        .get(0)))
                .isEqualTo(1);
        assertUnavailable(ErrorCode.STORE_UNAVAILABLE, () -> database.read(statements -> statements.update(MARK, 1)));
    }
}
