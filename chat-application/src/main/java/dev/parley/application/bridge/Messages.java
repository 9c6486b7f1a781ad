package dev.parley.application.bridge;

import dev.parley.domain.message.Message;
import dev.parley.domain.message.MessageLog;
import dev.parley.domain.message.Seq;
import dev.parley.domain.room.RoomId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;

/** Looks messages up that mostly lie beside each other. */
final class Messages {
    private Messages() {}

    /** The messages with these seqs; those that the room has not are absent. */
    static Map<Seq, Message> find(MessageLog log, RoomId room, NavigableSet<Seq> seqs) {
        Map<Seq, Message> found = new HashMap<>();
        if (seqs.isEmpty()) {
            return found;
        }
        long before = seqs.first().value() - 1;
        long span = seqs.last().value() - before;
        List<Message> messages = span <= MessageLog.MAX_PAGE
                ? log.after(room, new Seq(before), (int) span)
                : seqs.stream().flatMap(seq -> log.find(room, seq).stream()).toList();
        messages.forEach(message -> found.put(message.seq(), message));
        return found;
    }
}
