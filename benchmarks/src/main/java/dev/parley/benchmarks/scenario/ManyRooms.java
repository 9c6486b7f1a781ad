package dev.parley.benchmarks.scenario;

import dev.parley.benchmarks.chat.Accounts;
import dev.parley.benchmarks.chat.Api;
import dev.parley.benchmarks.chat.Crowd;
import dev.parley.benchmarks.chat.Target;
import dev.parley.benchmarks.chat.Town;
import dev.parley.benchmarks.process.Meter;
import dev.parley.benchmarks.process.ParleyServer;
import dev.parley.benchmarks.process.ProcessMemory;
import dev.parley.benchmarks.report.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * People who are in few, many and very many rooms, while the server has more and more of both: what it costs them to list
 * their rooms, to open a socket, and to hear a message in one of them. On a server of its own.
 */
public final class ManyRooms implements Scenario {
    private static final List<Integer> BUSY = List.of(10, 100, 1_000);
    private static final int TRIES = 15;
    private static final int WARM_UP = 5;
    private static final int MESSAGES = 100;
    private static final double MOST_HELLO_MILLIS = 1_000;
    private static final int AT_ONCE = 250;
    private static final long CALM_NANOS = 3_000_000_000L;
    private static final double MIB = 1024.0;
    private static final long PATIENCE_NANOS = 5_000_000_000L;
    private static final Map<String, String> SETTINGS =
            Map.of("PARLEY_BCRYPT_COST", "4", "PARLEY_ACCESS_TOKEN_MINUTES", "1440");

    @Override
    public String name() {
        return "rooms";
    }

    @Override
    public String title() {
        return "people in 10, 100 and 1,000 of many rooms";
    }

    @Override
    public void run(Lab lab) {
        try (ParleyServer server = ParleyServer.start(lab.launch().with(SETTINGS))) {
            Api api = new Api(lab.loop(), server.address());
            Accounts accounts = Accounts.signUp(api, BUSY.size() + 1);
            Town town = new Town(api, accounts);
            for (int rooms : lab.extent().towns()) {
                accounts.growTo(rooms / 2);
                town.growTo(rooms, BUSY);
                lab.report().add(memory(server, rooms, 0));
                for (int user = 0; user < BUSY.size(); user++) {
                    lab.report().add(look(new Visit(lab, server, api, accounts, town, user), rooms));
                }
            }
            lab.report().add(crowded(lab, server, accounts));
        }
    }

    /** A busy user at the server. */
    private record Visit(Lab lab, ParleyServer server, Api api, Accounts accounts, Town town, int user) {
        Crowd crowd() {
            return lab.crowd(new Target("parley", server.address(), server.pid(), n -> accounts.token(user)));
        }
    }

    private static Row look(Visit visit, int rooms) {
        int mine = visit.town.roomsOf(visit.user).size() + 1;
        Meter meter = new Meter(visit.server.pid());
        double list = Figures.median(timed(() -> visit.api
                .call("GET", "rooms", visit.accounts.token(visit.user), Map.of())
                .demandOk("a list of rooms")));
        List<String> faults = new ArrayList<>();
        double hello = Figures.median(timed(() -> {
            Crowd crowd = visit.crowd();
            crowd.join(1, 1);
            crowd.leave();
            faults.addAll(crowd.tally().faults());
        }));
        Crowd crowd = visit.crowd();
        talk(visit, crowd);
        faults.addAll(crowd.tally().faults());
        if (hello > MOST_HELLO_MILLIS) {
            faults.add("hello took %.0f ms".formatted(hello));
        }
        Row row = new Row("rooms")
                .put("rooms", rooms)
                .put("users", visit.accounts.count())
                .put("mine", mine)
                .put("list ms", list)
                .put("list us/room", list * 1e3 / mine)
                .put("hello ms", hello)
                .put("hello us/room", hello * 1e3 / mine)
                .put("message p50 ms", Figures.millis(crowd.tally().latency(), 50))
                .put("p99 ms", Figures.millis(crowd.tally().latency(), 99))
                .failed(faults);
        Noise.noteIn(row, meter.stop());
        return row;
    }

    /** Milliseconds of each try but the first ones. */
    private static List<Double> timed(Runnable action) {
        List<Double> millis = new ArrayList<>();
        for (int i = 0; i < WARM_UP + TRIES; i++) {
            long begin = System.nanoTime();
            action.run();
            if (i >= WARM_UP) {
                millis.add((System.nanoTime() - begin) / 1e6);
            }
        }
        return millis;
    }

    /** One message after the other, each in another of the user's rooms; each is to be heard. */
    private static void talk(Visit visit, Crowd crowd) {
        crowd.join(1, 1);
        List<Long> rooms = visit.town.roomsOf(visit.user);
        for (int i = 0; i < MESSAGES; i++) {
            long before = crowd.tally().delivered();
            crowd.sockets().get(0).say(rooms.get(i * 37 % rooms.size()), System.nanoTime(), "anybody there?");
            if (!visit.lab.loop().runUntil(() -> crowd.tally().delivered() > before, PATIENCE_NANOS)) {
                crowd.tally().fault("a message was not heard");
                break;
            }
        }
        crowd.leave();
    }

    /** Everybody listens in all rooms of theirs and nobody speaks. */
    private static Row crowded(Lab lab, ParleyServer server, Accounts accounts) {
        Crowd crowd = lab.crowd(new Target("parley", server.address(), server.pid(), accounts::token));
        crowd.join(accounts.count(), AT_ONCE);
        lab.loop().runFor(CALM_NANOS);
        List<Integer> towns = lab.extent().towns();
        Row row = memory(server, towns.get(towns.size() - 1), crowd.sockets().size());
        crowd.leave();
        return row.failed(crowd.tally().faults());
    }

    private static Row memory(ParleyServer server, int rooms, int sockets) {
        ProcessMemory memory = server.memory();
        boolean collected = memory.collectGarbage();
        Row row = new Row("rooms")
                .put("rooms", rooms)
                .put("users", rooms / 2)
                .put("sockets", sockets)
                .put("RSS MiB", memory.residentKib() / MIB)
                .put("threads", memory.threads());
        memory.liveHeapKib().ifPresent(kib -> row.put("live heap MiB", kib / MIB));
        return collected ? row : row.note("no jcmd: garbage not collected");
    }
}
