package dev.parley.benchmarks.chat;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The numbers that acknowledged messages were given: in each room from the head on without a hole or a repeat, and
 * in the order in which each sender sent.
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

    /** Notes an acknowledgement to one of the senders; answers may come in any order. */
    public void acknowledged(int sender, Ack ack) {
        RoomAcks acks = rooms.get(ack.room());
        if (acks == null) {
            tally.fault("an acknowledgement for room %d, where nothing was sent".formatted(ack.room()));
        } else if (!acks.add(sender, ack)) {
            tally.fault("seq %d of room %d was given twice".formatted(ack.seq(), ack.room()));
        }
    }

    /** Once every send is answered: all numbers up to the highest were given out, in each sender's order. */
    public void settle() {
        rooms.forEach((room, acks) -> {
            if (acks.seen.cardinality() != acks.seen.length()) {
                tally.fault("room %d: %d numbers up to %d were given out, %d acknowledged"
                        .formatted(room, acks.seen.length(), acks.last(), acks.seen.cardinality()));
            }
            acks.disorder().ifPresent(what -> tally.fault("room %d: %s".formatted(room, what)));
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
        private final Map<Integer, List<Ack>> bySender = new HashMap<>();

        RoomAcks(long base) {
            this.base = base;
        }

        boolean add(int sender, Ack ack) {
            int offset = (int) (ack.seq() - base - 1);
            if (offset < 0 || seen.get(offset)) {
                return false;
            }
            seen.set(offset);
            bySender.computeIfAbsent(sender, n -> new ArrayList<>()).add(ack);
            return true;
        }

        /** Compares the order of the numbers with that in which they were sent; then forgets all but the last. */
        Optional<String> disorder() {
            long wrong = 0;
            for (List<Ack> acks : bySender.values()) {
                acks.sort(Comparator.comparingLong(Ack::seq));
                for (int i = 1; i < acks.size(); i++) {
                    wrong += acks.get(i).stamp() < acks.get(i - 1).stamp() ? 1 : 0;
                }
                acks.subList(0, acks.size() - 1).clear();
            }
            return wrong == 0
                    ? Optional.empty()
                    : Optional.of(wrong + " messages were numbered before one that their sender had sent earlier");
        }

        long last() {
            return base + seen.length();
        }
    }
}
