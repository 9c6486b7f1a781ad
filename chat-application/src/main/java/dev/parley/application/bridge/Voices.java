package dev.parley.application.bridge;

import dev.parley.application.profile.Profiles;
import dev.parley.domain.account.UserId;
import dev.parley.domain.bridge.ForeignAccount;
import dev.parley.domain.bridge.ForeignAccounts;
import dev.parley.domain.bridge.MessengerException;
import dev.parley.domain.bridge.MessengerException.Remedy;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives this server's users accounts in the other messenger: one each, made when its first message is carried over, and a
 * member of the topic.
 *
 * <p>Where that cannot be, the bridge speaks in the user's place, if it is heard there, and it is tried again after {@link #MUTE}. Confined to
 * the room's turns.
 */
final class Voices {
    static final Duration MUTE = Duration.ofMinutes(10);

    private static final Logger LOG = LoggerFactory.getLogger(Voices.class);
    private static final int MAX_KNOWN = 20_000;

    private final Profiles profiles;
    private final Passports passports;
    private final Crew crew;
    private final boolean impersonating;
    private final LongSupplier nanoTime;
    private final Map<UserId, ForeignAccount> members = bounded();
    private final Map<UserId, Long> mutes = bounded();
    private final Map<UserId, Integer> strikes = bounded();
    private @Nullable Attachment attachment;

    /** @param impersonating whether it may speak as others; else it says everything itself */
    Voices(Profiles profiles, Passports passports, Crew crew, boolean impersonating, LongSupplier nanoTime) {
        this.profiles = profiles;
        this.passports = passports;
        this.crew = crew;
        this.impersonating = impersonating;
        this.nanoTime = nanoTime;
    }

    private static <T> Map<UserId, T> bounded() {
        return new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<UserId, T> eldest) {
                return size() > MAX_KNOWN;
            }
        };
    }

    /** The user's account, a member of the topic; empty if the bridge has to speak in the user's place. */
    Optional<ForeignAccount> of(UserId user, Attachment at) throws MessengerException {
        if (!at.equals(attachment)) {
            attachment = at;
            members.clear();
        }
        if (!impersonating || isMute(user)) {
            return Optional.empty();
        }
        ForeignAccount member = members.get(user);
        if (member == null) {
            if (!crew.isIn(user)) {
                return Optional
                        .empty(); // Whoever has left must not come in again there because of what it said before.
            }
            try {
                Optional<ForeignAccount> joined = join(user, at);
                if (joined.isEmpty()) {
                    return joined;
                }
                member = joined.get();
                members.put(user, member);
            } catch (MessengerException e) {
                if (e.remedy() != Remedy.NEVER && e.remedy() != Remedy.JOIN) {
                    throw e;
                }
                mute(user, e);
                return Optional.empty();
            }
        }
        return Optional.of(member);
    }

    /** Who is a member may have changed. */
    void forget() {
        members.clear();
    }

    /**
     * What was published as the user was refused. If that was not the first time, the user is mute for a while. Returns
     * whether it may be taken if it is said again: not where only the user itself could say it.
     */
    boolean refused(UserId user, MessengerException why) {
        if (!crew.hearsTheBridge()) {
            return false;
        }
        members.remove(user);
        if (strikes.merge(user, 1, Integer::sum) > 1) {
            strikes.remove(user);
            mute(user, why);
        }
        return true;
    }

    /** What was published as the user was taken. */
    void taken(UserId user) {
        strikes.remove(user);
    }

    /** The user's name. */
    String nameOf(UserId user) {
        return profiles.of(user).displayName().value();
    }

    private boolean isMute(UserId user) {
        Long until = mutes.get(user);
        if (until == null) {
            return false;
        }
        if (nanoTime.getAsLong() - until < 0) {
            return true;
        }
        mutes.remove(user);
        return false;
    }

    private void mute(UserId user, MessengerException why) {
        LOG.warn(
                "User {} has no account in the other messenger, the bridge speaks instead: {}", user, why.getMessage());
        mutes.put(user, nanoTime.getAsLong() + MUTE.toNanos());
    }

    /** Whether it is known what the bridge speaks as for this user; else the user may have to be let in. */
    boolean isKnown(UserId user, Attachment at) {
        return !impersonating || (at.equals(attachment) && members.containsKey(user));
    }

    /** Empty if the user has left the room meanwhile. */
    private Optional<ForeignAccount> join(UserId user, Attachment at) throws MessengerException {
        ForeignAccounts there = at.session().accounts();
        ForeignAccount account = passports.of(user, there);
        try {
            return crew.letIn(user, account, at) ? Optional.of(account) : Optional.empty();
        } catch (MessengerException e) {
            if (e.remedy() != Remedy.MISSING) {
                throw e;
            }
        }
        ForeignAccount another = passports.renewed(user, account, there);
        return crew.letIn(user, another, at) ? Optional.of(another) : Optional.empty();
    }
}
