package dev.parley.tinode;

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
        return remedy() == Remedy.LOOK || remedy() == Remedy.AGAIN;
    }

    /** What a refusal calls for. */
    enum Remedy {
        /** It may have been done: look, before it is done again. */
        LOOK,
        /** Not done, and will be if it is asked again a little later. */
        AGAIN,
        /** The session is not attached to the topic any more. */
        ATTACH,
        /** The user may not: it has to join, or is banned. */
        JOIN,
        /** The topic or the user is not there. */
        MISSING,
        /** It will never be done so. */
        NEVER
    }

    Remedy remedy() {
        return switch (code) {
            case 0 -> Remedy.LOOK;
            case 409 -> Remedy.ATTACH;
            case 403 -> Remedy.JOIN;
            case 404 -> Remedy.MISSING;
            case 202, 500, 502, 503 -> Remedy.AGAIN;
            default -> Remedy.NEVER;
        };
    }
}
