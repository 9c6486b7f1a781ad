package dev.parley.application.realtime;

import dev.parley.domain.message.Message;
import java.util.ArrayDeque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Holds the changes that a feed has been told of and has not dealt with, {@value #MAX_WAITING} at most: of those that
 * find no place it keeps the doubt. It also knows how much is being delivered, for whoever writes more. Guarded by its
 * own lock.
 */
final class Arrivals {
    private static final int MAX_WAITING = 1_000;

    /** How many deliveries may be under way: about as many as one core makes in a second. */
    private static final int MAX_DELIVERIES = 100_000;

    private final ArrayDeque<Message> waiting = new ArrayDeque<>(0);
    private boolean doubtful;
    private boolean called;
    private int undelivered;
    private int listeners;
    private @Nullable Runnable onHungry;

    /**
     * What a feed takes to deal with.
     *
     * @param doubtful whether there may be changes that nobody told of
     */
    record Taken(List<Message> changes, boolean doubtful) {}

    /** Puts the changes in. Returns whether the feed must be called: it is called once for all that waits. */
    synchronized boolean add(List<Message> changes) {
        for (Message change : changes) {
            if (waiting.size() < MAX_WAITING) {
                waiting.add(change);
                undelivered++;
            } else {
                doubtful = true;
            }
        }
        return call();
    }

    /** There may be changes that nobody tells of. Returns whether the feed must be called. */
    synchronized boolean doubt() {
        doubtful = true;
        return call();
    }

    private boolean call() {
        boolean first = !called;
        called = true;
        return first;
    }

    /** The feed could not be called. Whoever comes next tries again. */
    synchronized void uncalled() {
        called = false;
        doubtful = true;
    }

    synchronized Taken take() {
        called = false;
        Taken taken = new Taken(List.copyOf(waiting), doubtful);
        waiting.clear();
        doubtful = false;
        return taken;
    }

    /** Of what was taken so many have been delivered, or put off until the log can be read. */
    void delivered(int changes) {
        Runnable hungry;
        synchronized (this) {
            undelivered -= changes;
            hungry = onHungry;
            onHungry = null;
        }
        if (hungry != null) {
            hungry.run();
        }
    }

    /** So many hear each change, or will when they have caught up. */
    synchronized void listeners(int count) {
        listeners = count;
    }

    /** How many more changes can be heard within about a second. */
    synchronized int appetite() {
        int most = Math.min(MAX_WAITING, Math.max(1, MAX_DELIVERIES / Math.max(1, listeners)));
        return Math.max(0, most - undelivered);
    }

    /** Runs the task, which must not block, when something has been delivered; at once if there is appetite already. */
    void whenHungry(Runnable task) {
        synchronized (this) {
            if (appetite() == 0) {
                onHungry = task;
                return;
            }
        }
        task.run();
    }
}
