package dev.parley.application.bridge;

import dev.parley.application.profile.Profiles;
import dev.parley.domain.account.UserId;
import dev.parley.domain.bridge.BridgeLedger;
import dev.parley.domain.bridge.ForeignAccount;
import dev.parley.domain.bridge.ForeignAccounts;
import dev.parley.domain.bridge.MessengerException;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Gives this server's users accounts in the other messenger: one each, made when it is first needed. Stateless. */
final class Passports {
    private static final Logger LOG = LoggerFactory.getLogger(Passports.class);

    private final Profiles profiles;
    private final BridgeLedger ledger;
    private final Consumer<UserId> given;

    /** @param given is told who was given an account */
    Passports(Profiles profiles, BridgeLedger ledger, Consumer<UserId> given) {
        this.profiles = profiles;
        this.ledger = ledger;
        this.given = given;
    }

    /** The user's account; whether it is still there is not asked. */
    ForeignAccount of(UserId user, ForeignAccounts there) throws MessengerException {
        ForeignAccount known = known(user);
        return known == null ? make(user, null, there) : known;
    }

    /** The user's account, in the place of one that is gone. */
    ForeignAccount renewed(UserId user, ForeignAccount gone, ForeignAccounts there) throws MessengerException {
        LOG.info("Account {} of user {} is gone and is made anew", gone, user);
        return make(user, gone, there);
    }

    private ForeignAccount make(UserId user, @Nullable ForeignAccount gone, ForeignAccounts there)
            throws MessengerException {
        ForeignAccount account = there.signUp(profiles.of(user).displayName().value());
        if (!ledger.link(user, gone, account)) { // Another node was faster: that one's is used.
            ForeignAccount others = known(user);
            return others == null ? account : others;
        }
        given.accept(user);
        return account;
    }

    private @Nullable ForeignAccount known(UserId user) {
        return ledger.accountsOf(List.of(user)).get(user);
    }
}
