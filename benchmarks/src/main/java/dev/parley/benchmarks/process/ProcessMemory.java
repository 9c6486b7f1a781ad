package dev.parley.benchmarks.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The memory of a process; of a JVM also what lives on its heap. */
public final class ProcessMemory {
    private final long pid;
    private final Path jcmd;

    /**
     * @param java the {@code java} it runs on, beside which {@code jcmd} is looked for
     */
    public ProcessMemory(long pid, String java) {
        this.pid = pid;
        Path beside = Path.of(java).resolveSibling("jcmd");
        jcmd = Files.isExecutable(beside)
                ? beside
                : Path.of(ChildProcess.java()).resolveSibling("jcmd");
    }

    /** Resident memory in KiB. */
    public long residentKib() {
        return status("VmRSS:");
    }

    /** Threads of the operating system. */
    public long threads() {
        return status("Threads:");
    }

    private long status(String name) {
        return ProcFile.text("/proc/" + pid + "/status")
                .lines()
                .filter(line -> line.startsWith(name))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .findFirst()
                .orElseThrow();
    }

    /** Has the JVM collect its garbage; false where there is no {@code jcmd}. */
    public boolean collectGarbage() {
        return ask("GC.run").isPresent();
    }

    /** Bytes of living objects in KiB, after a collection; empty where there is no {@code jcmd}. */
    public Optional<Long> liveHeapKib() {
        return ask("GC.class_histogram")
                .flatMap(text -> text.lines()
                        .filter(line -> line.startsWith("Total"))
                        .map(line -> Long.parseLong(line.strip().split("\\s+", -1)[2]) / 1024)
                        .findFirst());
    }

    private Optional<String> ask(String command) {
        if (!Files.isExecutable(jcmd)) {
            return Optional.empty();
        }
        try {
            Process process = new ProcessBuilder(jcmd.toString(), Long.toString(pid), command)
                    .redirectErrorStream(true)
                    .start();
            String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return process.waitFor(30, TimeUnit.SECONDS) && process.exitValue() == 0
                    ? Optional.of(text)
                    : Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }
}
