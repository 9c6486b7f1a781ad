package dev.parley.benchmarks.scenario;

import dev.parley.benchmarks.chat.Ack;
import dev.parley.benchmarks.chat.ChatSocket;
import dev.parley.benchmarks.chat.Crowd;
import java.util.List;

/** Clients that send over their sockets, each with a window of sends under way, and hear all of their rooms. */
final class SendersBySocket extends Senders {
    private static final long DRAIN_NANOS = 10_000_000_000L;

    private final Crowd crowd;
    private final int window;
    private final int users;
    private long waiting;
    private long refused;

    SendersBySocket(Lab lab, int count, int window, List<Place> places) {
        this(lab, lab.crowd(lab.parley().target()), count, window, places);
    }

    private SendersBySocket(Lab lab, Crowd crowd, int count, int window, List<Place> places) {
        super(places, crowd.tally());
        this.crowd = crowd;
        this.window = window;
        users = lab.parley().accounts().count();
        crowd.join(count, 250);
        startAt(crowd);
    }

    @Override
    void start() {
        for (int i = 0; i < crowd.sockets().size(); i++) {
            int sender = i;
            ChatSocket socket = crowd.sockets().get(i);
            socket.onAcknowledged((from, ack) -> next(sender, from, ack));
            socket.onOverloaded(this::withdraw);
            for (int n = 0; n < window; n++) {
                say(sender, socket);
            }
        }
    }

    private void say(int sender, ChatSocket socket) {
        waiting++;
        socket.say(nextRoom(sender % users), System.nanoTime(), TEXT);
    }

    /** The server takes no more for now: from here on there is one less under way. */
    private void withdraw() {
        waiting--;
        refused++;
    }

    private void next(int sender, ChatSocket socket, Ack ack) {
        waiting--;
        if (noted(sender, ack)) {
            say(sender, socket);
        }
    }

    @Override
    long refused() {
        return refused;
    }

    @Override
    boolean isQuiet() {
        return waiting == 0;
    }

    @Override
    void awaitDeliveries() {
        places().stream()
                .map(Place::room)
                .distinct()
                .forEach(room -> crowd.awaitSeen(room, ledger().last(room), DRAIN_NANOS));
    }

    @Override
    void leave() {
        crowd.leave();
    }
}
