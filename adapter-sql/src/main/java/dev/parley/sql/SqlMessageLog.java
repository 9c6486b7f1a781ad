package dev.parley.sql;

import dev.parley.domain.message.Change;
import dev.parley.domain.message.Draft;
import dev.parley.domain.message.Head;
import dev.parley.domain.message.Message;
import dev.parley.domain.message.MessageKey;
import dev.parley.domain.message.MessageLog;
import dev.parley.domain.message.Rev;
import dev.parley.domain.message.Seq;
import dev.parley.domain.room.RoomId;
import dev.parley.sql.MessageRows.Stored;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The message log in the tables {@code messages} and {@code room_heads}. */
final class SqlMessageLog implements MessageLog {
    private static final String CLOSE = "UPDATE room_heads SET closed = 1 WHERE room = ?";
    static final String TO_ERASE = "SELECT room FROM room_heads WHERE closed = 1 LIMIT 1";
    static final String ERASE = "DELETE FROM messages WHERE room = ? AND seq IN"
            + " (SELECT seq FROM messages WHERE room = ? ORDER BY seq LIMIT ?)";
    private static final String ERASED = "UPDATE room_heads SET closed = 2 WHERE room = ?";

    private final Database database;

    SqlMessageLog(Database database) {
        this.database = database;
    }

    @Override
    public List<Appended> append(RoomId room, List<Draft> batch) {
        if (batch.isEmpty() || batch.size() > MAX_BATCH) {
            throw new IllegalArgumentException("a batch has 1 to " + MAX_BATCH + " drafts, not " + batch.size());
        }
        return database.write(new Appending(database.dialect(), room, batch));
    }

    @Override
    public Optional<Appended> recall(RoomId room, MessageKey key, String fingerprint) {
        Optional<Stored> known = database.read(
                statements -> statements.first(MessageRows.BY_KEY, Stored::read, room.value(), key.value()));
        return known.map(stored -> stored.fingerprint().equals(fingerprint)
                ? new Appended.Repeated(stored.message())
                : new Appended.KeyReused());
    }

    @Override
    public Changed change(RoomId room, Seq seq, Change change) {
        return database.write(new Changing(database.dialect(), room, seq, change));
    }

    @Override
    public Optional<Message> find(RoomId room, Seq seq) {
        return database.read(
                statements -> statements.first(MessageRows.FIND, MessageRows::read, room.value(), seq.value()));
    }

    @Override
    public List<Message> before(RoomId room, Seq end, int limit) {
        List<Message> page = page(MessageRows.BEFORE, room, end.value(), limit);
        Collections.reverse(page);
        return page;
    }

    @Override
    public List<Message> after(RoomId room, Seq start, int limit) {
        return page(MessageRows.AFTER, room, start.value(), limit);
    }

    @Override
    public List<Message> changesSince(RoomId room, Rev cursor, int limit) {
        return page(MessageRows.CHANGES, room, cursor.value(), limit);
    }

    private List<Message> page(String sql, RoomId room, long from, int limit) {
        if (limit < 1 || limit > MAX_PAGE) {
            throw new IllegalArgumentException("a page has 1 to " + MAX_PAGE + " messages, not " + limit);
        }
        return database.read(statements -> statements.query(sql, MessageRows::read, room.value(), from, limit));
    }

    @Override
    public void close(RoomId room) {
        boolean unused = database.write(statements -> {
            if (!RoomHead.lock(statements, database.dialect(), room).closed()) {
                statements.update(CLOSE, room.value());
            }
            return true;
        });
    }

    @Override
    public int erase(int limit) {
        if (limit < 1 || limit > MAX_BATCH) {
            throw new IllegalArgumentException("so many are not erased at once: " + limit);
        }
        while (true) {
            Optional<Long> closed = database.read(statements -> statements.first(TO_ERASE, row -> row.getLong(1)));
            if (closed.isEmpty()) {
                return 0;
            }
            int erased = erase(closed.get(), limit);
            if (erased > 0) {
                return erased;
            }
        }
    }

    private int erase(long room, int limit) {
        return database.write(statements -> {
            int erased = statements.update(ERASE, room, room, limit);
            statements.update(CarrierRows.ERASE, room, room);
            if (erased < limit) {
                statements.update(ERASED, room);
            }
            return erased;
        });
    }

    @Override
    public Map<RoomId, Head> heads(Collection<RoomId> rooms) {
        Map<RoomId, Head> heads = new HashMap<>();
        for (RoomHead each : ofRooms(rooms, RoomHead.SELECT, RoomHead::read)) {
            heads.put(new RoomId(each.room()), each.head());
        }
        return heads;
    }

    @Override
    public Map<RoomId, Message> newest(Collection<RoomId> rooms) {
        Map<RoomId, Message> newest = new HashMap<>();
        for (Message message : ofRooms(rooms, MessageRows.NEWEST, MessageRows::read)) {
            newest.put(message.room(), message);
        }
        return newest;
    }

    private <T> List<T> ofRooms(Collection<RoomId> rooms, String sql, Statements.RowReader<T> reader) {
        if (rooms.isEmpty()) {
            return List.of();
        }
        InList ids = InList.of(rooms.stream().map(RoomId::value).toList());
        return database.read(statements -> statements.query(ids.in(sql), reader, ids.after()));
    }
}
