package dev.parley.application.bridge;

/**
 * How many publications may be on their way at once, in all rooms: the messenger closes a session that sends many without
 * waiting. A room that comes when few are free takes half of them, so that the next one finds some. Guarded by its lock.
 */
final class Berths {
    static final int ALL = 48;

    private int free = ALL;

    /** Takes as many as can be had, and not more; 0 if there are none. They are to be {@linkplain #give given} back. */
    synchronized int take(int most) {
        int taken = Math.min(most, (free + 1) / 2);
        free -= taken;
        return taken;
    }

    synchronized void give(int taken) {
        free += taken;
    }
}
