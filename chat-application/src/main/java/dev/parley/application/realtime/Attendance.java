package dev.parley.application.realtime;

import dev.parley.domain.account.UserId;

/** Is told who has connections on this node. Its methods do not block; of one user they are called one after the other. */
public interface Attendance {
    Attendance NONE = new Attendance() {
        @Override
        public void came(UserId user) {}

        @Override
        public void went(UserId user) {}
    };

    /** The user's first connection has come. */
    void came(UserId user);

    /** The user's last connection has gone. */
    void went(UserId user);
}
