package dev.parley.benchmarks.scenario;

import dev.parley.benchmarks.chat.AckLedger;
import dev.parley.benchmarks.chat.ChatSocket;
import dev.parley.benchmarks.chat.Crowd;
import dev.parley.benchmarks.process.Meter;
import dev.parley.benchmarks.process.ProcessMemory;
import dev.parley.benchmarks.report.Row;
import java.util.ArrayList;
import java.util.List;
import org.HdrHistogram.Histogram;

/**
 * One in a hundred sockets stops reading: the others must not feel it, and the server must let the stuck ones go.
 *
 * <p>Messages are as large as they may be, as the system's own buffers hold the first megabytes for a stuck reader.
 */
public final class StuckReaders implements Scenario {
    private static final int SMALL_BUFFER = 4096;
    private static final long DRAIN_NANOS = 10_000_000_000L;
    /** Nearly the longest content, in characters of four bytes. */
    private static final String LARGE = "\uD83D\uDE00".repeat(970);

    @Override
    public String name() {
        return "stuck";
    }

    @Override
    public String title() {
        return "1 % of the sockets stop reading";
    }

    @Override
    public void run(Lab lab) {
        Lab.Household parley = lab.parley();
        ProcessMemory memory = parley.server().memory();
        Crowd readers = lab.crowd(parley.target());
        readers.join(lab.extent().stuckSockets(), 250);
        AckLedger ledger = new AckLedger(readers.tally());
        ledger.startAt(Lab.GENERAL, readers.headOf(Lab.GENERAL));
        readers.sockets().get(0).onAcknowledged((socket, ack) -> ledger.acknowledged(0, ack));
        send(lab, readers, ledger, lab.extent().warmNanos());
        Histogram before = send(lab, readers, ledger, lab.extent().stuckNanos() / 2);
        memory.collectGarbage();
        double memoryBefore = memory.residentKib() / 1024.0;

        Crowd stuck = stuck(lab, parley);
        Meter meter = new Meter(parley.server().pid());
        Histogram after = send(lab, readers, ledger, lab.extent().stuckNanos());
        Meter.Span span = meter.stop();
        Row row = new Row(name())
                .put("readers", readers.sockets().size())
                .put("messages/s", lab.extent().stuckRate())
                .put("p99 ms without", Figures.millis(before, 99))
                .put("p99 ms with", Figures.millis(after, 99))
                .put("ratio", Figures.millis(after, 99) / Figures.millis(before, 99))
                .put("RSS MiB before", memoryBefore)
                .put("RSS MiB after", memory.residentKib() / 1024.0);
        judge(row, stuck, recovered(lab, stuck));
        Noise.noteIn(row, span);
        lab.report().add(row.failed(readers.tally().faults()));
        readers.leave();
        stuck.leave();
    }

    private static void judge(Row row, Crowd stuck, long closed) {
        int all = stuck.sockets().size();
        row.put("stuck", all)
                .put("stuck ones closed", closed)
                .failed(stuck.tally().faults());
        if (closed < all) {
            row.failed(List.of("%d stuck sockets are still open".formatted(all - closed)));
        }
    }

    private static Crowd stuck(Lab lab, Lab.Household parley) {
        Crowd stuck = lab.crowd(parley.target());
        for (int i = 0; i < Math.max(1, lab.extent().stuckSockets() / 100); i++) {
            stuck.join(SMALL_BUFFER);
        }
        stuck.awaitWelcome();
        for (ChatSocket socket : stuck.sockets()) {
            socket.mayEnd();
            socket.read(false);
        }
        return stuck;
    }

    /** Sends for this long; answers how late the messages came. */
    private static Histogram send(Lab lab, Crowd readers, AckLedger ledger, long nanos) {
        readers.tally().latency().reset();
        ChatSocket sender = readers.sockets().get(0);
        long answered = readers.tally().answered();
        OpenLoop open =
                new OpenLoop(lab.loop(), lab.extent().stuckRate(), stamp -> sender.say(Lab.GENERAL, stamp, LARGE));
        long sent = open.run(nanos);
        lab.loop().runUntil(() -> readers.tally().answered() == answered + sent, DRAIN_NANOS);
        readers.awaitSeen(Lab.GENERAL, ledger.last(Lab.GENERAL), DRAIN_NANOS);
        ledger.settle();
        return readers.tally().latency().copy();
    }

    /** Lets the stuck ones read again; answers how many find that the server has closed them. */
    private static long recovered(Lab lab, Crowd stuck) {
        List<ChatSocket> open = new ArrayList<>(stuck.sockets());
        open.forEach(socket -> socket.read(true));
        lab.loop().runUntil(() -> open.stream().allMatch(StuckReaders::isClosed), DRAIN_NANOS);
        return open.stream().filter(StuckReaders::isClosed).count();
    }

    private static boolean isClosed(ChatSocket socket) {
        return socket.isOver() || socket.closeCode() >= 0;
    }
}
