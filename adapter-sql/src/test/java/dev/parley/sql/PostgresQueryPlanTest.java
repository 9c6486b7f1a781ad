package dev.parley.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** No statement reads a whole table; and none sorts a room, even before its statistics are made. */
class PostgresQueryPlanTest {
    private static final int ROWS = 50_000;

    @RegisterExtension
    private final FreshDatabase fresh = FreshDatabase.empty();

    private @Nullable PostgresDatabase database;

    @BeforeEach
    void start() {
        database = new PostgresDatabase(fresh.config(), PostgresLimits.USUAL, "plans");
        database.start();
    }

    @AfterEach
    void stop() {
        if (database != null) {
            database.close();
        }
    }

    private void fill() {
        fresh.execute("""
                INSERT INTO users (username, username_key, email_key, display_name, password_hash, created_at)
                    SELECT i, i, i, i, i, i FROM generate_series(1, %1$d) i;
                INSERT INTO sessions SELECT i, i, i, i FROM generate_series(1, %1$d) i;
                INSERT INTO codes SELECT i, i, 0, i, i FROM generate_series(1, %1$d) i;
                INSERT INTO tickets SELECT i, i, i, i, i FROM generate_series(1, %1$d) i;
                INSERT INTO room_heads SELECT i, i, i, i FROM generate_series(1, %1$d) i;
                INSERT INTO messages (room, seq, rev, key, fingerprint, author, content, sent_at, deleted)
                    SELECT i %% 2, i, i, i, i, i, i, i, 0 FROM generate_series(1, %1$d) i;
                INSERT INTO rooms (id, kind, name, created_at)
                    SELECT i, 'GROUP', i, i FROM generate_series(2, %1$d) i;
                INSERT INTO members SELECT i %% 7, i, 'MEMBER', i, i, i FROM generate_series(1, %1$d) i;
                INSERT INTO membership_versions SELECT i, i FROM generate_series(1, %1$d) i;
                INSERT INTO presence SELECT i, i %% 3, i, i %% 2, i FROM generate_series(1, %1$d) i;
                INSERT INTO presence_nodes SELECT i, i, i FROM generate_series(1, %1$d) i;
                INSERT INTO leases SELECT i, i, i FROM generate_series(1, %1$d) i;
                INSERT INTO foreign_accounts SELECT i, i FROM generate_series(1, %1$d) i;
                INSERT INTO bridged_rooms SELECT i, i, i, i, i, i FROM generate_series(1, %1$d) i;
                INSERT INTO topic_roll SELECT i, i, i FROM generate_series(1, %1$d) i;
                INSERT INTO message_files SELECT i %% 2, i, i FROM generate_series(1, %1$d) i;
                INSERT INTO files (id, uploader, state, due) SELECT i, i, 1, i FROM generate_series(1, %1$d) i;
                INSERT INTO posts SELECT i %% 2, i %% 2, i, i, i FROM generate_series(1, %1$d) i;
                """.formatted(ROWS));
    }

    private List<String> plan(String sql) {
        String filled = sql.replace("%s", "?").replace("?", "'1'");
        return Objects.requireNonNull(database)
                .read(statements -> statements.query(
                        "EXPLAIN (COSTS OFF) " + filled, row -> row.getString(1).strip()));
    }

    private static InList numbers(int count) {
        return InList.of(IntStream.range(0, count).boxed().toList());
    }

    @Test
    void pages_and_changes_are_index_searches_in_order() {
        fill();
        for (String analyze : List.of("", "ANALYZE")) {
            fresh.execute(analyze);
            assertThat(plan(MessageRows.FIND)).first().asString().contains("Index Scan using messages_pkey");
            for (String page : List.of(MessageRows.BEFORE, MessageRows.AFTER)) {
                assertThat(plan(page))
                        .hasSize(3)
                        .anyMatch(step -> step.matches("-> +Index Scan( Backward)? using messages_pkey on messages m"))
                        .anyMatch(step -> step.contains("(room = '1'::bigint) AND (seq"));
            }
            assertThat(plan(MessageRows.CHANGES))
                    .hasSize(3)
                    .anyMatch(step -> step.contains("Index Scan using messages_by_rev"))
                    .anyMatch(step -> step.contains("(room = '1'::bigint) AND (rev"));
        }
    }

    @Test
    void keys_and_posts_are_looked_up_one_by_one_in_a_room_that_has_many() {
        fill();
        fresh.execute("ANALYZE");
        for (int count : new int[] {1, 2, 16}) {
            assertThat(plan(numbers(count).rows(MessageRows.BY_KEYS)))
                    .anyMatch(step -> step.contains("Index Scan using messages_by_key"))
                    .anyMatch(step -> step.matches("Index Cond: .*room = .* AND .*key.*"))
                    .noneMatch(step -> step.contains("Filter"));
            assertThat(plan(numbers(count).in(SqlBridgeLedger.postsBy(Dialect.POSTGRES))))
                    .anyMatch(step -> step.contains("Index Scan using posts_by_message"))
                    .anyMatch(step -> step.matches("Index Cond: .*message = .*"))
                    .noneMatch(step -> step.contains("Filter"));
        }
    }

    @Test
    void no_table_is_scanned() {
        List<String> statements = List.of(
                numbers(2).in(MessageRows.NEWEST),
                numbers(16).in(MessageRows.NEWEST),
                MessageRows.UPDATE,
                numbers(2).in(RoomHead.SELECT),
                numbers(16).in(RoomHead.SELECT),
                RoomHead.SELECT_ONE + Dialect.POSTGRES.rowLock(),
                numbers(2).in(SqlUserDirectory.BY_IDS),
                numbers(16).in(SqlUserDirectory.BY_IDS),
                numbers(2).in(SqlSessionLedger.STILL_OPEN),
                numbers(16).in(SqlSessionLedger.STILL_OPEN),
                numbers(2).in(SqlBridgeLedger.ACCOUNTS),
                numbers(16).in(SqlBridgeLedger.ACCOUNTS),
                numbers(2).in(SqlBridgeLedger.USERS),
                numbers(16).in(SqlBridgeLedger.USERS),
                numbers(2).in(SqlBridgeLedger.postsBy(Dialect.POSTGRES)),
                numbers(16).in(SqlBridgeLedger.postsBy(Dialect.POSTGRES)),
                numbers(16).in(SqlBridgeLedger.NUMBERED),
                numbers(2).in(MembershipVersions.SELECT),
                numbers(16).in(MembershipVersions.SELECT),
                numbers(2).in(SqlRoomWatch.SETTINGS),
                numbers(16).in(SqlRoomWatch.SETTINGS),
                numbers(2).in(RoomRows.COUNT),
                numbers(16).in(RoomRows.COUNT),
                numbers(2).in(RoomRows.SEATS),
                numbers(16).in(RoomRows.SEATS),
                RoomRows.FIND_FOR,
                RoomRows.OF_USER,
                RoomRows.MEMBERS,
                SqlBridgeLedger.FIND,
                SqlBridgeLedger.AFTER,
                SqlBridgeLedger.LINKS,
                numbers(2).in(SqlBridgeLedger.ROOMS_OF),
                numbers(16).in(SqlBridgeLedger.ROOMS_OF),
                SqlBridgeLedger.FORGET_POSTS,
                SqlTopicRoll.AFTER,
                numbers(2).in(SqlTopicRoll.AMONG),
                numbers(16).in(SqlTopicRoll.AMONG),
                RoomRows.ALL,
                SqlLeases.FIND,
                SqlLeases.NAMED,
                SqlLeases.REPLACE,
                SqlLeases.REMOVE,
                SqlUserDirectory.BY_USERNAME,
                SqlUserDirectory.BY_EMAIL,
                SqlUserDirectory.LISTED,
                MessageRows.BY_KEY,
                CarrierRows.DELETE,
                numbers(1).rows(CarrierRows.CARRIED_AFTER, CarrierRows.AFTER),
                numbers(512).rows(CarrierRows.CARRIED_AFTER, CarrierRows.AFTER),
                CarrierRows.ERASE,
                numbers(16).rows(CarrierRows.CARRIED),
                SqlFileLedger.FIND,
                SqlFileLedger.DUE,
                SqlFileLedger.DOOM,
                SqlFileLedger.FORGET,
                numbers(16).in(SqlFileLedger.CLAIMABLE) + Dialect.POSTGRES.rowLock(),
                numbers(16).in(SqlFileLedger.CLAIM),
                numbers(16).in(SqlFileLedger.KEEP),
                numbers(16).in(SqlFileLedger.LOCKED) + Dialect.POSTGRES.rowLock(),
                numbers(16).in(SqlPresenceLedger.LAST_SEEN),
                SqlPresenceLedger.REPORTS,
                SqlPresenceLedger.FORGET,
                SqlSessionLedger.PURGE_SESSIONS.formatted(Dialect.POSTGRES.freeRowLock()),
                SqlSessionLedger.PURGE_TICKETS.formatted(Dialect.POSTGRES.freeRowLock()),
                SqlCodeLedger.PURGE.formatted(Dialect.POSTGRES.freeRowLock()),
                SqlDeviceLedger.OF,
                SqlDeviceLedger.FIND,
                SqlDeviceLedger.IDS + Dialect.POSTGRES.rowLock());
        fill();
        fresh.execute("ANALYZE");
        for (String statement : statements) {
            assertThat(plan(statement))
                    .as(statement)
                    .anyMatch(step -> step.contains("Index"))
                    .noneMatch(step -> step.contains("Seq Scan"));
        }
    }

    @Test
    void a_scan_would_be_seen() {
        assertThat(plan("SELECT * FROM messages WHERE content = ? ORDER BY author"))
                .anyMatch(step -> step.contains("Seq Scan"))
                .anyMatch(step -> step.contains("Sort"));
    }
}
