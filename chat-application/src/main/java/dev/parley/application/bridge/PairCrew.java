package dev.parley.application.bridge;

import dev.parley.domain.account.UserId;
import dev.parley.domain.bridge.ForeignAccount;
import dev.parley.domain.room.Pair;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The two in a direct room: nobody comes, and nobody leaves. */
final class PairCrew implements Crew {
    private final Pair pair;
    private final Guests guests;

    PairCrew(Pair pair, Guests guests) {
        this.pair = pair;
        this.guests = guests;
    }

    @Override
    public Map<ForeignAccount, UserId> admit(Collection<ForeignAccount> accounts, Attachment at) {
        return known(List.copyOf(accounts));
    }

    @Override
    public Map<ForeignAccount, UserId> known(List<ForeignAccount> accounts) {
        Map<ForeignAccount, UserId> known = new HashMap<>(guests.known(accounts));
        known.values().removeIf(user -> !isIn(user));
        return known;
    }

    @Override
    public boolean isIn(UserId user) {
        return user.equals(pair.first()) || user.equals(pair.second());
    }

    @Override
    public boolean letIn(UserId user, ForeignAccount account, Attachment at) {
        return isIn(user); // And has always been there.
    }

    @Override
    public boolean hides() {
        return false;
    }

    @Override
    public boolean dismiss(Attachment at) {
        return false;
    }

    @Override
    public boolean hearsTheBridge() {
        return false;
    }

    @Override
    public boolean compare(Attachment at) {
        return false;
    }
}
