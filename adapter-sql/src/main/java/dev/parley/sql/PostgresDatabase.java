package dev.parley.sql;

import dev.parley.domain.ChatException.Unavailable;
import dev.parley.domain.ErrorCode;
import java.sql.SQLException;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A database of a PostgreSQL server, which other nodes may use at the same time.
 *
 * <p>Each write is a transaction of its own (READ COMMITTED): what must not change under it is locked, a room by the row of
 * its head. A transaction that the server has rolled back because of another one is run again. One of which nobody knows
 * what became is not: the caller is told so.
 */
final class PostgresDatabase implements Database {
    private static final Logger LOG = LoggerFactory.getLogger(PostgresDatabase.class);

    /** Serialization failure, deadlock, and a unique key that another transaction was first to take. */
    private static final Set<String> LOST_RACES = Set.of("40001", "40P01", "23505");

    private static final int ATTEMPTS = 4;

    private static final String MODE = "SELECT current_setting('transaction_read_only') FROM rooms WHERE id = 1";
    private static final String WRITE_SOMETHING = "INSERT INTO probe (id) VALUES (1) ON CONFLICT DO NOTHING";
    private static final String FREE_IT = "DELETE FROM probe";

    private final SqlConfig.Postgres config;
    private final PostgresLimits limits;
    private final PostgresPool pool;
    /** Whether the last write failed. */
    private final AtomicBoolean failing = new AtomicBoolean();

    /** @param name as which the server knows the connections */
    PostgresDatabase(SqlConfig.Postgres config, PostgresLimits limits, String name) {
        this.config = config;
        this.limits = limits;
        this.pool = new PostgresPool(config, limits, name);
    }

    @Override
    public void start() {
        try (Statements statements = new Statements(pool.connect())) {
            PostgresSchema.migrate(statements);
        } catch (SQLException | IllegalStateException e) {
            throw new IllegalStateException("cannot use the database " + config.place() + ": " + e.getMessage(), e);
        }
        pool.start();
        LOG.info("Using PostgreSQL, database {}", config.place());
    }

    /** A server that takes no writes, a standby for instance, is not well. */
    @Override
    public void check() {
        boolean writable = read(statements -> statements.first(MODE, row -> row.getString(1)))
                .filter("off"::equals)
                .isPresent();
        if (!writable) {
            throw new Unavailable(ErrorCode.STORE_UNAVAILABLE);
        }
        if (failing.get()) {
            int rows = write(statements -> statements.update(WRITE_SOMETHING) + statements.update(FREE_IT));
            LOG.debug("{} rows written and freed", rows);
        }
    }

    @Override
    public <T> T write(Work<T> work) {
        long end = System.nanoTime() + limits.patience().toNanos();
        for (int attempt = 1; true; attempt++) {
            try {
                T result = transact(work);
                if (failing.get() && failing.compareAndSet(true, false)) {
                    LOG.info("the store can be written again");
                }
                return result;
            } catch (SQLException e) {
                if (!lostRace(e) || attempt == ATTEMPTS || System.nanoTime() - end > 0) {
                    throw failed(e);
                }
                LOG.debug("a transaction lost a race and is run again", e);
            }
        }
    }

    private <T> T transact(Work<T> work) throws SQLException {
        Statements statements = pool.take();
        try {
            T result = work.run(statements);
            statements.commit();
            return result;
        } finally {
            pool.giveBack(statements);
        }
    }

    private static boolean lostRace(SQLException failure) {
        String state = failure.getSQLState();
        return state != null && LOST_RACES.contains(state);
    }

    /** Logs the first failure of many. */
    private Unavailable failed(SQLException cause) {
        if (failing.compareAndSet(false, true)) {
            LOG.warn("the store cannot be written: {} (SQL state {})", cause.getMessage(), cause.getSQLState());
        } else {
            LOG.debug("the store cannot be written", cause);
        }
        return new Unavailable(ErrorCode.STORE_UNAVAILABLE, cause);
    }

    @Override
    public <T> T read(Work<T> work) {
        try {
            Statements statements = pool.takeForReading();
            try {
                return work.run(statements);
            } finally {
                pool.giveBack(statements);
            }
        } catch (SQLException e) {
            LOG.warn("a read failed: {} (SQL state {})", e.getMessage(), e.getSQLState());
            throw new Unavailable(ErrorCode.STORE_UNAVAILABLE, e);
        }
    }

    @Override
    public Dialect dialect() {
        return Dialect.POSTGRES;
    }

    @Override
    public void close() {
        pool.close();
    }
}
