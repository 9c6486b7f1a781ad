package dev.parley.benchmarks.chat;

import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;

/**
 * The numbers that acknowledged messages were given: in each room from the head on without a hole or a repeat, and
 * rising for each sender.
 */
public final class AckLedger {
    private final Map<Long, RoomAcks> rooms = new HashMap<>();
    private final Tally tally;

    public AckLedger(Tally tally) {
        this.tally = tally;
    }

    /** The room's last seq before anything is sent. */
    public void startAt(long room, long seq) {
        rooms.put(room, new RoomAcks(seq));
    }

    /** Notes an acknowledgement to one of the senders. */
    public void acknowledged(int sender, Ack ack) {
        RoomAcks acks = rooms.get(ack.room());
        if (acks == null || !acks.add(sender, ack.seq())) {
            tally.fault("seq %d of room %d to sender %d: known, out of order, or of no room of ours"
                    .formatted(ack.seq(), ack.room(), sender));
        }
    }

    /** Once every send is answered: all numbers up to the highest must have been given out. */
    public void settle() {
        rooms.forEach((room, acks) -> {
            if (acks.seen.cardinality() != acks.seen.length()) {
                tally.fault("room %d: %d numbers up to %d were given out, %d acknowledged"
                        .formatted(room, acks.seen.length(), acks.last(), acks.seen.cardinality()));
            }
        });
    }

    /** The highest seq acknowledged in the room. */
    public long last(long room) {
        RoomAcks acks = rooms.get(room);
        return acks == null ? 0 : acks.last();
    }

    private static final class RoomAcks {
        private final long base;
        private final BitSet seen = new BitSet();
        private final Map<Integer, Long> lastOfSender = new HashMap<>();

        RoomAcks(long base) {
            this.base = base;
        }

        boolean add(int sender, long seq) {
            int offset = (int) (seq - base - 1);
            if (offset < 0 || seen.get(offset)) {
                return false;
            }
            seen.set(offset);
            Long before = lastOfSender.put(sender, seq);
            return before == null || before < seq;
        }

        long last() {
            return base + seen.length();
        }
    }
}
