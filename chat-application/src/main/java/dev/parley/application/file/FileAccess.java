package dev.parley.application.file;

import dev.parley.domain.account.UserId;
import dev.parley.domain.file.FileCarriers;
import dev.parley.domain.file.FileCarriers.Carrier;
import dev.parley.domain.file.FileId;
import dev.parley.domain.file.StoredFile;
import dev.parley.domain.room.Membership;
import dev.parley.domain.room.RoomDirectory;
import dev.parley.domain.room.RoomId;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Decides who may read a file: its uploader, and who may read a message that carries it. Asked each time, so whoever is
 * removed from a room, or whose room is gone, reads no more.
 */
public final class FileAccess {
    private static final int NEWEST = 20;

    private final FileCarriers carriers;
    private final RoomDirectory rooms;

    public FileAccess(FileCarriers carriers, RoomDirectory rooms) {
        this.carriers = carriers;
        this.rooms = rooms;
    }

    boolean mayRead(UserId user, StoredFile file) {
        if (file.uploader().equals(user)) {
            return true;
        }
        RoomId only = file.room();
        return only == null ? readsAnywhere(user, file.id()) : readsIn(user, only, file.id());
    }

    /** The newest are enough: who may not read those may read none. Several may have been sent in one millisecond. */
    private boolean readsIn(UserId user, RoomId room, FileId file) {
        Optional<Membership> membership = rooms.findFor(user, room);
        return membership.isPresent()
                && carriers.carriersOf(file, NEWEST).stream()
                        .anyMatch(carrier -> carrier.room().equals(room) && isOpen(membership.get(), carrier));
    }

    private boolean readsAnywhere(UserId user, FileId file) {
        Map<RoomId, Membership> memberships = rooms.roomsOf(user).stream()
                .collect(Collectors.toMap(membership -> membership.room().id(), Function.identity()));
        return carriers.carriersOf(file, FileCarriers.MAX_QUERY).stream().anyMatch(carrier -> {
            Membership membership = memberships.get(carrier.room());
            return membership != null && isOpen(membership, carrier);
        });
    }

    private static boolean isOpen(Membership membership, Carrier carrier) {
        return carrier.seq().value() > membership.start().lastSeq().value();
    }
}
