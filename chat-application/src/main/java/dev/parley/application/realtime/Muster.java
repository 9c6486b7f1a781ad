package dev.parley.application.realtime;

import dev.parley.domain.ChatException;
import dev.parley.domain.account.UserId;
import java.util.Collection;

/** Makes sure, before a room is told something, that nobody hears it who has left the room on another node. */
interface Muster {
    /** Nobody else can have the store. */
    Muster NONE = new Muster() {
        @Override
        public boolean isCalledFor() {
            return false;
        }

        @Override
        public void call(Collection<UserId> users) {}
    };

    /** Whether anybody else can have moved somebody. */
    boolean isCalledFor();

    /**
     * Whoever of these was out of a room when this was called is so here when it returns. Costs a question to the store
     * for each thousand, and more for those who were moved.
     *
     * @throws ChatException.Unavailable if the store does not answer
     */
    void call(Collection<UserId> users);
}
