package dev.parley.benchmarks.process;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The machine as a whole: what it is, and how busy. */
public final class Machine {
    private static final long TICK_NANOS = 10_000_000;

    private Machine() {}

    /** CPU time that all processors together spent on anything, since the machine started. */
    public static long busyNanos() {
        List<Long> ticks =
                List.of(ProcFile.text("/proc/stat")
                                .lines()
                                .findFirst()
                                .orElseThrow()
                                .split("\\s+", -1))
                        .stream()
                        .skip(1)
                        .map(Long::parseLong)
                        .toList();
        // user, nice, system, idle, iowait, irq, softirq, steal
        return (ticks.get(0) + ticks.get(1) + ticks.get(2) + ticks.get(5) + ticks.get(6)) * TICK_NANOS;
    }

    /** Segments that TCP sent again, since the machine started; connects that met a full queue are among them. */
    public static long retransmitted() {
        List<String> tcp = ProcFile.text("/proc/net/snmp")
                .lines()
                .filter(line -> line.startsWith("Tcp:"))
                .toList();
        List<String> names = List.of(tcp.get(0).split(" ", -1));
        return Long.parseLong(tcp.get(1).split(" ", -1)[names.indexOf("RetransSegs")]);
    }

    /** What it is, to be written beside the figures. */
    public static Map<String, Object> description() {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("cpu", firstValue("/proc/cpuinfo", "model name"));
        all.put("cores", Runtime.getRuntime().availableProcessors());
        all.put(
                "memory_mib",
                Long.parseLong(firstValue("/proc/meminfo", "MemTotal").replace(" kB", "")) / 1024);
        all.put("system", System.getProperty("os.name") + " " + System.getProperty("os.version"));
        all.put("java", Runtime.version().toString());
        all.put("load", ProcFile.text("/proc/loadavg").split(" ", 2)[0]);
        return all;
    }

    private static String firstValue(String file, String name) {
        return ProcFile.text(file)
                .lines()
                .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(name.toLowerCase(Locale.ROOT)))
                .map(line -> line.substring(line.indexOf(':') + 1).strip())
                .findFirst()
                .orElse("unknown");
    }
}
