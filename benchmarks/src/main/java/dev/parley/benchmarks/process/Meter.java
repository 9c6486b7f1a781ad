package dev.parley.benchmarks.process;

/**
 * Measures one window: the CPU that the server, the generator and everybody else used in it.
 *
 * <p>Started and read by the generator's loop thread, whose own use it tells apart.
 */
public final class Meter {
    private final CpuClock server;
    private final CpuClock generator = new CpuClock(ProcessHandle.current().pid());
    private Reading start;

    private record Reading(long at, long server, long generator, long loop, long machine) {}

    /**
     * What was used between two readings, in nanoseconds.
     *
     * @param loop the generator's one loop thread
     * @param others all other processes on the machine
     */
    public record Span(long wall, long server, long generator, long loop, long others) {
        /** The part of the time that the loop thread was busy, 0 to 1. */
        public double loopBusy() {
            return (double) loop / wall;
        }

        /** Processors kept busy by others, on average. */
        public double othersCores() {
            return Math.max(0, (double) others / wall);
        }
    }

    public Meter(long serverPid) {
        server = new CpuClock(serverPid);
        start = read();
    }

    /** Begins a window now. */
    public void start() {
        start = read();
    }

    /** What has been used since {@link #start}. */
    public Span stop() {
        Reading end = read();
        long serverUsed = end.server - start.server;
        long generatorUsed = end.generator - start.generator;
        return new Span(
                end.at - start.at,
                serverUsed,
                generatorUsed,
                end.loop - start.loop,
                end.machine - start.machine - serverUsed - generatorUsed);
    }

    private Reading read() {
        String own = ProcFile.text("/proc/thread-self/schedstat");
        long loop = Long.parseLong(own.substring(0, own.indexOf(' ')));
        return new Reading(System.nanoTime(), server.nanos(), generator.nanos(), loop, Machine.busyNanos());
    }
}
