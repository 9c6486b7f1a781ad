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

    /**
     * Makes the account of the user a member of the topic, if it is none. Returns whether it is one: not if the user is not in
     * the room.
     */
    boolean letIn(UserId user, ForeignAccount account, Attachment at) throws MessengerException;

    /** Whether who is let in may not see all that was said: then that has to be known to be there, as far as it is. */
    boolean hides();

    /**
     * Puts out of the topic who has left the room since the two were compared: what is said next is not for them. The store
     * alone is asked who that is. Returns whether there were any. One node at a time.
     */
    boolean dismiss(Attachment at) throws MessengerException;

    /** Whether the bridge can speak there in the place of somebody who cannot. */
    boolean hearsTheBridge();

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
            public boolean letIn(UserId user, ForeignAccount account, Attachment at) throws MessengerException {
                at.session().accounts().join(at.topic(), account, 0);
                return true;
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
                return true;
            }

            @Override
            public boolean compare(Attachment at) {
                return false;
            }
        };
    }
}
