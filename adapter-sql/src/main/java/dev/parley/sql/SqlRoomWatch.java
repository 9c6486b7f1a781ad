package dev.parley.sql;

import dev.parley.domain.account.UserId;
import dev.parley.domain.room.RoomId;
import dev.parley.domain.room.RoomWatch;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/** The numbers in {@code membership_versions} and {@code rooms}, raised by the transactions that change something. */
final class SqlRoomWatch implements RoomWatch {
    static final String SETTINGS = "SELECT id, version FROM rooms WHERE id IN (%s)";

    private final Database database;

    SqlRoomWatch(Database database) {
        this.database = database;
    }

    @Override
    public Map<UserId, Long> memberships(Collection<UserId> users) {
        Map<UserId, Long> found = new HashMap<>();
        numbers(MembershipVersions.SELECT, users.stream().map(UserId::value).toList())
                .forEach((user, version) -> found.put(new UserId(user), version));
        return found;
    }

    @Override
    public Map<RoomId, Long> settings(Collection<RoomId> rooms) {
        Map<RoomId, Long> found = new HashMap<>();
        numbers(SETTINGS, rooms.stream().map(RoomId::value).toList())
                .forEach((room, version) -> found.put(new RoomId(room), version));
        return found;
    }

    private Map<Long, Long> numbers(String sql, Collection<Long> ids) {
        Map<Long, Long> numbers = new HashMap<>();
        if (!ids.isEmpty()) {
            InList list = InList.of(ids);
            database.read(statements ->
                    statements.query(list.in(sql), row -> numbers.put(row.getLong(1), row.getLong(2)), list.before()));
        }
        return numbers;
    }
}
