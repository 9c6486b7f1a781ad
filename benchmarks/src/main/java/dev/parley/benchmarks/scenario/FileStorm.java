package dev.parley.benchmarks.scenario;

import dev.parley.benchmarks.process.Meter;
import dev.parley.benchmarks.process.ParleyServer;
import dev.parley.benchmarks.report.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.HdrHistogram.Histogram;

/**
 * Many upload large files at once to a server with little memory, then all get them back: each must have every byte, and
 * messages must go on as if nothing were.
 */
public final class FileStorm implements Scenario {
    private static final String HEAP = "-Xmx512m";
    /** What is new to a JVM is slow; it is not what is measured. */
    private static final int WARMING = 20;

    private static final int WARMING_BYTES = 1_000_000;
    private static final double MOST_TIMES_SLOWER = 2;

    @Override
    public String name() {
        return "files";
    }

    @Override
    public String title() {
        return "files of 20 MB that are uploaded and downloaded at once, beside messages";
    }

    @Override
    public boolean isUsual() {
        return false;
    }

    @Override
    public void run(Lab lab) {
        try (Lab.Household parley = lab.freshParley(small(lab.launch()))) {
            run(lab, parley);
        }
    }

    private static ParleyServer.Launch small(ParleyServer.Launch launch) {
        List<String> jvm = new ArrayList<>(launch.jvm());
        jvm.add(HEAP);
        return new ParleyServer.Launch(launch.java(), launch.jar(), jvm, launch.store(), launch.environment());
    }

    private void run(Lab lab, Lab.Household parley) {
        int count = lab.extent().uploads();
        ExecutorService threads = Executors.newCachedThreadPool();
        try (Pulse pulse =
                new Pulse(parley.server().address(), parley.accounts().token(0))) {
            pulse.start();
            List<FileTransfer> first = files(parley, WARMING, WARMING_BYTES);
            seconds(threads, first, FileTransfer::upload);
            seconds(threads, first, FileTransfer::download);
            pulse.stop();
            pulse.during(lab.extent().warmNanos());
            Histogram before = pulse.during(lab.extent().stuckNanos() / 2);
            List<FileTransfer> files = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                files.add(new FileTransfer(
                        parley.server().address(),
                        parley.accounts().token(i),
                        lab.extent().uploadBytes(),
                        i));
            }
            Meter meter = new Meter(parley.server().pid());
            pulse.start();
            double up = seconds(threads, files, FileTransfer::upload);
            Histogram uploading = pulse.stop();
            pulse.start();
            double down = seconds(threads, files, FileTransfer::download);
            Histogram downloading = pulse.stop();
            Meter.Span span = meter.stop();
            double megabytes = count * (double) lab.extent().uploadBytes() / 1e6;
            Row row = new Row(name())
                    .put("files", count)
                    .put("MB", megabytes)
                    .put("heap", HEAP)
                    .put("up s", up)
                    .put("up MB/s", megabytes / up)
                    .put("down s", down)
                    .put("down MB/s", megabytes / down)
                    .put("server CPU ms/MB", span.server() / 1e6 / megabytes)
                    .put("RSS MiB", parley.server().memory().residentKib() / 1024.0);
            judge(row, before, uploading, downloading);
            files.forEach(file -> row.failed(file.faults()));
            Noise.noteIn(row, span);
            lab.report().add(row.failed(pulse.faults()));
        } finally {
            threads.shutdownNow();
        }
    }

    private static List<FileTransfer> files(Lab.Household parley, int count, int bytes) {
        List<FileTransfer> files = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            files.add(new FileTransfer(
                    parley.server().address(), parley.accounts().token(i), bytes, i));
        }
        return files;
    }

    private static void judge(Row row, Histogram before, Histogram uploading, Histogram downloading) {
        double alone = Figures.millis(before, 99);
        double worst = Math.max(Figures.millis(uploading, 99), Figures.millis(downloading, 99)) / alone;
        row.put("message p50 ms alone", Figures.millis(before, 50))
                .put("p99 ms alone", alone)
                .put("p50 ms while up", Figures.millis(uploading, 50))
                .put("p99 ms while up", Figures.millis(uploading, 99))
                .put("p99 ms while down", Figures.millis(downloading, 99))
                .put("ratio", worst);
        if (worst > MOST_TIMES_SLOWER) {
            row.failed(List.of("messages are %.1f times slower".formatted(worst)));
        }
    }

    /** What one of the threads does. */
    private interface Part {
        void run(FileTransfer file) throws Exception;
    }

    private static double seconds(ExecutorService threads, List<FileTransfer> files, Part part) {
        long begin = System.nanoTime();
        List<Future<?>> running = new ArrayList<>();
        for (FileTransfer file : files) {
            running.add(threads.submit(() -> {
                part.run(file);
                return null;
            }));
        }
        try {
            for (Future<?> each : running) {
                each.get();
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
        return (System.nanoTime() - begin) / 1e9;
    }
}
