package dev.parley.domain.bridge;

/**
 * The other messenger: keeps a session with it open, and comes back after each end. Safe for concurrent use.
 */
public interface Messenger {
    /** Begins to connect, and goes on until {@link #close}. */
    void start(Listener listener);

    /** What keeps it from being connected, for the operator; empty if nothing does. */
    String trouble();

    void close();

    /** Hears of the messenger. Is called by one thread at a time for each topic, and does not block. */
    interface Listener {
        /** The session is open. It is attached to no topic. */
        void connected(ForeignSession session);

        /** The last session has ended. */
        void disconnected();

        /** A post has come into a topic, of whomever: own ones come back. Any may be missing. */
        void posted(ForeignPost post);

        /** Posts of the topic were taken back; {@code last} numbers that. */
        void retracted(Topic topic, long last);

        /** Somebody else is writing. */
        void typing(Topic topic, ForeignAccount account);

        /** Somebody else has read up to this post. */
        void read(Topic topic, ForeignAccount account, long number);

        /** Something was published or taken back in a topic that the session is not attached to, or its members changed. */
        void moved(Topic topic);

        /** The members of a topic that the session is attached to have changed. */
        void regrouped(Topic topic);

        /** A topic of the bridge's account is not there any more. */
        void gone(Topic topic);

        /** The session may not be attached to its topics any more. */
        void detached();
    }
}
