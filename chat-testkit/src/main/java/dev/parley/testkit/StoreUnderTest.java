package dev.parley.testkit;

import dev.parley.domain.account.CodeLedger;
import dev.parley.domain.account.DeviceLedger;
import dev.parley.domain.account.SessionLedger;
import dev.parley.domain.account.UserDirectory;
import dev.parley.domain.bridge.BridgeLedger;
import dev.parley.domain.bridge.TopicRoll;
import dev.parley.domain.file.FileCarriers;
import dev.parley.domain.file.FileLedger;
import dev.parley.domain.message.MessageLog;
import dev.parley.domain.node.Leases;
import dev.parley.domain.presence.PresenceLedger;
import dev.parley.domain.room.RoomDirectory;
import dev.parley.domain.room.RoomWatch;

/**
 * One started node on a database that was empty when the test began.
 *
 * <p>The contracts close every node that they get from here, also those of {@link #secondNode()} and {@link
 * #reopened()}; a second close does nothing.
 */
public interface StoreUnderTest extends AutoCloseable {
    MessageLog log();

    UserDirectory users();

    SessionLedger sessions();

    DeviceLedger devices();

    CodeLedger codes();

    RoomDirectory rooms();

    RoomWatch watch();

    Leases leases();

    PresenceLedger presence();

    BridgeLedger bridge();

    TopicRoll roll();

    FileLedger files();

    FileCarriers carriers();

    /** Another started node on the same database, with connections and caches of its own; this one goes on. */
    StoreUnderTest secondNode();

    /** Closes this node and starts another one on the same database: what was answered before must be there. */
    StoreUnderTest reopened();

    /** What can be broken in this node. */
    Faults faults();

    /** Closes this node. The database itself may live until the end of the test. */
    @Override
    void close();

    /**
     * The faults that a contract arms in one node; other nodes do not notice.
     *
     * <p>A store that cannot play one of them calls {@link org.junit.jupiter.api.Assumptions#abort(String)} with the
     * reason. Two faults are never armed at the same time.
     */
    interface Faults {
        /**
         * The next append of this node breaks inside, once: after {@code written} of its drafts were written, before
         * the next one is, and before anything is committed or answered. 0 breaks it before the first draft; the number
         * of the batch's drafts breaks it after the last one. The store is well again at once.
         */
        void breakNextAppend(int written);

        /** The next write of this node takes effect, then its answer is lost, once, as when a connection is cut. */
        void loseNextAnswer();

        /** Whether the fault that was armed last, one of the two above, has happened. */
        boolean struck();

        /** From now on nothing of the store answers this node, until {@link #bringStoreBack()}. */
        void takeStoreAway();

        /** The store answers again. Calls succeed from now on, at the latest after a few seconds. */
        void bringStoreBack();
    }
}
