package dev.parley.benchmarks.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Several processes of one service, which may come and go: how much CPU they use together, and how little they may. */
public final class ProcessGroup implements AutoCloseable {
    private static final String NAME = "parley-benchmarks";

    /** Where the groups of the processors' controller are: of version 1 and of version 2. */
    private static final List<Path> CONTROLLERS = List.of(Path.of("/sys/fs/cgroup/cpu"), Path.of("/sys/fs/cgroup"));

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
     * From now on they get what all others leave of the processors and no more, or again what everybody gets. By a control
     * group of their own with {@code cpu.idle} (Linux 5.15, Documentation/admin-guide/cgroup-v2.rst), which those they start
     * are in too; only root may.
     *
     * @return whether that was done
     */
    public boolean giveWay(boolean idle) {
        return CONTROLLERS.stream().anyMatch(root -> giveWay(root, idle));
    }

    private boolean giveWay(Path root, boolean idle) {
        Path own = root.resolve(NAME);
        try {
            if (Files.isDirectory(root) && !Files.isDirectory(own)) {
                Files.createDirectory(own);
            }
            Path setting = own.resolve("cpu.idle");
            if (!Files.exists(setting)) {
                return false;
            }
            Files.writeString(setting, idle ? "1" : "0");
            return members.get().allMatch(member -> move(member, own));
        } catch (IOException e) {
            return false;
        }
    }

    private static boolean move(ProcessHandle member, Path to) {
        try {
            Files.writeString(to.resolve("cgroup.procs"), Long.toString(member.pid()));
            return true;
        } catch (IOException e) {
            return !member.isAlive();
        }
    }

    /** Gives them back what everybody gets, and leaves nothing behind. */
    @Override
    public void close() {
        for (Path root : CONTROLLERS) {
            Path own = root.resolve(NAME);
            if (Files.isDirectory(own)) {
                boolean unused = members.get().allMatch(member -> move(member, root));
                boolean gone = own.toFile().delete();
                if (!gone) {
                    System.err.println(own + " is still in use");
                }
            }
        }
    }
}
