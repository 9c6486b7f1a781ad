package dev.parley.benchmarks.soak;

import dev.parley.benchmarks.process.ParleyServer;
import dev.parley.benchmarks.scenario.Tinodes;
import dev.parley.testkit.net.TcpProxy;
import dev.parley.testkit.tinode.TinodeServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** The servers, the network between them, and what happens to them. Confined to one thread, but for the addresses. */
final class Mishaps implements AutoCloseable {
    private static final int CALM_MILLIS = 6_000;
    private static final int LONGEST_MILLIS = 6_000;
    private static final String SECRET_SETTING = "JWT_SECRET";
    private static final String ERROR = " ERROR ";

    private final TinodeServer tinode;
    private final TcpProxy network;
    private final Random random;
    private final List<ParleyServer> nodes = new ArrayList<>();
    private final Map<Kind, Integer> happened = new EnumMap<>(Kind.class);

    /** What happens. */
    private enum Kind {
        STOPPED,
        KILLED,
        CUT,
        SILENT,
        SLOW,
        PARLEY_KILLED,
        BOTH_KILLED
    }

    Mishaps(TinodeServer tinode, ParleyServer.Launch launch, int count, Random random) {
        this.tinode = tinode;
        this.random = random;
        network = new TcpProxy(new InetSocketAddress(InetAddress.getLoopbackAddress(), tinode.port()));
        Map<String, String> settings =
                new HashMap<>(Tinodes.settings("ws://127.0.0.1:" + network.port() + "/v0/channels"));
        settings.put("PARLEY_ACCESS_TOKEN_MINUTES", "1440");
        if (count > 1) {
            settings.put(SECRET_SETTING, Long.toHexString(random.nextLong()).repeat(4) + "0".repeat(32));
            settings.put("MONGODB_DB", "parley_soak_" + ProcessHandle.current().pid());
        }
        for (int i = 0; i < count; i++) {
            nodes.add(ParleyServer.start(launch.with(settings)));
        }
    }

    /** Where the n-th node listens, counted around. */
    InetSocketAddress address(int n) {
        return nodes.get(n % nodes.size()).address();
    }

    /** After a calm time something happens, which does not last longer than until {@code end} if that is soon. */
    void happen(long end) {
        pause(random.nextInt(CALM_MILLIS));
        if (System.nanoTime() >= end) {
            return;
        }
        Kind kind = Kind.values()[random.nextInt(Kind.values().length)];
        happened.merge(kind, 1, Integer::sum);
        switch (kind) {
            case STOPPED -> {
                tinode.stop();
                last();
                tinode.resume();
            }
            case KILLED -> {
                tinode.kill();
                last();
                tinode.resume();
            }
            case CUT -> during(TcpProxy.Mood.CUT);
            case SILENT -> during(TcpProxy.Mood.SILENT);
            case SLOW -> during(TcpProxy.Mood.SLOW);
            case PARLEY_KILLED -> {
                ParleyServer node = nodes.get(random.nextInt(nodes.size()));
                node.kill();
                last();
                node.resume();
            }
            case BOTH_KILLED -> {
                ParleyServer node = nodes.get(random.nextInt(nodes.size()));
                node.kill();
                tinode.kill();
                last();
                if (random.nextBoolean()) {
                    node.resume();
                    tinode.resume();
                } else {
                    tinode.resume();
                    node.resume();
                }
            }
        }
    }

    private void during(TcpProxy.Mood mood) {
        network.set(mood);
        last();
        network.set(TcpProxy.Mood.OPEN);
    }

    /** Short ones are as likely as long ones are rare. */
    private void last() {
        pause((long) (LONGEST_MILLIS * Math.pow(random.nextDouble(), 3)));
    }

    /** From now on nothing happens any more. */
    void mend() {
        network.set(TcpProxy.Mood.OPEN);
    }

    static void pause(long millis) {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(millis));
    }

    long errors() {
        return lines().size();
    }

    String firstError() {
        return lines().get(0);
    }

    private List<String> lines() {
        return nodes.stream()
                .flatMap(node -> node.output().lines())
                .filter(line -> line.contains(ERROR))
                .toList();
    }

    @Override
    public String toString() {
        return happened.toString().replaceAll("[{} ]", "");
    }

    @Override
    public void close() {
        nodes.forEach(ParleyServer::close);
        network.close();
    }
}
