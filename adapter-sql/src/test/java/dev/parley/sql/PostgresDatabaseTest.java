package dev.parley.sql;

import static dev.parley.testkit.Drafts.ANN;
import static dev.parley.testkit.Drafts.NOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.parley.domain.ChatException.Unavailable;
import dev.parley.domain.ErrorCode;
import dev.parley.domain.account.Session;
import dev.parley.domain.account.SessionId;
import dev.parley.domain.account.TokenHash;
import dev.parley.testkit.Together;
import dev.parley.testkit.postgres.PostgresServer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What transactions do to each other, how long they wait, and what becomes of those that fail. */
@Timeout(60)
class PostgresDatabaseTest {
    private static final String MARK = "INSERT INTO read_marks (user_id, room, seq) VALUES (?, 1, 1)";
    private static final String RAISE = "UPDATE read_marks SET seq = seq + 1 WHERE user_id = ?";
    private static final String MARKS = "SELECT user_id FROM read_marks ORDER BY user_id";
    private static final Duration SHORT = Duration.ofMillis(300);
    private static final Duration SECOND = Duration.ofSeconds(1);

    /** Gives up soon. */
    private static final PostgresLimits IMPATIENT =
            new PostgresLimits(2, SHORT, SECOND, SHORT, Duration.ofMillis(800), SECOND);

    @RegisterExtension
    private final FreshDatabase fresh = FreshDatabase.prepared();

    private final PostgresProxy proxy =
            new PostgresProxy(PostgresServer.shared().port());
    private final CountDownLatch gate = new CountDownLatch(1);
    private final CountDownLatch atGate = new CountDownLatch(1);

    private PostgresDatabase database(PostgresLimits limits) {
        SqlConfig.Postgres config = SqlConfig.Postgres.of(PostgresServer.url(proxy.port(), fresh.name()));
        PostgresDatabase database = new PostgresDatabase(config, limits, "test");
        database.start();
        return database;
    }

    @AfterEach
    void stop() {
        gate.countDown();
        proxy.close();
    }

    private static int mark(PostgresDatabase database, long user) {
        return database.write(statements -> statements.update(MARK, user));
    }

    private static List<Long> marks(PostgresDatabase database) {
        return database.read(statements -> statements.query(MARKS, row -> row.getLong(1)));
    }

    private static String setting(PostgresDatabase database, String name) {
        return database.write(statements ->
                statements.query("SHOW " + name, row -> row.getString(1)).get(0));
    }

    /** Marks the user, and stays in the transaction until the gate opens. */
    private int markAndStay(PostgresDatabase database, long user) {
        return database.write(statements -> {
            int marked = statements.update(MARK, user);
            atGate.countDown();
            awaitQuietly(gate);
            return marked;
        });
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void assertUnavailable(ErrorCode code, Runnable call) {
        assertThatExceptionOfType(Unavailable.class)
                .isThrownBy(call::run)
                .satisfies(e -> assertThat(e.code()).isEqualTo(code));
    }

    @Test
    void a_commit_is_on_the_disk_whatever_the_server_is_set_to() {
        fresh.execute("ALTER DATABASE " + fresh.name() + " SET synchronous_commit = off; ALTER DATABASE " + fresh.name()
                + " SET default_transaction_isolation = serializable");
        try (PostgresDatabase database = database(PostgresLimits.USUAL)) {
            assertThat(setting(database, "synchronous_commit")).isEqualTo("on");
            assertThat(setting(database, "transaction_isolation")).isEqualTo("read committed");
            assertThat(setting(database, "lock_timeout")).isEqualTo("3s");
            assertThat(setting(database, "statement_timeout")).isEqualTo("4s");
            assertThat(setting(database, "idle_in_transaction_session_timeout")).isEqualTo("10s");
            assertThat(setting(database, "plan_cache_mode")).isEqualTo("force_custom_plan");
        }
    }

    @Test
    void work_that_throws_leaves_no_trace() {
        try (PostgresDatabase database = database(PostgresLimits.USUAL)) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> database.write(statements -> {
                        statements.update(MARK, 1);
                        throw new IllegalArgumentException("a bug");
                    }));
            assertThat(marks(database)).isEmpty();
            assertThat(mark(database, 2)).isEqualTo(1);
        }
    }

    @Test
    void of_two_that_wait_for_each_other_one_is_run_again() {
        try (PostgresDatabase database = database(PostgresLimits.USUAL)) {
            mark(database, 1);
            mark(database, 2);
            CyclicBarrier both = new CyclicBarrier(2);
            AtomicInteger runs = new AtomicInteger();
            Together.run(
                    2,
                    thread -> database.write(statements -> {
                        int rows = statements.update(RAISE, 1 + thread);
                        if (runs.incrementAndGet() <= 2) {
                            Together.run(1, alone -> both.await(30, TimeUnit.SECONDS));
                        }
                        return rows + statements.update(RAISE, 2 - thread);
                    }));
            assertThat(runs).hasValue(3);
            assertThat(database.<List<Long>>read(
                            statements -> statements.query("SELECT seq FROM read_marks", row -> row.getLong(1))))
                    .containsExactly(3L, 3L);
        }
    }

    @Test
    void a_key_that_stays_taken_is_given_up() {
        try (PostgresDatabase database = database(PostgresLimits.USUAL)) {
            mark(database, 1);
            AtomicInteger runs = new AtomicInteger();
            assertUnavailable(
                    ErrorCode.STORE_UNAVAILABLE,
                    () -> database.write(statements -> {
                        runs.incrementAndGet();
                        return statements.update(MARK, 1);
                    }));
            assertThat(runs).hasValueBetween(2, 5);
        }
    }

    @Test
    void a_commit_of_which_nobody_knows_what_became_is_not_run_again() {
        try (PostgresDatabase database = database(PostgresLimits.USUAL)) {
            AtomicInteger runs = new AtomicInteger();
            proxy.loseNextCommit();
            assertUnavailable(
                    ErrorCode.STORE_UNAVAILABLE,
                    () -> database.write(statements -> {
                        runs.incrementAndGet();
                        return statements.update(MARK, 1);
                    }));
            assertThat(runs).hasValue(1);
            assertThat(marks(database)).containsExactly(1L);
        }
    }

    @Test
    void who_finds_all_places_taken_is_refused_soon() {
        try (PostgresDatabase database = database(IMPATIENT)) {
            Together.run(3, thread -> {
                if (thread < 2) {
                    return markAndStay(database, thread);
                }
                awaitQuietly(atGate);
                Awaitility.await()
                        .untilAsserted(() -> assertUnavailable(ErrorCode.OVERLOADED, () -> mark(database, 99)));
                gate.countDown();
                return 0;
            });
            assertThat(marks(database)).contains(0L, 1L);
        }
    }

    @Test
    void a_row_that_another_keeps_is_waited_for_within_a_bound() {
        try (PostgresDatabase database = database(IMPATIENT)) {
            Together.run(2, thread -> {
                if (thread == 0) {
                    return markAndStay(database, 1);
                }
                awaitQuietly(atGate);
                assertUnavailable(ErrorCode.STORE_UNAVAILABLE, () -> mark(database, 1));
                gate.countDown();
                return 0;
            });
            assertThat(marks(database)).containsExactly(1L);
            database.check();
        }
    }

    @Test
    void a_server_that_falls_silent_is_unavailable_within_the_limits() {
        try (PostgresDatabase database = database(IMPATIENT)) {
            mark(database, 1);
            proxy.fallSilent();
            long begun = System.nanoTime();
            assertUnavailable(ErrorCode.STORE_UNAVAILABLE, database::check);
            assertUnavailable(ErrorCode.STORE_UNAVAILABLE, () -> mark(database, 2));
            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(8));
        }
    }

    @Test
    void a_server_that_takes_no_writes_is_not_well() {
        fresh.execute("ALTER DATABASE " + fresh.name() + " SET default_transaction_read_only = on");
        try (PostgresDatabase database = database(PostgresLimits.USUAL)) {
            assertThat(marks(database)).isEmpty();
            assertUnavailable(ErrorCode.STORE_UNAVAILABLE, database::check);
            assertUnavailable(ErrorCode.STORE_UNAVAILABLE, () -> mark(database, 1));
        }
    }

    @Test
    void a_store_that_failed_is_well_when_it_can_be_written_again() {
        try (PostgresDatabase database = database(IMPATIENT)) {
            database.check();
            fresh.execute("REVOKE ALL ON probe FROM PUBLIC; ALTER TABLE probe RENAME TO elsewhere");
            database.check();
            proxy.loseNextCommit();
            assertUnavailable(ErrorCode.STORE_UNAVAILABLE, () -> mark(database, 1));
            assertUnavailable(ErrorCode.STORE_UNAVAILABLE, database::check);
            fresh.execute("ALTER TABLE elsewhere RENAME TO probe");
            database.check();
            assertThat(fresh.execute("SELECT count(*) FROM probe")).isEqualTo("0");
        }
    }

    @Test
    void closing_waits_for_what_is_under_way_and_refuses_the_rest() {
        PostgresDatabase database = database(PostgresLimits.USUAL);
        Together.run(2, thread -> {
            if (thread == 0) {
                return markAndStay(database, 1);
            }
            awaitQuietly(atGate);
            Thread opener = new Thread(() -> {
                Awaitility.await().until(() -> refused(database));
                gate.countDown();
            });
            opener.start();
            database.close();
            opener.join();
            return 0;
        });
        assertUnavailable(ErrorCode.SHUTTING_DOWN, () -> mark(database, 2));
        assertThatCode(database::close).doesNotThrowAnyException();
        try (PostgresDatabase again = database(PostgresLimits.USUAL)) {
            assertThat(marks(again)).containsExactly(1L);
        }
    }

    private static boolean refused(PostgresDatabase database) {
        try {
            return marks(database).size() > 1;
        } catch (Unavailable e) {
            return e.code() == ErrorCode.SHUTTING_DOWN;
        }
    }

    @Test
    void a_session_that_is_being_exchanged_is_not_purged() {
        try (PostgresDatabase database = database(PostgresLimits.USUAL)) {
            SqlSessionLedger sessions = new SqlSessionLedger(database);
            SessionId id = new SessionId("session-of-ann-0123456789");
            sessions.open(new Session(id, ANN, NOON, NOON.plusSeconds(1)), TokenHash.of("token"));
            Together.run(2, thread -> {
                if (thread == 0) {
                    return database.write(statements -> {
                        int rows = statements.update("UPDATE sessions SET expires_at = expires_at + 5000");
                        atGate.countDown();
                        awaitQuietly(gate);
                        return rows;
                    });
                }
                awaitQuietly(atGate);
                assertThat(sessions.purge(NOON.plusSeconds(2))).isZero();
                gate.countDown();
                return 0;
            });
            assertThat(sessions.stillOpen(List.of(id), NOON.plusSeconds(2))).containsExactly(id);
            assertThat(sessions.purge(NOON.plusSeconds(7))).isEqualTo(1);
        }
    }
}
