package dev.parley.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** No statement reads a whole table or sorts a room. */
class QueryPlanTest {
    @TempDir
    private Path directory = Path.of("");

    private Path file = Path.of("");

    @BeforeEach
    void start() {
        file = directory.resolve("parley.db");
        try (SqlAdapter adapter = new SqlAdapter(new SqlConfig.Sqlite(file))) {
            adapter.start();
        }
    }

    private List<String> plan(String sql) throws SQLException {
        String filled = sql.replace("%s", "?").replace("?", "1");
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("EXPLAIN QUERY PLAN " + filled)) {
            List<String> steps = new ArrayList<>();
            while (row.next()) {
                steps.add(row.getString("detail"));
            }
            return steps;
        }
    }

    @Test
    void pages_and_changes_are_index_searches_in_order() throws SQLException {
        assertThat(plan(MessageRows.FIND)).containsExactly("SEARCH m USING PRIMARY KEY (room=? AND seq=?)");
        assertThat(plan(MessageRows.BEFORE)).containsExactly("SEARCH m USING PRIMARY KEY (room=? AND seq<?)");
        assertThat(plan(MessageRows.AFTER)).containsExactly("SEARCH m USING PRIMARY KEY (room=? AND seq>?)");
        assertThat(plan(MessageRows.CHANGES))
                .containsExactly("SEARCH m USING INDEX messages_by_rev (room=? AND rev>?)");
    }

    @Test
    void keys_are_looked_up_one_by_one_however_many() throws SQLException {
        for (int count : new int[] {1, 2, 512}) {
            InList keys = InList.of(IntStream.range(0, count).boxed().toList());
            assertThat(plan(keys.rows(MessageRows.BY_KEYS)))
                    .contains("SEARCH m USING INDEX messages_by_key (room=? AND key=?)")
                    .noneMatch(step -> step.contains("SCAN m"));
        }
    }

    @Test
    void posts_are_looked_up_one_by_one_however_many_the_topic_has() throws SQLException {
        for (int count : new int[] {1, 2, 16, 512}) {
            InList some = InList.of(IntStream.range(0, count).boxed().toList());
            assertThat(plan(some.in(SqlBridgeLedger.postsBy(Dialect.SQLITE))))
                    .containsExactly("SEARCH posts USING INDEX posts_by_message (room=? AND topic=? AND message=?)");
            assertThat(plan(some.in(SqlBridgeLedger.NUMBERED)))
                    .containsExactly("SEARCH posts USING PRIMARY KEY (room=? AND topic=? AND number=?)");
        }
    }

    @Test
    void nothing_is_scanned_or_sorted() throws SQLException {
        InList two = InList.of(List.of(1, 2));
        InList many = InList.of(IntStream.range(0, 1000).boxed().toList());
        List<String> statements = List.of(
                two.in(MessageRows.NEWEST),
                many.in(MessageRows.NEWEST),
                MessageRows.UPDATE,
                two.in(RoomHead.SELECT),
                many.in(RoomHead.SELECT),
                two.in(SqlUserDirectory.BY_IDS),
                many.in(SqlUserDirectory.BY_IDS),
                two.in(SqlBridgeLedger.ACCOUNTS),
                many.in(SqlBridgeLedger.ACCOUNTS),
                two.in(SqlBridgeLedger.USERS),
                many.in(SqlBridgeLedger.USERS),
                two.in(MembershipVersions.SELECT),
                many.in(MembershipVersions.SELECT),
                two.in(SqlRoomWatch.SETTINGS),
                many.in(SqlRoomWatch.SETTINGS),
                two.in(RoomRows.COUNT),
                many.in(RoomRows.COUNT),
                two.in(RoomRows.SEATS),
                many.in(RoomRows.SEATS),
                SqlBridgeLedger.FIND,
                SqlBridgeLedger.AFTER,
                SqlBridgeLedger.LINKS,
                two.in(SqlBridgeLedger.ROOMS_OF),
                many.in(SqlBridgeLedger.ROOMS_OF),
                SqlBridgeLedger.FORGET_POSTS,
                SqlTopicRoll.AFTER,
                two.in(SqlTopicRoll.AMONG),
                many.in(SqlTopicRoll.AMONG),
                RoomRows.ALL,
                SqlLeases.FIND,
                SqlLeases.NAMED,
                SqlLeases.REPLACE,
                SqlLeases.REMOVE,
                SqlUserDirectory.BY_USERNAME,
                SqlUserDirectory.BY_EMAIL,
                SqlUserDirectory.LISTED,
                SqlUserDirectory.LISTED_WITH,
                MessageRows.BY_KEY,
                CarrierRows.DELETE,
                SqlFileLedger.FIND,
                SqlFileLedger.DUE,
                SqlFileLedger.DOOM,
                SqlFileLedger.FORGET,
                two.in(SqlFileLedger.CLAIMABLE),
                many.in(SqlFileLedger.CLAIMABLE),
                many.in(SqlFileLedger.CLAIM),
                many.in(SqlFileLedger.KEEP),
                many.in(SqlFileLedger.LOCKED),
                many.in(SqlPresenceLedger.LAST_SEEN),
                SqlPresenceLedger.REPORTS,
                SqlPresenceLedger.FORGET,
                SqlSessionLedger.PURGE_SESSIONS.formatted(""),
                SqlSessionLedger.PURGE_TICKETS.formatted(""),
                SqlCodeLedger.PURGE.formatted(""),
                SqlDeviceLedger.IDS);
        for (String statement : statements) {
            assertThat(plan(statement))
                    .as(statement)
                    .isNotEmpty()
                    .noneMatch(step -> step.startsWith("SCAN") || step.contains("TEMP B-TREE"));
        }
    }

    @Test
    void carriers_are_index_searches_in_order() throws SQLException {
        assertThat(plan(CarrierRows.ERASE))
                .contains("SEARCH message_files USING PRIMARY KEY (room=? AND seq<?)")
                .noneMatch(step -> step.startsWith("SCAN"));
        for (int count : new int[] {1, 2, 512}) {
            InList files = InList.of(IntStream.range(0, count).boxed().toList());
            assertThat(plan(files.rows(CarrierRows.CARRIED_AFTER, CarrierRows.AFTER)))
                    .anyMatch(step -> step.contains("SEARCH h USING"))
                    .anyMatch(step -> step.matches("SEARCH f .*\\(file=\\? AND room=\\? AND seq>\\?\\)"))
                    .noneMatch(step -> step.contains("SCAN f") || step.contains("SCAN h"));
            assertThat(plan(files.rows(CarrierRows.CARRIED)))
                    .anyMatch(step -> step.contains("SEARCH f USING") && step.contains("(file=?)"))
                    .noneMatch(step -> step.contains("SCAN f") || step.contains("SCAN h"));
        }
    }

    @Test
    void sessions_are_looked_up_by_id_not_by_their_end() throws SQLException {
        for (int count : new int[] {1, 2, 1000}) {
            InList ids = InList.of(IntStream.range(0, count).boxed().toList());
            assertThat(plan(ids.in(SqlSessionLedger.STILL_OPEN)))
                    .containsExactly("SEARCH sessions USING PRIMARY KEY (id=?)");
        }
        assertThat(plan(SqlDeviceLedger.FIND)).containsExactly("SEARCH sessions USING PRIMARY KEY (id=?)");
    }

    @Test
    void devices_are_those_of_one_user() throws SQLException {
        assertThat(plan(SqlDeviceLedger.OF))
                .contains("SEARCH sessions USING INDEX sessions_by_user (user_id=?)")
                .noneMatch(step -> step.startsWith("SCAN"));
    }

    @Test
    void a_scan_would_be_seen() throws SQLException {
        assertThat(plan("SELECT * FROM messages WHERE content = ? ORDER BY author"))
                .anyMatch(step -> step.startsWith("SCAN"))
                .anyMatch(step -> step.contains("TEMP B-TREE"));
    }
}
