package dev.parley.application.bridge;

import dev.parley.domain.bridge.BridgedRoom;
import dev.parley.domain.bridge.ForeignSession;
import dev.parley.domain.bridge.MessengerException;
import dev.parley.domain.bridge.TopicEnd;

/** Attaches a session to a room's topic. Confined to the room's turns. */
interface Finder {
    /** What became of looking for the topic. */
    sealed interface Outcome {
        /**
         * A topic that is heard, and where it ends.
         *
         * @param fresh whether it was made just now: nobody has sent anything into it
         */
        record Found(Attachment attachment, BridgedRoom marks, TopicEnd end, boolean fresh) implements Outcome {}

        /** It has to be tried again, for there is about to be another one. */
        record NotYet() implements Outcome {}

        /** The room is gone, and now its topic too. */
        record Gone() implements Outcome {}
    }

    /** Attaches the session. */
    Outcome attach(ForeignSession session) throws MessengerException;

    /** Makes the topic like the room as it is now. Returns whether the room exists. */
    boolean refresh(Attachment at) throws MessengerException;
}
