package dev.parley.application.bridge;

import dev.parley.application.schedule.Scheduling;
import dev.parley.domain.ChatException;
import dev.parley.domain.account.UserId;
import dev.parley.domain.bridge.BridgeLedger;
import dev.parley.domain.bridge.ForeignAccount;
import dev.parley.domain.bridge.ForeignPost;
import dev.parley.domain.bridge.ForeignSession;
import dev.parley.domain.bridge.MessengerException;
import dev.parley.domain.bridge.Topic;
import dev.parley.domain.bridge.TopicEnd;
import dev.parley.domain.message.Seq;
import dev.parley.domain.room.RoomId;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries one room and its topic over to each other, in turns: one happens after each event. What goes wrong ends the turn,
 * and the next one finds out what is left to be done.
 */
final class RoomBridge {
    private static final Logger LOG = LoggerFactory.getLogger(RoomBridge.class);

    private final RoomId room;
    private final Lanes lanes;
    private final Signs signs;
    private final Turns turns;
    private final Setbacks setbacks;
    private final Carrier carrier;
    private volatile @Nullable ForeignSession session;
    private volatile boolean closed;
    private volatile boolean resting;
    private volatile @Nullable Runnable departure;
    private boolean departed;

    /** What is held of the room. */
    record Hold(RoomId room, BridgeLedger ledger, Findings findings, RoomLease lease, Signs signs) {}

    /** The ways over. */
    record Lanes(Finder topics, Arrived arrived, Inbound inbound, Outbound outbound, Notes notes, Crew crew) {}

    RoomBridge(Hold hold, Lanes lanes, Scheduling scheduling) {
        this.room = hold.room;
        this.lanes = lanes;
        this.signs = hold.signs;
        this.turns = new Turns(scheduling, this::turn);
        this.setbacks = new Setbacks(room, scheduling.nanoTime());
        this.carrier = new Carrier(hold, lanes, turns, setbacks, scheduling);
    }

    void connected(ForeignSession opened) {
        session = opened;
        turns.call();
    }

    void disconnected() {
        session = null;
        turns.call();
    }

    void detached() {
        signs.detached.set(true);
        turns.call();
    }

    void posted(ForeignPost post) {
        lanes.arrived.add(post);
        turns.call();
    }

    void retracted(Topic topic, long last) {
        lanes.arrived.expect(topic, new TopicEnd(0, last));
        turns.call();
    }

    /** Something was committed in the room. */
    void committed() {
        signs.news.set(true);
        if (session != null) {
            turns.call();
        }
    }

    /** Something may have been committed that nobody told of. */
    void doubt() {
        signs.doubt.set(true);
        turns.call();
    }

    /** The room is called otherwise, or other people are in it, or it is gone. */
    void changed() {
        signs.changed.set(true);
        turns.call();
    }

    /** The topic has other members. */
    void regrouped() {
        signs.regrouped.set(true);
        turns.call();
    }

    /** A user of this server is writing, or has read up to there. */
    void typing(UserId user) {
        callIf(lanes.notes.typing(user));
    }

    void read(UserId user, Seq seq) {
        callIf(lanes.notes.read(user, seq));
    }

    /** Somebody there is writing, or has read up to this post. */
    void typing(ForeignAccount account) {
        callIf(lanes.notes.typingThere(account));
    }

    void read(ForeignAccount account, long number) {
        callIf(lanes.notes.readThere(account, number));
    }

    private void callIf(boolean needed) {
        if (needed) {
            turns.call();
        }
    }

    boolean isAbout(Topic topic) {
        return lanes.arrived.isListeningTo(topic);
    }

    /** Whether all has been carried over, as far as anybody has told, or nothing can be. */
    boolean isAtRest() {
        return (resting || setbacks.areLasting()) && turns.isIdle();
    }

    /** Whether it has been told to leave. */
    boolean isLeaving() {
        return departure != null;
    }

    /** Hears no more of its topic after the present turn, and then has this done. */
    void leave(Runnable departed) {
        departure = departed;
        turns.call();
    }

    /** Ends after the present turn. */
    void close() {
        closed = true;
        turns.call();
    }

    /** Whether no turn is under way or called for. */
    boolean isIdle() {
        return turns.isIdle();
    }

    private void turn() {
        ForeignSession current = session;
        Runnable leaving = departure;
        resting = false;
        try {
            if (leaving != null) {
                depart(current, leaving);
            } else if (current == null || closed) {
                carrier.letGo();
            } else if (setbacks.isResting(current)) {
                turns.callAfter(setbacks.rest());
            } else {
                resting = carrier.carry(current);
            }
        } catch (MessengerException e) {
            setbacks.stumbled(e, e.remedy() == MessengerException.Remedy.JOIN && !lanes.crew.hearsTheBridge());
            amend(e, current);
        } catch (ChatException.Unavailable e) {
            LOG.debug("Room {}: the store is away", room, e);
            pause(current, false);
        } catch (RuntimeException e) {
            setbacks.broke(e);
            pause(current, true);
        }
    }

    private void depart(@Nullable ForeignSession current, Runnable leaving) {
        if (departed) {
            return;
        }
        carrier.letGoAndDetach(closed ? null : current);
        departed = true;
        leaving.run();
    }

    /** What keeps the room from being carried over, for the operator; empty if nothing does. */
    String trouble() {
        return setbacks.trouble();
    }

    private void amend(MessengerException e, @Nullable ForeignSession asked) {
        switch (e.remedy()) {
            case LOOK -> {
                carrier.lookAgain();
                if (asked != null) {
                    asked.abandon();
                }
            }
            case ATTACH, MISSING -> {
                carrier.lose();
                pause(asked, false);
            }
            case AGAIN, JOIN -> pause(asked, false);
            case NEVER -> pause(asked, true);
        }
    }

    private void pause(@Nullable ForeignSession asked, boolean lasting) {
        turns.callAfter(setbacks.suffer(asked, lasting));
    }
}
