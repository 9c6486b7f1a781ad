package dev.parley.benchmarks.process;

/** What a process has caused to be written to the disk ({@code write_bytes} of proc(5)); no other process changes it. */
public final class DiskClock {
    private static final String FIELD = "write_bytes: ";

    private final String file;

    public DiskClock(long pid) {
        file = "/proc/" + pid + "/io";
    }

    /** Bytes since the process started. */
    public long bytes() {
        return ProcFile.text(file)
                .lines()
                .filter(line -> line.startsWith(FIELD))
                .mapToLong(line -> Long.parseLong(line.substring(FIELD.length())))
                .findFirst()
                .orElseThrow();
    }
}
