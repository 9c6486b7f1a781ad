package dev.parley.domain.bridge;

/** The other messenger did not do what it was asked. Its message is for the operator. */
public final class MessengerException extends Exception {
    private static final long serialVersionUID = 1L;

    private final Remedy remedy;

    /** What is to be done about it. */
    public enum Remedy {
        /** It may have been done, and nobody knows: look, before it is done again. */
        LOOK,
        /** Not done, and will be if it is asked again a little later. */
        AGAIN,
        /** Not done: the session is not attached to the topic any more. */
        ATTACH,
        /** Not done: the account has to join the topic, or may not. */
        JOIN,
        /** Not done: the topic or the account is not there. */
        MISSING,
        /** It will never be done so. */
        NEVER
    }

    public MessengerException(Remedy remedy, String message) {
        super(message, null, false, false);
        this.remedy = remedy;
    }

    public Remedy remedy() {
        return remedy;
    }
}
