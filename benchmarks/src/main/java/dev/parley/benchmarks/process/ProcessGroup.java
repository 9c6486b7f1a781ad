package dev.parley.benchmarks.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Several processes of one service, which may come and go: how much CPU they use together, and how little they may. */
public final class ProcessGroup {
    /** The least weight that Linux gives. */
    public static final int LEAST = 19;

    public static final int USUAL = 0;

    private final Supplier<Stream<ProcessHandle>> members;
    private final Map<Long, CpuClock> clocks = new HashMap<>();
    private final Map<Long, Long> used = new HashMap<>();

    /** @param members who belongs to it now */
    public ProcessGroup(Supplier<Stream<ProcessHandle>> members) {
        this.members = members;
    }

    /** CPU time that they have used so far, in nanoseconds; less that of those who have ended since they were seen. */
    public long nanos() {
        members.get().forEach(member -> {
            CpuClock clock = clocks.computeIfAbsent(member.pid(), CpuClock::new);
            try {
                used.put(member.pid(), clock.nanos());
            } catch (IllegalStateException | UncheckedIOException e) {
                clocks.remove(member.pid()); // It has just ended.
            }
        });
        return used.values().stream().mapToLong(Long::longValue).sum();
    }

    /**
     * Weighs them from now on, {@link #USUAL} or {@link #LEAST}: the latter leaves them what all others leave, and hardly
     * more. Linux weighs threads against those of the same session first and then sessions against each other (sched(7),
     * autogroup), so both are set. Only root may raise a weight.
     *
     * @return whether that was done
     */
    public boolean weigh(int nice) {
        List<String> command = new ArrayList<>(List.of("renice", "-n", Integer.toString(nice), "-p"));
        boolean done = true;
        for (ProcessHandle member : members.get().toList()) {
            String directory = "/proc/" + member.pid();
            try {
                command.addAll(ProcFile.names(directory + "/task"));
                Path session = Path.of(directory, "autogroup");
                if (Files.exists(session)) {
                    Files.writeString(session, Integer.toString(nice));
                }
            } catch (IOException | UncheckedIOException e) {
                done &= !member.isAlive();
            }
        }
        return done && (run(command) || nice == LEAST); // It also fails for a thread that has just ended.
    }

    private static boolean run(List<String> command) {
        try {
            return new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
