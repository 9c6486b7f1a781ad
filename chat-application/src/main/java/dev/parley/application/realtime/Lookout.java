package dev.parley.application.realtime;

import dev.parley.application.node.Nodes;
import dev.parley.application.schedule.Scheduling;
import dev.parley.domain.ChatException;
import dev.parley.domain.message.MessageLog;
import dev.parley.domain.room.RoomId;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks once a second whether other nodes have written into the rooms that somebody here listens to, as long as there
 * are other nodes. It asks where the logs end, a thousand rooms at once; a feed that is behind reads.
 */
final class Lookout {
    private static final Logger LOG = LoggerFactory.getLogger(Lookout.class);
    private static final Duration INTERVAL = Duration.ofSeconds(1);
    private static final int MAX_QUERY = 1_000;

    private final Nodes nodes;
    private final MessageLog log;
    private final RoomFeeds feeds;
    private final Scheduling scheduling;
    private volatile boolean closed;

    Lookout(Nodes nodes, MessageLog log, RoomFeeds feeds, Scheduling scheduling) {
        this.nodes = nodes;
        this.log = log;
        this.feeds = feeds;
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
            if (!nodes.isAlone()) {
                List<RoomId> rooms = feeds.rooms();
                for (int i = 0; i < rooms.size(); i += MAX_QUERY) {
                    log.heads(rooms.subList(i, Math.min(rooms.size(), i + MAX_QUERY)))
                            .forEach((room, head) -> feeds.reached(room, head.lastRev()));
                }
            }
        } catch (ChatException.Unavailable e) {
            LOG.debug("The store is away: what others have written is not seen", e);
        } catch (RuntimeException e) {
            LOG.error("What others have written is not seen", e);
        } finally {
            scheduling.after(INTERVAL, this::look);
        }
    }
}
