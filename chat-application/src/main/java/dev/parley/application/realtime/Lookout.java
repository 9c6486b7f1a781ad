package dev.parley.application.realtime;

import dev.parley.application.node.Nodes;
import dev.parley.application.schedule.Scheduling;
import dev.parley.domain.ChatException;
import dev.parley.domain.message.Head;
import dev.parley.domain.message.MessageLog;
import dev.parley.domain.room.RoomId;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks once a second what has been done elsewhere: how far the logs go that somebody here listens to, as long as there are
 * other nodes, and who is in which room ({@link RollCall}). It asks where the logs end, a thousand rooms at once; a feed that
 * is behind reads.
 *
 * <p>The logs are asked first, then the members, and only then does a feed read: of a second's changes the feeds find most
 * people where they are.
 */
final class Lookout {
    private static final Logger LOG = LoggerFactory.getLogger(Lookout.class);
    private static final Duration INTERVAL = Duration.ofSeconds(1);
    private static final int MAX_QUERY = 1_000;

    private final Nodes nodes;
    private final MessageLog log;
    private final RoomFeeds feeds;
    private final RollCall rollCall;
    private final Scheduling scheduling;
    private volatile boolean closed;

    Lookout(Nodes nodes, MessageLog log, RoomFeeds feeds, RollCall rollCall, Scheduling scheduling) {
        this.nodes = nodes;
        this.log = log;
        this.feeds = feeds;
        this.rollCall = rollCall;
        this.scheduling = scheduling;
    }

    void start() {
        scheduling.after(INTERVAL, this::look);
    }

    void close() {
        closed = true;
    }

    private void look() {
        if (closed) {
            return;
        }
        try {
            Map<RoomId, Head> heads = nodes.isAlone() ? Map.of() : heads();
            rollCall.look();
            heads.forEach((room, head) -> feeds.reached(room, head.lastRev()));
        } catch (ChatException.Unavailable e) {
            LOG.debug("The store is away: what others have done is not seen", e);
        } catch (RuntimeException e) {
            LOG.error("What others have done is not seen", e);
        } finally {
            scheduling.after(INTERVAL, this::look);
        }
    }

    private Map<RoomId, Head> heads() {
        Map<RoomId, Head> heads = new HashMap<>();
        List<RoomId> rooms = feeds.rooms();
        for (int i = 0; i < rooms.size(); i += MAX_QUERY) {
            heads.putAll(log.heads(rooms.subList(i, Math.min(rooms.size(), i + MAX_QUERY))));
        }
        return heads;
    }
}
