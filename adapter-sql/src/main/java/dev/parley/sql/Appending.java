package dev.parley.sql;

import dev.parley.domain.message.Draft;
import dev.parley.domain.message.Message;
import dev.parley.domain.message.MessageKey;
import dev.parley.domain.message.MessageLog.Appended;
import dev.parley.domain.message.Reactions;
import dev.parley.domain.room.RoomId;
import dev.parley.sql.Database.Work;
import dev.parley.sql.MessageRows.Stored;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The append of one batch: head locked, keys looked up, rows inserted, head raised; four statements, however many drafts; one
 * more if some carry files.
 *
 * <p>It may be run again from the start: it keeps nothing of an earlier run.
 */
final class Appending implements Work<List<Appended>> {
    private final Dialect dialect;
    private final RoomId room;
    private final List<Draft> batch;
    /** Made by the caller's thread, not by the writer's. */
    private final List<String> fingerprints;

    private final InList keys;

    Appending(Dialect dialect, RoomId room, List<Draft> batch) {
        this.dialect = dialect;
        this.room = room;
        this.batch = List.copyOf(batch);
        this.fingerprints = batch.stream().map(Draft::fingerprint).toList();
        this.keys = InList.of(batch.stream().map(draft -> draft.key().value()).toList());
    }

    @Override
    public List<Appended> run(Statements statements) throws SQLException {
        RoomHead head = RoomHead.lock(statements, dialect, room);
        if (head.closed()) {
            return batch.stream().<Appended>map(draft -> new Appended.Closed()).toList();
        }
        Map<MessageKey, Stored> known = findKnown(statements);
        List<Appended> results = new ArrayList<>(batch.size());
        List<@Nullable Object[]> rows = new ArrayList<>(batch.size());
        List<Message> carriers = new ArrayList<>();
        for (int i = 0; i < batch.size(); i++) {
            Draft draft = batch.get(i);
            String fingerprint = fingerprints.get(i);
            Stored earlier = known.get(draft.key());
            if (earlier == null) {
                Message message = number(draft, head);
                head = head.raisedTo(message);
                known.put(draft.key(), new Stored(message, fingerprint));
                rows.add(MessageRows.inserted(message, fingerprint));
                results.add(new Appended.Added(message));
                if (!message.files().isEmpty()) {
                    carriers.add(message);
                }
            } else if (earlier.fingerprint().equals(fingerprint)) {
                results.add(new Appended.Repeated(earlier.message()));
            } else {
                results.add(new Appended.KeyReused());
            }
        }
        if (!rows.isEmpty()) {
            statements.batch(MessageRows.INSERT, rows);
            head.save(statements);
        }
        if (!carriers.isEmpty()) {
            statements.batch(CarrierRows.INSERT, CarrierRows.inserted(carriers));
        }
        return results;
    }

    private Map<MessageKey, Stored> findKnown(Statements statements) throws SQLException {
        Map<MessageKey, Stored> known = new HashMap<>();
        for (Stored stored :
                statements.query(keys.rows(MessageRows.BY_KEYS), Stored::read, keys.before(room.value()))) {
            known.put(stored.message().key(), stored);
        }
        return known;
    }

    private static Message number(Draft draft, RoomHead head) {
        Instant sentAt = draft.sentAt().isAfter(head.lastSentAt()) ? draft.sentAt() : head.lastSentAt();
        return new Message(
                new RoomId(head.room()),
                head.lastSeq().next(),
                head.lastRev().next(),
                draft.key(),
                draft.author(),
                draft.content(),
                Instant.ofEpochMilli(sentAt.toEpochMilli()),
                null,
                false,
                Reactions.NONE,
                draft.replyTo(),
                draft.files());
    }
}
