package dev.parley.benchmarks.scenario;

import java.util.List;

/**
 * How long and how large a run is; every count and time is bounded here.
 *
 * @param warmNanos load before the first measured window of a fan-out or of sends
 * @param calmNanos how much longer a server is warmed at most, while the JVM's compilers are at work
 * @param windowNanos length of a measured window of a fan-out
 * @param windows measured windows for each server of a fan-out, taken in turns
 * @param sendWarmNanos load before a row of acknowledged sends
 * @param sendNanos length of a row of acknowledged sends
 * @param senders counts of clients that send
 * @param idleSteps counts of idle sockets at which memory is read
 * @param idleNanos how long idle CPU is watched
 * @param storms counts of sockets that connect at once
 * @param stormRounds how often they do at most, until the JVM's compilers rest
 * @param stuckSockets readers beside the stuck ones
 * @param stuckRate messages a second to them
 * @param stuckNanos how long the stuck ones do not read
 * @param starts how often the server is started
 * @param towns counts of rooms among which people with many rooms look; half as many users
 * @param uploads files that are uploaded at once
 * @param uploadBytes of each of them
 */
public record Extent(
        long warmNanos,
        long calmNanos,
        long windowNanos,
        int windows,
        long sendWarmNanos,
        long sendNanos,
        List<Integer> senders,
        List<Integer> idleSteps,
        long idleNanos,
        List<Integer> storms,
        int stormRounds,
        int stuckSockets,
        int stuckRate,
        long stuckNanos,
        int starts,
        List<Integer> towns,
        int uploads,
        int uploadBytes) {
    private static final long SECOND = 1_000_000_000L;

    /** One to two minutes in all: a smoke alarm, not a figure to quote. */
    public static final Extent QUICK = new Extent(
            2 * SECOND,
            0,
            2 * SECOND,
            2,
            SECOND / 2,
            3 * SECOND / 2,
            List.of(1, 16, 256),
            List.of(0, 500, 1000, 2000),
            3 * SECOND,
            List.of(1000),
            2,
            100,
            150,
            14 * SECOND,
            1,
            List.of(200, 400),
            40,
            20_000_000);

    /** The figures to quote. */
    public static final Extent FULL = new Extent(
            20 * SECOND,
            180 * SECOND,
            3 * SECOND,
            5,
            3 * SECOND,
            5 * SECOND,
            List.of(1, 16, 256),
            List.of(0, 1000, 5000, 10_000, 15_000),
            60 * SECOND,
            List.of(5000),
            60,
            1000,
            30,
            60 * SECOND,
            5,
            List.of(2_500, 5_000, 10_000),
            200,
            20_000_000);

    /** The same with these counts of senders. */
    public Extent withSenders(List<Integer> counts) {
        return new Extent(
                warmNanos,
                calmNanos,
                windowNanos,
                windows,
                sendWarmNanos,
                sendNanos,
                counts,
                idleSteps,
                idleNanos,
                storms,
                stormRounds,
                stuckSockets,
                stuckRate,
                stuckNanos,
                starts,
                towns,
                uploads,
                uploadBytes);
    }
}
