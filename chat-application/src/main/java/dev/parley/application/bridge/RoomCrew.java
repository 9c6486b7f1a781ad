package dev.parley.application.bridge;

import dev.parley.domain.account.UserId;
import dev.parley.domain.bridge.ForeignAccount;
import dev.parley.domain.bridge.ForeignAccounts;
import dev.parley.domain.bridge.MessengerException;
import dev.parley.domain.bridge.MessengerException.Remedy;
import dev.parley.domain.bridge.Topic;
import dev.parley.domain.bridge.TopicRoll;
import dev.parley.domain.message.Seq;
import dev.parley.domain.room.Room;
import dev.parley.domain.room.RoomId;
import dev.parley.domain.room.RoomKind;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The members of a public room or a group, on both sides.
 *
 * <p>The {@link TopicRoll} says who was on both when they were last compared: whoever is on the roll and missing on one side
 * has left there, and leaves the other; whoever is not on it has come in. A native user who comes into the topic of a
 * public room becomes a member; one that is in the topic of a group without being a member is put out.
 */
final class RoomCrew implements Crew {
    /** How many come in there in one comparison, lest the messages wait for them. */
    private static final int MOST_AT_ONCE = 200;

    private static final Logger LOG = LoggerFactory.getLogger(RoomCrew.class);

    private final RoomId room;
    private final Members members;
    private final Guests guests;
    private final TopicRoll roll;
    private final Signs signs;
    private final boolean impersonating;
    private final BooleanSupplier alone;

    /**
     * @param impersonating whether members of the room are members of the topic; else only the bridge is
     * @param alone whether nobody leaves without a sign of it, for no other node is known to use the store
     */
    RoomCrew(
            RoomId room,
            Members members,
            Guests guests,
            TopicRoll roll,
            Signs signs,
            boolean impersonating,
            BooleanSupplier alone) {
        this.room = room;
        this.members = members;
        this.guests = guests;
        this.roll = roll;
        this.signs = signs;
        this.impersonating = impersonating;
        this.alone = alone;
    }

    @Override
    public Map<ForeignAccount, UserId> admit(Collection<ForeignAccount> accounts, Attachment at)
            throws MessengerException {
        Map<ForeignAccount, UserId> in = new HashMap<>(known(List.copyOf(accounts)));
        List<ForeignAccount> others =
                accounts.stream().filter(account -> !in.containsKey(account)).toList();
        if (others.isEmpty() || !isPublic(members.room())) {
            return in;
        }
        Set<ForeignAccount> removed = roll.among(room, at.topic(), others); // They are about to be put out there too.
        for (ForeignAccount account : others) {
            if (!removed.contains(account)) {
                comeIn(account, at).ifPresent(user -> in.put(account, user));
            }
        }
        return in;
    }

    private static boolean isPublic(Optional<Room> room) {
        return room.filter(it -> it.kind() == RoomKind.PUBLIC).isPresent();
    }

    private Optional<UserId> comeIn(ForeignAccount account, Attachment at) throws MessengerException {
        UserId user = guests.welcome(List.of(account), at.session().accounts()).get(account);
        if (user == null || !members.add(user)) {
            return Optional.empty();
        }
        roll.enter(room, at.topic(), List.of(account));
        LOG.debug("User {} has come into room {} there", user, room);
        return Optional.of(user);
    }

    @Override
    public Map<ForeignAccount, UserId> known(List<ForeignAccount> accounts) {
        Map<ForeignAccount, UserId> known = new HashMap<>(guests.known(accounts));
        known.values().removeIf(user -> !isIn(user));
        return known;
    }

    @Override
    public boolean isIn(UserId user) {
        return members.has(user);
    }

    @Override
    public boolean hearsTheBridge() {
        return true;
    }

    @Override
    public boolean hides() {
        return true;
    }

    /** What was said before the user came is not there for it either, if the room is a group and so. */
    @Override
    public boolean letIn(UserId user, ForeignAccount account, Attachment at) throws MessengerException {
        Optional<Seq> start = members.start(user);
        if (start.isEmpty()) {
            return false;
        }
        boolean anew = roll.among(room, at.topic(), List.of(account)).isEmpty();
        at.session().accounts().join(at.topic(), account, anew ? hidden(start.get(), at) : 0);
        if (anew) {
            roll.enter(room, at.topic(), List.of(account)); // Not before: else it would seem to have left.
        }
        return true;
    }

    /** The last of the posts that are not for who came behind {@code start}; 0 if all are. */
    private long hidden(Seq start, Attachment at) throws MessengerException {
        if (start.equals(Seq.ZERO) || isPublic(members.room())) {
            return 0;
        }
        long last = members.postOf(at.topic(), start);
        return last > 0 ? last : at.topics().end(at.topic()).posts();
    }

    /** Of a change that another node has made there is no sign; in a public room that does not matter, where all may read. */
    @Override
    public boolean dismiss(Attachment at) throws MessengerException {
        boolean suspected = signs.changed.get() || signs.regrouped.get();
        if (!suspected && alone.getAsBoolean()) {
            return false;
        }
        Optional<Room> place = members.room();
        if (place.isEmpty() || (isPublic(place) && !suspected)) {
            return false;
        }
        Set<ForeignAccount> gone = rolled(at.topic()); // Read first: who comes onto it is a member before.
        gone.removeAll(members.accounts().keySet());
        for (ForeignAccount account : gone) {
            putOut(account, at, !isPublic(place));
        }
        return !gone.isEmpty();
    }

    @Override
    public boolean compare(Attachment at) throws MessengerException {
        Optional<Room> place = members.room();
        if (place.isEmpty()) {
            return false;
        }
        boolean isPublic = isPublic(place);
        Set<ForeignAccount> both = rolled(at.topic());
        Set<ForeignAccount> there = at.session().accounts().members(at.topic());
        Map<ForeignAccount, UserId> here = members.accounts();
        for (ForeignAccount account : there) {
            if (!here.containsKey(account)) {
                if (isPublic && !both.contains(account)) {
                    admitted(account, at);
                } else {
                    putOut(account, at, !isPublic);
                }
            }
        }
        strike(both, there, here, at.topic());
        return follow(both, there, here, isPublic, at);
    }

    private Set<ForeignAccount> rolled(Topic topic) {
        Set<ForeignAccount> all = new HashSet<>();
        List<ForeignAccount> page = roll.after(room, topic, "", TopicRoll.MAX_QUERY);
        while (!page.isEmpty()) {
            all.addAll(page);
            page = roll.after(room, topic, page.get(page.size() - 1).value(), TopicRoll.MAX_QUERY);
        }
        return all;
    }

    private void admitted(ForeignAccount account, Attachment at) throws MessengerException {
        if (admit(List.of(account), at).isEmpty()) {
            LOG.debug("{} is not let into room {}", account, room);
        }
    }

    private void putOut(ForeignAccount account, Attachment at, boolean barred) throws MessengerException {
        try {
            at.session().accounts().expel(at.topic(), account, barred);
        } catch (MessengerException e) {
            switch (e.remedy()) {
                case MISSING, JOIN, NEVER -> LOG.debug("{} stays in {}: {}", account, at.topic(), e.getMessage());
                case LOOK, AGAIN, ATTACH -> throw e;
            }
        }
        roll.strike(room, at.topic(), List.of(account));
        LOG.debug("{} is no member of room {}, and leaves its topic {}", account, room, at.topic());
    }

    private void strike(
            Set<ForeignAccount> both, Set<ForeignAccount> there, Map<ForeignAccount, UserId> here, Topic topic) {
        List<ForeignAccount> gone = both.stream()
                .filter(account -> !there.contains(account) && !here.containsKey(account))
                .toList();
        for (int i = 0; i < gone.size(); i += TopicRoll.MAX_QUERY) {
            roll.strike(room, topic, gone.subList(i, Math.min(gone.size(), i + TopicRoll.MAX_QUERY)));
        }
    }

    /** The members of the room come in there, or leave the room as they have left there. Returns whether there are more. */
    private boolean follow(
            Set<ForeignAccount> both,
            Set<ForeignAccount> there,
            Map<ForeignAccount, UserId> here,
            boolean isPublic,
            Attachment at)
            throws MessengerException {
        Seq carried = members.carriedOut();
        boolean more = false;
        int joined = 0;
        for (Map.Entry<ForeignAccount, UserId> member : here.entrySet()) {
            ForeignAccount account = member.getKey();
            UserId user = member.getValue();
            if (there.contains(account)) {
                if (!both.contains(account)) {
                    more |= meet(account, isPublic, at);
                }
            } else if (both.contains(account)) {
                leave(account, user, at);
            } else if (!impersonating) {
                LOG.trace("{} is in room {} alone", account, room);
            } else if (joined == MOST_AT_ONCE || isAhead(user, carried)) {
                more = true;
            } else if (join(account, user, at)) {
                joined++;
            }
        }
        return more;
    }

    /** Whether what was said before the user came is still to be carried over, and not for it. */
    private boolean isAhead(UserId user, Seq carried) {
        return members.start(user).filter(start -> start.compareTo(carried) > 0).isPresent();
    }

    /**
     * Who was let into a group halfway, or by others, is put out, to be let in anew: nobody knows what it sees. Returns
     * whether that is so.
     */
    private boolean meet(ForeignAccount account, boolean isPublic, Attachment at) throws MessengerException {
        boolean anew = impersonating && !isPublic;
        if (anew) {
            putOut(account, at, true);
        } else {
            roll.enter(room, at.topic(), List.of(account));
        }
        return anew;
    }

    /** Asks for this one alone: a list may be incomplete. */
    private void leave(ForeignAccount account, UserId user, Attachment at) throws MessengerException {
        ForeignAccounts accounts = at.session().accounts();
        if (accounts.isMember(at.topic(), account)) {
            return;
        }
        if (isGone(account, accounts)) {
            roll.strike(room, at.topic(), List.of(account)); // Nobody has left: there will be another one.
        } else if (members.remove(user)) {
            roll.strike(room, at.topic(), List.of(account));
            LOG.debug("User {} has left room {} there", user, room);
        } else if (impersonating) {
            boolean unused = join(account, user, at); // Somebody has to own it.
        } else {
            roll.strike(room, at.topic(), List.of(account)); // It owns the room from here alone.
        }
    }

    private static boolean isGone(ForeignAccount account, ForeignAccounts accounts) throws MessengerException {
        try {
            String unused = accounts.nameOf(account);
            return false;
        } catch (MessengerException e) {
            if (e.remedy() != Remedy.MISSING) {
                throw e;
            }
            return true;
        }
    }

    /** Returns whether that could be done: somebody without an account there is in the room alone. */
    private boolean join(ForeignAccount account, UserId user, Attachment at) throws MessengerException {
        try {
            return letIn(user, account, at);
        } catch (MessengerException e) {
            return switch (e.remedy()) {
                case MISSING, JOIN, NEVER -> {
                    LOG.debug("{} is not let into {}: {}", account, at.topic(), e.getMessage());
                    yield false;
                }
                case LOOK, AGAIN, ATTACH -> throw e;
            };
        }
    }
}
