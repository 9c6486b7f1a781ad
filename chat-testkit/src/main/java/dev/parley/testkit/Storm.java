package dev.parley.testkit;

import static dev.parley.testkit.Drafts.NOON;
import static dev.parley.testkit.Drafts.draft;

import dev.parley.domain.account.UserId;
import dev.parley.domain.message.Change;
import dev.parley.domain.message.Content;
import dev.parley.domain.message.Emoji;
import dev.parley.domain.message.Message;
import dev.parley.domain.message.MessageLog;
import dev.parley.domain.message.MessageLog.Appended;
import dev.parley.domain.message.MessageLog.Changed;
import dev.parley.domain.message.Seq;
import dev.parley.domain.room.RoomId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Eight writers that append, edit, react and delete in one room, and one follower of its changes on each node.
 *
 * <p>Every message that a write has answered with is kept in {@code given}; a follower ends when the writers have
 * ended and nothing more comes.
 */
final class Storm {
    private static final int WRITERS = 8;
    private static final int STEPS = 60;

    private final List<MessageLog> nodes;
    private final RoomId room;
    private final Queue<Message> given = new ConcurrentLinkedQueue<>();
    private final AtomicInteger writing = new AtomicInteger(WRITERS);
    private List<Map<Seq, Message>> followed = List.of();

    Storm(List<MessageLog> nodes, RoomId room) {
        this.nodes = nodes;
        this.room = room;
    }

    void blow() {
        followed = Together.run(WRITERS + nodes.size(), thread -> {
                    if (thread >= WRITERS) {
                        return Logs.follow(nodes.get(thread - WRITERS), room, () -> writing.get() == 0);
                    }
                    try {
                        write(nodes.get(thread % nodes.size()), thread);
                    } finally {
                        writing.decrementAndGet();
                    }
                    return Map.<Seq, Message>of();
                })
                .subList(WRITERS, WRITERS + nodes.size());
    }

    private void write(MessageLog log, int thread) {
        Random random = new Random(thread);
        UserId author = new UserId(thread + 1);
        long known = 0;
        for (int step = 0; step < STEPS; step++) {
            if (known == 0 || random.nextInt(100) < 45) {
                List<Appended> results = log.append(
                        room, List.of(draft(author, "a" + step, "a" + step), draft(author, "b" + step, "b" + step)));
                results.forEach(result -> given.add(Logs.added(result)));
                known = Logs.added(results.get(1)).seq().value();
            } else {
                Seq seq = new Seq(1 + random.nextInt((int) known));
                if (log.change(room, seq, change(random, author, thread + "/" + step)) instanceof Changed.Done done) {
                    given.add(done.message());
                }
            }
        }
    }

    private static Change change(Random random, UserId user, String text) {
        int dice = random.nextInt(100);
        if (dice < 10) {
            return new Change.Delete();
        }
        return dice < 40
                ? new Change.React(user, new Emoji(dice < 20 ? "👍" : "❤️"), random.nextInt(3) > 0)
                : new Change.Edit(new Content(text), NOON);
    }

    void assertNothingLost() {
        List<Message> all = Logs.assertWhole(nodes.get(0), room);
        Logs.assertEachRevOnce(nodes.get(0), room, new ArrayList<>(given));
        for (int node = 0; node < nodes.size(); node++) {
            Logs.assertSame(followed.get(node), all);
        }
    }
}
