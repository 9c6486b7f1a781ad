package dev.parley.sql;

import dev.parley.domain.message.Change;
import dev.parley.domain.message.Message;
import dev.parley.domain.message.MessageLog.Changed;
import dev.parley.domain.message.Seq;
import dev.parley.domain.room.RoomId;
import dev.parley.sql.Database.Work;
import java.sql.SQLException;
import java.util.Optional;

/** The change of one message: head locked, message read and rewritten, head raised. */
final class Changing implements Work<Changed> {
    private final Dialect dialect;
    private final RoomId room;
    private final Seq seq;
    private final Change change;

    Changing(Dialect dialect, RoomId room, Seq seq, Change change) {
        this.dialect = dialect;
        this.room = room;
        this.seq = seq;
        this.change = change;
    }

    @Override
    public Changed run(Statements statements) throws SQLException {
        Optional<RoomHead> head =
                statements.first(RoomHead.SELECT_ONE + dialect.rowLock(), RoomHead::read, room.value());
        Optional<Message> message = statements.first(MessageRows.FIND, MessageRows::read, room.value(), seq.value());
        if (head.isEmpty() || head.get().closed() || message.isEmpty()) {
            return new Changed.Missing();
        }
        Changed result = message.get().after(change, head.get().lastRev().next());
        if (result instanceof Changed.Done done) {
            statements.update(MessageRows.UPDATE, MessageRows.updated(done.message()));
            if (done.message().files().size() < message.get().files().size()) {
                statements.update(CarrierRows.DELETE, room.value(), seq.value());
            }
            RoomHead old = head.get();
            new RoomHead(old.room(), old.lastSeq(), done.message().rev(), old.lastSentAt(), false).save(statements);
        }
        return result;
    }
}
