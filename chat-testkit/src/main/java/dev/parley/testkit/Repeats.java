package dev.parley.testkit;

import dev.parley.domain.ChatException.Unavailable;
import java.time.Duration;
import org.awaitility.Awaitility;

/** What a caller does about {@link Unavailable}: it asks again. */
final class Repeats {
    private static final Duration PAUSE = Duration.ofMillis(2);

    private Repeats() {}

    /** Calls once; returns whether there was an answer. */
    static boolean tried(Runnable call) {
        try {
            call.run();
            return true;
        } catch (Unavailable e) {
            return false;
        }
    }

    /** Calls until there is an answer. */
    static void untilAnswered(Duration atMost, Runnable call) {
        Awaitility.await()
                .atMost(atMost)
                .pollDelay(Duration.ZERO)
                .pollInterval(PAUSE)
                .until(() -> tried(call));
    }
}
