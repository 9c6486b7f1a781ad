package dev.parley.sql;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.parley.domain.ChatException.Unavailable;
import dev.parley.domain.ErrorCode;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGProperty;
import org.postgresql.ds.PGSimpleDataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The connections to a PostgreSQL.
 *
 * <p>Who holds one of the places may use one connection. So a call that finds all busy is told apart from one that finds no
 * server, and a close can wait for those that are under way.
 */
final class PostgresPool implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PostgresPool.class);

    /** Some are kept when nobody needs them: a new one costs the server a process. */
    private static final int KEPT = 2;

    /**
     * What every session is told.
     *
     * <p>A commit is on the disk when it returns, whatever the server is set to. A plan is made for each execution: one
     * that was kept since its table had ten rows would read all of it when there are a million.
     */
    private static final String SESSION = "SET synchronous_commit = on;"
            + " SET default_transaction_isolation = 'read committed';"
            + " SET plan_cache_mode = force_custom_plan;"
            + " SET lock_timeout = %d; SET statement_timeout = %d; SET idle_in_transaction_session_timeout = %d";

    private final SqlConfig.Postgres config;
    private final PostgresLimits limits;
    private final String name;
    private final Semaphore places;
    private volatile @Nullable HikariDataSource open;

    /** @param name as which the server knows the connections */
    PostgresPool(SqlConfig.Postgres config, PostgresLimits limits, String name) {
        this.config = config;
        this.limits = limits;
        this.name = name;
        this.places = new Semaphore(limits.connections());
    }

    /** Opens the pool, and asks nothing of the server yet. */
    void start() {
        HikariConfig pool = new HikariConfig();
        pool.setPoolName(name);
        pool.setDataSource(source());
        pool.setMaximumPoolSize(limits.connections());
        pool.setMinimumIdle(Math.min(KEPT, limits.connections()));
        pool.setConnectionTimeout(limits.connection().toMillis());
        pool.setValidationTimeout(TimeUnit.SECONDS.toMillis(1));
        pool.setInitializationFailTimeout(-1);
        pool.setConnectionInitSql(SESSION.formatted(
                limits.lock().toMillis(),
                limits.statement().toMillis(),
                2 * limits.answer().toMillis()));
        open = new HikariDataSource(pool);
    }

    /** A connection outside of the pool, without its limits; to be closed by the caller. */
    Connection connect() throws SQLException {
        PGSimpleDataSource source = source();
        source.setSocketTimeout(0);
        Connection connection = source.getConnection();
        connection.setAutoCommit(false);
        return connection;
    }

    private PGSimpleDataSource source() {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setServerNames(new String[] {bracketed(config.host())});
        source.setPortNumbers(new int[] {config.port()});
        source.setDatabaseName(config.database());
        source.setUser(config.user());
        source.setPassword(config.password());
        source.setApplicationName(name);
        source.setConnectTimeout((int) Math.max(1, limits.connection().toSeconds()));
        source.setSocketTimeout((int) limits.answer().toSeconds());
        source.setTcpKeepAlive(true);
        source.setReWriteBatchedInserts(true);
        secure(source, "sslmode", PGProperty.SSL_MODE);
        secure(source, "sslrootcert", PGProperty.SSL_ROOT_CERT);
        secure(source, "channel_binding", PGProperty.CHANNEL_BINDING);
        return source;
    }

    /** As an address of IPv6 stands in a URL, which is what the driver makes of it. */
    private static String bracketed(String host) {
        return host.contains(":") && !host.startsWith("[") ? "[" + host + "]" : host;
    }

    private void secure(PGSimpleDataSource source, String option, PGProperty property) {
        String value = config.security().get(option);
        if (value != null) {
            source.setProperty(property, value);
        }
    }

    /** A connection in a transaction; to be given back. */
    Statements take() throws SQLException {
        return take(false);
    }

    /** A connection on which each query stands for itself; to be given back. */
    Statements takeForReading() throws SQLException {
        return take(true);
    }

    private Statements take(boolean autoCommit) throws SQLException {
        acquire();
        Connection connection = null;
        try {
            HikariDataSource pool = open;
            if (pool == null) {
                throw new Unavailable(ErrorCode.SHUTTING_DOWN);
            }
            connection = pool.getConnection();
            connection.setAutoCommit(autoCommit);
            return new Statements(connection);
        } catch (SQLException | RuntimeException e) {
            closeQuietly(connection);
            places.release();
            throw e;
        }
    }

    private void acquire() throws SQLException {
        try {
            if (!places.tryAcquire(limits.place().toMillis(), TimeUnit.MILLISECONDS)) {
                throw new Unavailable(open == null ? ErrorCode.SHUTTING_DOWN : ErrorCode.OVERLOADED);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SQLException("interrupted before it was begun", e);
        }
    }

    /** Takes the connection back. What is not committed is rolled back. */
    void giveBack(Statements statements) {
        closeQuietly(statements);
        places.release();
    }

    /** Closes what may be broken anyway. */
    private static void closeQuietly(@Nullable AutoCloseable connection) {
        if (connection != null) {
            try {
                connection.close();
            } catch (Exception e) { // AutoCloseable may throw anything
                LOG.debug("a connection did not close", e);
            }
        }
    }

    /** Waits for the calls that are under way, then closes all connections. */
    @Override
    public void close() {
        HikariDataSource pool = open;
        open = null;
        if (pool == null) {
            return;
        }
        try {
            boolean quiet =
                    places.tryAcquire(limits.connections(), 2 * limits.answer().toMillis(), TimeUnit.MILLISECONDS);
            if (quiet) {
                places.release(limits.connections());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        pool.close();
    }
}
