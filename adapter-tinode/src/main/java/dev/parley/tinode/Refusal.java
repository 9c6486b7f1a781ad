package dev.parley.tinode;

import dev.parley.domain.bridge.MessengerException;
import dev.parley.domain.bridge.MessengerException.Remedy;

/**
 * What Tinode did not do, and what is to be done about that.
 *
 * <p>The codes are those of its {@code {ctrl}} packets, which follow HTTP; 0 stands for no answer at all.
 */
final class Refusal extends Exception {
    private static final long serialVersionUID = 1L;

    private final int code;

    Refusal(int code, String text) {
        super(text, null, false, false);
        this.code = code;
    }

    /** The connection ended, or nothing was answered in time: nobody knows whether it was done. */
    static Refusal unanswered(String why) {
        return new Refusal(0, why);
    }

    int code() {
        return code;
    }

    /** Whether it goes away by itself. */
    boolean passes() {
        return code != 401 && (remedy() == Remedy.LOOK || remedy() == Remedy.AGAIN);
    }

    Remedy remedy() {
        return switch (code) {
            case 0, 401 -> Remedy.LOOK; // A session may lose its login: another one is needed.
            case 409 -> Remedy.ATTACH;
            case 403 -> Remedy.JOIN;
            case 404 -> Remedy.MISSING;
            case 202, 500, 502, 503 -> Remedy.AGAIN;
            default -> Remedy.NEVER;
        };
    }

    MessengerException failure() {
        return new MessengerException(remedy(), code + " " + getMessage());
    }
}
