package dev.parley.http.direct;

import dev.parley.application.UseCases;
import dev.parley.application.realtime.Connection;
import dev.parley.application.realtime.Interest;
import dev.parley.domain.ChatException;
import dev.parley.domain.ErrorCode;
import dev.parley.domain.account.Language;
import dev.parley.domain.account.UserId;
import dev.parley.domain.file.FileId;
import dev.parley.domain.room.Membership;
import dev.parley.domain.room.Room;
import dev.parley.domain.room.RoomId;
import dev.parley.domain.room.RoomKind;
import dev.parley.http.request.JsonBody;
import dev.parley.http.shared.NewMessages;
import dev.parley.http.shared.Talk;
import dev.parley.http.socket.Dialogue;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Speaks contracts C and D on sockets, which hear all rooms of their user. */
public final class DirectSockets {
    public static final String PATH = "/ws";

    private final UseCases services;
    private final Talk original;
    private final Talks talks;

    public DirectSockets(UseCases services) {
        this.services = services;
        this.original = talk(Reading.ofAll(services.languages()));
        this.talks = new Talks(language -> talk(new Reading(services.languages(), language)));
    }

    private Talk talk(Reading reading) {
        return new Talk(
                services,
                new NewMessages(
                        (json, message, room) -> DirectJson.writeFrame(json, message, room, reading),
                        DirectJson::status,
                        reading.language()));
    }

    /** As the user reads, now: each message is written once for all who read alike. */
    private Talk talkOf(UserId user) {
        if (!services.translationDesk().isOpen()) {
            return original;
        }
        Language language = Reading.of(user, services).language();
        return language == null ? original : talks.in(language);
    }

    public Dialogue open() {
        return new Everywhere();
    }

    private final class Everywhere implements Dialogue {
        private static final int REMEMBERED = 32;

        /** The direct rooms to which this socket has written last: what they are does not change. Read one frame at a time. */
        private final Map<UserId, Room> rooms = new LinkedHashMap<>(2, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<UserId, Room> eldest) {
                return size() > REMEMBERED;
            }
        };

        private volatile Talk talk = original;

        @Override
        public Interest admit(UserId user) {
            Talk own = talkOf(user);
            talk = own;
            return own.interest(user, null);
        }

        @Override
        public void welcome(Connection connection) {
            talk.welcome(connection);
        }

        @Override
        public CompletableFuture<Optional<byte[]>> serve(Connection connection, JsonBody frame, @Nullable String ref) {
            if (talk.renews(connection, frame)) {
                return Talk.silence();
            }
            if (!frame.text("type").equals("message")) {
                throw new ChatException.Invalid(ErrorCode.UNKNOWN_FRAME);
            }
            List<FileId> files = files(frame);
            return talk.send(connection.user(), room(connection.user(), frame), frame, files);
        }

        /** As their uploads were answered, or by their ids. */
        private List<FileId> files(JsonBody frame) {
            return frame.optionalTexts("files").stream()
                    .map(text ->
                            text.startsWith(DirectJson.UPLOADS) ? text.substring(DirectJson.UPLOADS.length()) : text)
                    .map(FileId::new)
                    .toList();
        }

        /** To where the message goes: D has it in {@code data}, C beside it. */
        private Room room(UserId author, JsonBody frame) {
            Optional<Long> ofC = frame.optionalId("recipient_id");
            Optional<Long> ofD = frame.objectIfAny("data").flatMap(data -> data.optionalId("receiver_id"));
            Optional<Long> recipient = ofC.or(() -> ofD);
            Optional<Long> group = frame.optionalId("group_id");
            boolean two = ofC.isPresent() && ofD.isPresent() && !ofC.equals(ofD);
            if (two || recipient.isPresent() == group.isPresent()) {
                throw invalid("One of 'recipient_id', 'group_id' and 'data.receiver_id' is needed.");
            }
            return group.isPresent()
                    ? group(author, new RoomId(group.get()))
                    : direct(author, new UserId(recipient.get()));
        }

        private Room group(UserId author, RoomId id) {
            return services.rooms()
                    .find(author, id)
                    .map(Membership::room)
                    .filter(room -> room.kind() != RoomKind.DIRECT)
                    .orElseThrow(() -> new ChatException.NotFound(ErrorCode.ROOM_NOT_FOUND));
        }

        private Room direct(UserId author, UserId recipient) {
            Room known = rooms.get(recipient);
            if (known != null) {
                return known;
            }
            Room room = services.lobby().direct(author, recipient).room();
            rooms.put(recipient, room);
            return room;
        }
    }

    private static ChatException.Invalid invalid(String sentence) {
        return new ChatException.Invalid(ErrorCode.INVALID_FIELD, sentence);
    }
}
