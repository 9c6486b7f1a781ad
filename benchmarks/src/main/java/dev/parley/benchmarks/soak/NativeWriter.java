package dev.parley.benchmarks.soak;

import dev.parley.testkit.tinode.NativeRefusal;
import dev.parley.testkit.tinode.NativeTopic;
import dev.parley.testkit.tinode.NativeUser;
import dev.parley.testkit.tinode.Seen;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/**
 * One who publishes at Tinode with Tinode's own client. What is not answered may have been stored or not: one looks, once
 * one is there again, before one says it again. Confined to one thread, and then to another.
 */
final class NativeWriter implements People.Writer, AutoCloseable {
    private static final int PAUSE_MILLIS = 400;
    /** By then what the lost connection had brought to the server is stored. */
    private static final long SETTLING_MILLIS = 2_000;

    private static final long BACK_BY_ITSELF_NANOS = TimeUnit.SECONDS.toNanos(30);
    private static final int AGAIN_MILLIS = 200;

    private final String name;
    private final NativeUser user;
    private final NativeTopic topic;
    private final Random random;
    private final List<String> said = new ArrayList<>();
    private int count;

    NativeWriter(String name, NativeUser user, NativeTopic topic, Random random) {
        this.name = name;
        this.user = user;
        this.topic = topic;
        this.random = random;
    }

    @Override
    public void write() {
        String text = name + " says " + ++count;
        while (!published(text)) {
            comeBack();
            if (isThere(text)) {
                break;
            }
        }
        said.add(text);
    }

    private boolean published(String text) {
        try {
            return topic.publish(text) > 0;
        } catch (NativeRefusal e) {
            return false;
        }
    }

    /** On a new connection, so that nothing is under way on the old one. */
    private void comeBack() {
        try {
            if (user.connected()) {
                user.disconnect();
                user.reconnect();
            }
        } catch (NativeRefusal e) {
            Mishaps.pause(AGAIN_MILLIS); // The client goes on trying.
        }
        long limit = System.nanoTime() + BACK_BY_ITSELF_NANOS;
        while (!user.connected()) {
            Mishaps.pause(AGAIN_MILLIS);
            if (System.nanoTime() > limit) {
                limit = System.nanoTime() + BACK_BY_ITSELF_NANOS;
                reconnect();
            }
        }
        Mishaps.pause(SETTLING_MILLIS);
    }

    private void reconnect() {
        try {
            user.disconnect();
            user.reconnect();
        } catch (NativeRefusal e) {
            Mishaps.pause(AGAIN_MILLIS);
        }
    }

    private boolean isThere(String text) {
        return topic.heard().stream()
                .anyMatch(seen -> seen.from().equals(user.id()) && seen.text().equals(text));
    }

    String id() {
        return user.id();
    }

    /** What is stored for sure, in that order. */
    List<String> said() {
        return said;
    }

    /** All of the topic, from the server. */
    List<Seen> history() {
        while (true) {
            try {
                return topic.history();
            } catch (NativeRefusal e) {
                comeBack();
            }
        }
    }

    @Override
    public long pauseMillis() {
        return random.nextInt(PAUSE_MILLIS);
    }

    @Override
    public void close() {
        user.close();
    }

    @Override
    public String toString() {
        return name;
    }
}
