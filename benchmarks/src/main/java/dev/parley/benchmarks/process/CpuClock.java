package dev.parley.benchmarks.process;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The CPU time a process has used, in user and system together.
 *
 * <p>Summed over its threads' {@code schedstat}, which counts nanoseconds; threads that came and went between two
 * readings are missing there, so the process's total in {@code stat}, counted in ticks of 10 ms, is the lower limit.
 */
public final class CpuClock {
    private static final long TICK_NANOS = 10_000_000;

    /** HotSpot's names of its compiler threads, which the kernel cuts at 15 characters. */
    private static final Pattern COMPILER = Pattern.compile("C[12] Compiler");

    private final String directory;
    private final Map<String, Long> byThread = new HashMap<>();

    public CpuClock(long pid) {
        directory = "/proc/" + pid;
    }

    /** Nanoseconds since the process started. */
    public long nanos() {
        for (String thread : ProcFile.names(directory + "/task")) {
            ProcFile.find(directory + "/task/" + thread + "/schedstat")
                    .ifPresent(text -> byThread.merge(thread, firstNumber(text), Math::max));
        }
        long sum = byThread.values().stream().mapToLong(Long::longValue).sum();
        return Math.max(sum, ticks() * TICK_NANOS - TICK_NANOS);
    }

    /** Nanoseconds that the compilers of the JVM have used, if it is one. */
    public long compilerNanos() {
        long sum = 0;
        for (String thread : ProcFile.names(directory + "/task")) {
            String task = directory + "/task/" + thread;
            boolean compiles = ProcFile.find(task + "/comm")
                    .filter(name -> COMPILER.matcher(name).lookingAt())
                    .isPresent();
            if (compiles) {
                sum += ProcFile.find(task + "/schedstat")
                        .map(CpuClock::firstNumber)
                        .orElse(0L);
            }
        }
        return sum;
    }

    private long ticks() {
        String stat = ProcFile.text(directory + "/stat");
        // After the command's name in brackets: fields 3 and on; utime and stime are 14 and 15.
        List<String> fields = List.of(stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1));
        return Long.parseLong(fields.get(11)) + Long.parseLong(fields.get(12));
    }

    private static long firstNumber(String text) {
        return Long.parseLong(text.substring(0, text.indexOf(' ')));
    }
}
