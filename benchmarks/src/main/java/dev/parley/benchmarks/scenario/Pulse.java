package dev.parley.benchmarks.scenario;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/** Sends a message a hundred times a second, and notes how long after it was due each was durable. One caller. */
final class Pulse implements AutoCloseable {
    private static final long EVERY_NANOS = 10_000_000;
    private static final int MAX_FAULTS = 5;

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final HttpRequest request;
    private final List<String> faults = new CopyOnWriteArrayList<>();
    private final Histogram latency = new Histogram(3);
    private @Nullable Thread beating;
    private volatile boolean stopped;

    Pulse(InetSocketAddress server, String token) {
        this.request = HttpRequest.newBuilder(URI.create(
                        "http://" + server.getHostString() + ":" + server.getPort() + "/api/v1/rooms/1/messages"))
                .timeout(Duration.ofSeconds(60))
                .header("Authorization", "Bearer " + token)
                .POST(BodyPublishers.ofString("{\"content\":\"Is anybody there, while all this is going on?\"}"))
                .build();
    }

    Histogram during(long nanos) {
        start();
        LockSupport.parkNanos(nanos);
        return stop();
    }

    void start() {
        latency.reset();
        stopped = false;
        Thread thread = new Thread(this::beat, "pulse");
        thread.setDaemon(true);
        beating = thread;
        thread.start();
    }

    Histogram stop() {
        stopped = true;
        Thread thread = beating;
        try {
            if (thread != null) {
                thread.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return latency.copy();
    }

    private void beat() {
        for (long due = System.nanoTime(); !stopped; due += EVERY_NANOS) {
            while (System.nanoTime() < due) {
                LockSupport.parkNanos(due - System.nanoTime());
            }
            try {
                HttpResponse<String> response = client.send(request, BodyHandlers.ofString());
                if (response.statusCode() != 201) {
                    fault("a message was answered " + response.statusCode());
                }
            } catch (IOException e) {
                fault("a message was not answered: " + e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
            latency.recordValue(System.nanoTime() - due);
        }
    }

    private void fault(String what) {
        if (faults.size() < MAX_FAULTS) {
            faults.add(what);
        }
    }

    List<String> faults() {
        return faults;
    }

    @Override
    public void close() {
        stop();
    }
}
