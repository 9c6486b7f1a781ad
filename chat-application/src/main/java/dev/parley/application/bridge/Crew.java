package dev.parley.application.bridge;

import dev.parley.domain.account.UserId;
import dev.parley.domain.bridge.ForeignAccount;
import dev.parley.domain.bridge.MessengerException;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** Who belongs to a room. Confined to the room's turns. */
interface Crew {
    /** The users with these accounts, of those that are in the room, or are let in because they are in its topic. */
    Map<ForeignAccount, UserId> admit(Collection<ForeignAccount> accounts, Attachment at) throws MessengerException;

    /** The users with these accounts, of those that are in the room. */
    Map<ForeignAccount, UserId> known(List<ForeignAccount> accounts);

    boolean isIn(UserId user);

    /** The user's account was made a member of the topic, unless it was one. */
    void joined(UserId user, ForeignAccount account, Attachment at) throws MessengerException;

    /**
     * Makes the members of the room and those of its topic the same. One node at a time.
     *
     * @return whether some of it is left to be done
     */
    boolean compare(Attachment at) throws MessengerException;

    /** That of General: whoever comes is in it. */
    static Crew everybody(Guests guests) {
        return new Crew() {
            @Override
            public Map<ForeignAccount, UserId> admit(Collection<ForeignAccount> accounts, Attachment at)
                    throws MessengerException {
                return guests.welcome(accounts, at.session().accounts());
            }

            @Override
            public Map<ForeignAccount, UserId> known(List<ForeignAccount> accounts) {
                return guests.known(accounts);
            }

            @Override
            public boolean isIn(UserId user) {
                return true;
            }

            @Override
            public void joined(UserId user, ForeignAccount account, Attachment at) {
                // It may be there or not.
            }

            @Override
            public boolean compare(Attachment at) {
                return false;
            }
        };
    }
}
