package dev.parley.application.bridge;

import dev.parley.application.schedule.Scheduling;
import dev.parley.domain.ChatException;
import dev.parley.domain.bridge.BridgeLedger;
import dev.parley.domain.bridge.BridgedRoom;
import dev.parley.domain.bridge.ForeignSession;
import dev.parley.domain.bridge.MessengerException;
import dev.parley.domain.bridge.Topic;
import dev.parley.domain.bridge.TopicEnd;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the rooms whose topics have moved while nobody was attached to them: as the messenger tells, and by a look at all
 * topics with each session and now and then. At most {@value #MOST} topics wait; what is left out is found by that look. A
 * topic that is no room's is left alone. Safe for concurrent use.
 */
final class Moves {
    private static final int MOST = 10_000;
    private static final Duration LATER = Duration.ofMillis(500);
    private static final Logger LOG = LoggerFactory.getLogger(Moves.class);

    private final BridgeLedger ledger;
    private final Fleet fleet;
    private final Turns turns;
    private final Set<Topic> moved = new LinkedHashSet<>();
    private @Nullable ForeignSession current;
    /** Whether it is to be asked for all topics. */
    private boolean unasked;

    Moves(BridgeLedger ledger, Fleet fleet, Scheduling scheduling) {
        this.ledger = ledger;
        this.fleet = fleet;
        this.turns = new Turns(scheduling, this::turn);
    }

    void add(Topic topic) {
        synchronized (moved) {
            if (moved.size() >= MOST) {
                return;
            }
            moved.add(topic);
        }
        turns.call();
    }

    /** Looks at all topics. */
    void lookAtAll() {
        synchronized (moved) {
            unasked = true;
        }
        turns.call();
    }

    void connected(ForeignSession session) {
        synchronized (moved) {
            current = session;
        }
        lookAtAll();
    }

    void disconnected() {
        synchronized (moved) {
            current = null;
            moved.clear();
        }
    }

    private void turn() {
        List<Topic> page = page();
        try {
            while (!page.isEmpty()) {
                ledger.roomsOf(page).values().forEach(room -> fleet.call(room.room()));
                page = page();
            }
            ForeignSession session = toAsk();
            if (session != null) {
                find(session.topics().all());
            }
        } catch (ChatException.Unavailable | MessengerException e) {
            LOG.debug("Topics that have moved are not seen for now", e);
            synchronized (moved) {
                moved.addAll(page);
                unasked = true;
            }
            turns.callAfter(LATER);
        }
    }

    private @Nullable ForeignSession toAsk() {
        synchronized (moved) {
            boolean asked = !unasked;
            unasked = false;
            return asked ? null : current;
        }
    }

    /** Those that go further than was carried in. */
    private void find(Map<Topic, TopicEnd> ends) {
        List<Topic> topics = new ArrayList<>(ends.keySet());
        for (int i = 0; i < topics.size(); i += BridgeLedger.MAX_QUERY) {
            List<Topic> some = topics.subList(i, Math.min(topics.size(), i + BridgeLedger.MAX_QUERY));
            ledger.roomsOf(some).forEach((topic, room) -> {
                if (isBehind(room, ends.getOrDefault(topic, TopicEnd.EMPTY))) {
                    fleet.catchUp(room.room());
                }
            });
        }
    }

    private static boolean isBehind(BridgedRoom room, TopicEnd end) {
        return end.posts() > room.carriedIn().posts()
                || end.retractions() > room.carriedIn().retractions();
    }

    private List<Topic> page() {
        List<Topic> page = new ArrayList<>();
        synchronized (moved) {
            Iterator<Topic> each = moved.iterator();
            while (each.hasNext() && page.size() < BridgeLedger.MAX_QUERY) {
                page.add(each.next());
                each.remove();
            }
        }
        return page;
    }
}
