package dev.parley.application.account;

import dev.parley.domain.ChatException;
import dev.parley.domain.ErrorCode;
import dev.parley.domain.account.AccessClaims;
import dev.parley.domain.account.Device;
import dev.parley.domain.account.DeviceLedger;
import dev.parley.domain.account.DeviceName;
import dev.parley.domain.account.SessionId;
import dev.parley.domain.account.UserId;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Shows people where they are signed in, and ends it there. Safe for concurrent use. */
public final class Devices {
    private static final int AT_ONCE = 1_000;

    /** No more than so many batches are told to the store in one round. */
    private static final int MAX_BATCHES = 100;

    private final DeviceLedger ledger;
    private final Sessions sessions;
    private final InstantSource clock;

    public Devices(DeviceLedger ledger, Sessions sessions, InstantSource clock) {
        this.ledger = ledger;
        this.sessions = sessions;
        this.clock = clock;
    }

    /**
     * The caller's open sessions, those used last first; at most {@link DeviceLedger#MAX_LISTED}. The one by which it is
     * called is always among them, for the store hears of its last use later.
     */
    public List<Device> of(AccessClaims caller) {
        Instant now = clock.instant();
        List<Device> listed = ledger.of(caller.user(), now);
        boolean cut = listed.size() == DeviceLedger.MAX_LISTED
                && listed.stream().noneMatch(device -> device.session().equals(caller.session()));
        Stream<Device> current = cut ? ledger.find(caller.user(), caller.session(), now).stream() : Stream.empty();
        return Stream.concat(current, listed.stream())
                .limit(DeviceLedger.MAX_LISTED)
                .map(this::withLastUse)
                .sorted(Comparator.comparing(Device::usedAt).reversed())
                .toList();
    }

    /** With what this node knows and the store does not yet. */
    private Device withLastUse(Device device) {
        Instant usedAt = sessions.uses().of(device.session()).orElse(device.usedAt());
        return usedAt.isAfter(device.usedAt())
                ? new Device(device.session(), device.name(), device.createdAt(), usedAt, device.expiresAt())
                : device;
    }

    /**
     * Ends one of the caller's sessions, also the one by which it is called.
     *
     * @throws ChatException.NotFound if it is not the caller's, or over
     */
    public void end(AccessClaims caller, SessionId session) {
        boolean own = session.equals(caller.session())
                || ledger.find(caller.user(), session, clock.instant()).isPresent();
        if (!own) {
            throw new ChatException.NotFound(ErrorCode.SESSION_NOT_FOUND);
        }
        sessions.end(session);
    }

    /**
     * Ends all sessions of the user but the one that is kept: here at once, on other nodes two seconds later at most.
     *
     * @param kept null if none is
     */
    void endAll(UserId user, @Nullable SessionId kept) {
        ledger.endAll(user, kept).forEach(sessions::ended);
    }

    /**
     * Ends all sessions of the caller but its own.
     *
     * @throws ChatException.Unauthenticated {@code session_revoked} if that is over: who was put out puts nobody out
     */
    void endOthers(AccessClaims caller) {
        if (ledger.find(caller.user(), caller.session(), clock.instant()).isEmpty()) {
            throw new ChatException.Unauthenticated(ErrorCode.SESSION_REVOKED);
        }
        endAll(caller.user(), caller.session());
    }

    /** Gives the session to which the tokens belong another name. */
    public void name(SignedIn signedIn, DeviceName name) {
        ledger.name(Sessions.sessionOf(signedIn.refreshToken()), name);
    }

    /** Tells the store when sessions were used on this node. */
    public void noteUses() {
        for (int batch = 0; batch < MAX_BATCHES; batch++) {
            Map<SessionId, Instant> uses = sessions.uses().some(AT_ONCE);
            if (uses.isEmpty()) {
                return;
            }
            ledger.used(uses);
            sessions.uses().told(uses);
        }
    }
}
