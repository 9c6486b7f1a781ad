package dev.parley.benchmarks.scenario;

import dev.parley.benchmarks.chat.Ack;
import dev.parley.benchmarks.chat.Crowd;
import dev.parley.benchmarks.chat.RestSender;
import dev.parley.benchmarks.chat.Tally;
import java.util.ArrayList;
import java.util.List;

/** Clients that post over kept-alive connections, each with one request under way. */
final class SendersByRest extends Senders {
    private final List<RestSender> senders = new ArrayList<>();
    private final int users;

    SendersByRest(Lab lab, Lab.Household parley, int count, List<Place> places) {
        super(places, new Tally());
        users = parley.accounts().count();
        Crowd members = lab.crowd(parley.target());
        members.join(users, users);
        startAt(members);
        members.leave();
        for (int i = 0; i < count; i++) {
            int sender = i;
            RestSender rest = new RestSender(
                    parley.target(),
                    parley.accounts().token(i),
                    tally(),
                    (connection, ack) -> next(sender, connection, ack));
            senders.add(rest);
            lab.loop().connect(rest, parley.server().address());
        }
        lab.loop().runUntil(() -> senders.stream().allMatch(RestSender::isConnected), 10_000_000_000L);
    }

    @Override
    void start() {
        for (int i = 0; i < senders.size(); i++) {
            senders.get(i).post(nextRoom(i % users), TEXT);
        }
    }

    private void next(int sender, RestSender connection, Ack ack) {
        if (noted(sender, ack)) {
            connection.post(nextRoom(sender % users), TEXT);
        }
    }

    @Override
    boolean isQuiet() {
        return senders.stream().noneMatch(RestSender::isWaiting);
    }

    @Override
    void leave() {
        senders.forEach(RestSender::close);
    }
}
