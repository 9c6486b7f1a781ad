package dev.parley.application.realtime;

import dev.parley.application.profile.AuthoredMessage;
import dev.parley.application.room.RoomState;
import dev.parley.domain.account.User;
import dev.parley.domain.account.UserId;
import dev.parley.domain.message.Rev;
import dev.parley.domain.message.Seq;
import dev.parley.domain.presence.PresenceState;
import dev.parley.domain.room.Room;
import dev.parley.domain.room.RoomId;
import java.time.Duration;
import java.util.List;

/** What a listener is told without having asked. */
public sealed interface Event {
    /**
     * A message was created or changed. In the order of revs in each room, no repeat, none left out but one replaced.
     *
     * @param room where it stands
     */
    record MessageChanged(AuthoredMessage message, Room room) implements Event {}

    /**
     * A message that was told as a new one says the same in more languages; told to those alone who are told of new
     * messages alone.
     *
     * @param room where it stands
     */
    record MessageTranslated(AuthoredMessage message, Room room) implements Event {}

    /** All that the listener had missed up to {@code rev} has been told. */
    record CaughtUp(RoomId room, Rev rev) implements Event {}

    /** These are writing now; replaces what was said before. */
    record Typing(RoomId room, List<User> users) implements Event {}

    /** The user has read up to {@code seq}; replaces what was said before of this user. */
    record Read(RoomId room, UserId user, Seq seq) implements Event {}

    /** The listener is in this room from now on. */
    record RoomEntered(RoomState state) implements Event {}

    /** The room has other settings. */
    record RoomChanged(Room room) implements Event {}

    /** The listener is not in the room any more, or the room is gone. */
    record RoomLeft(RoomId room) implements Event {}

    /** These have come or gone; replaces what was said before of each. */
    record PresenceChanged(List<PresenceState> states) implements Event {
        public PresenceChanged {
            states = List.copyOf(states);
        }
    }

    /** The access token runs out: renew it, or the connection closes. */
    record TokenExpiring(Duration in) implements Event {}

    /** The server leaves: reconnect after this time. */
    record Bye(Duration retryAfter) implements Event {}
}
