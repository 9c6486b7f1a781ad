package dev.parley.application.bridge;

import dev.parley.application.profile.Profiles;
import dev.parley.application.schedule.Scheduling;
import dev.parley.domain.ChatException;
import dev.parley.domain.account.User;
import dev.parley.domain.account.UserDirectory;
import dev.parley.domain.account.UserId;
import dev.parley.domain.bridge.BridgeLedger;
import dev.parley.domain.bridge.BridgeLedger.Link;
import dev.parley.domain.bridge.ForeignSession;
import dev.parley.domain.bridge.MessengerException;
import dev.parley.domain.bridge.MessengerException.Remedy;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks for talks of two that move while nobody is attached to them: the bridge's account is in none of them and is told
 * nothing. It asks with whom each user talks, {@value #AT_ONCE} users at a time, round and round, on one node; not of guests,
 * whose talks with each other are nobody's business here. Safe for concurrent use.
 */
final class Scout {
    static final int AT_ONCE = 10;

    private static final Logger LOG = LoggerFactory.getLogger(Scout.class);

    private final BridgeLedger ledger;
    private final UserDirectory users;
    private final Profiles profiles;
    private final RoomLease lease;
    private final TalkRooms rooms;
    private final boolean impersonating;
    private final Turns turns;
    private volatile @Nullable ForeignSession session;
    /** Whose account was asked last; the turns' own. */
    private long reached;

    /** @param impersonating whether talks are carried over at all */
    Scout(
            BridgeLedger ledger,
            UserDirectory users,
            Profiles profiles,
            RoomLease lease,
            TalkRooms rooms,
            boolean impersonating,
            Scheduling scheduling) {
        this.ledger = ledger;
        this.users = users;
        this.profiles = profiles;
        this.lease = lease;
        this.rooms = rooms;
        this.impersonating = impersonating;
        this.turns = new Turns(scheduling, this::turn);
    }

    /** From now on this session is asked; none if it is null. */
    void session(@Nullable ForeignSession opened) {
        session = impersonating ? opened : null;
    }

    /** Asks some more. */
    void look() {
        if (session != null) {
            turns.call();
        }
    }

    /** Leaves the rest to other nodes. */
    void close() {
        session = null;
        turns.call();
    }

    private void turn() {
        ForeignSession current = session;
        try {
            if (current == null) {
                lease.release();
            } else if (lease.hold() != RoomLease.Grip.NOT_HELD) {
                page(current);
            }
        } catch (ChatException.Unavailable | MessengerException e) {
            LOG.debug("Talks that have moved are not seen for now", e);
        }
    }

    private void page(ForeignSession current) throws MessengerException {
        List<Link> page = ledger.links(reached, AT_ONCE);
        Map<UserId, User> known = profiles.of(page.stream().map(Link::user).toList());
        for (Link link : page) {
            User user = known.get(link.user());
            if (user != null && canLogIn(user)) {
                ask(link, current);
            }
            reached = link.user().value();
        }
        if (page.size() < AT_ONCE) {
            reached = 0;
        }
    }

    private boolean canLogIn(User user) {
        return users.findByUsername(user.username())
                .filter(credentials -> credentials.passwordHash().isUsable())
                .isPresent();
    }

    private void ask(Link link, ForeignSession current) throws MessengerException {
        try {
            rooms.found(link, current.topics().talks(link.account()), current.topics());
        } catch (MessengerException e) {
            if (e.remedy() != Remedy.MISSING && e.remedy() != Remedy.JOIN) {
                throw e;
            }
            LOG.debug("Account {} is not asked: {}", link.account(), e.getMessage());
        }
    }
}
