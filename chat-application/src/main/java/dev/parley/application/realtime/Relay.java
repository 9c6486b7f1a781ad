package dev.parley.application.realtime;

import dev.parley.domain.account.UserId;
import dev.parley.domain.message.Seq;
import dev.parley.domain.room.RoomId;

/** Is told what this node's users do, to tell others. Never blocks, and never fails. */
public interface Relay {
    /** Tells nobody. */
    Relay NONE = new Relay() {
        @Override
        public void committed(RoomId room) {}

        @Override
        public void changed(RoomId room) {}

        @Override
        public void typing(RoomId room, UserId user) {}

        @Override
        public void read(RoomId room, UserId user, Seq seq) {}
    };

    /** The log of the room has grown. */
    void committed(RoomId room);

    /** The room is called otherwise, or other people are in it, or it is gone. */
    void changed(RoomId room);

    void typing(RoomId room, UserId user);

    void read(RoomId room, UserId user, Seq seq);
}
