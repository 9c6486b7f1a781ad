package dev.parley.benchmarks.chat;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The last rev and seq that one connection saw in each room. */
final class Heads {
    private static final long UNKNOWN = -1;

    private long[] revs = {UNKNOWN};
    private long[] seqs = {UNKNOWN};

    void start(int room, long seq, long rev) {
        room(room);
        seqs[room] = seq;
        revs[room] = rev;
    }

    /** Moves on to the event; answers what is wrong with it, or null. */
    @Nullable
    String next(Event event) {
        if (event.room < 0 || event.seq < 0 || event.rev < 0) {
            return "a message without room, seq or rev";
        }
        room(event.room);
        long rev = revs[event.room];
        long seq = seqs[event.room];
        revs[event.room] = event.rev;
        seqs[event.room] = event.seq;
        if (rev == UNKNOWN || (rev + 1 == event.rev && seq + 1 == event.seq)) {
            return null;
        }
        String broken = event.rev <= rev ? "repeat or disorder" : "loss";
        return "%s: rev %d and seq %d after rev %d and seq %d".formatted(broken, event.rev, event.seq, rev, seq);
    }

    boolean knows(int room) {
        return seq(room) != UNKNOWN;
    }

    long seq(int room) {
        return room < seqs.length ? seqs[room] : UNKNOWN;
    }

    private void room(int room) {
        int known = revs.length;
        if (room >= known) {
            revs = Arrays.copyOf(revs, 2 * room);
            seqs = Arrays.copyOf(seqs, 2 * room);
            Arrays.fill(revs, known, revs.length, UNKNOWN);
            Arrays.fill(seqs, known, seqs.length, UNKNOWN);
        }
    }
}
