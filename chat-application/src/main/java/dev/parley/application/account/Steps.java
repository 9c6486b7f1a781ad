package dev.parley.application.account;

import java.util.function.IntSupplier;

/** Forgets much in short steps, between which others have their turn at the store. */
final class Steps {
    /** So that a round ends also where more expires than can be forgotten. */
    private static final int MOST = 1_000;

    private Steps() {}

    /** @param step forgets some, and says how many: none when there are no more */
    static void untilNone(IntSupplier step) {
        int steps = 0;
        while (steps < MOST && step.getAsInt() > 0) {
            steps++;
        }
    }
}
