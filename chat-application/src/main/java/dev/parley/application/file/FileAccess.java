package dev.parley.application.file;

import dev.parley.domain.account.UserId;
import dev.parley.domain.file.FileCarriers;
import dev.parley.domain.file.FileId;
import dev.parley.domain.file.StoredFile;
import dev.parley.domain.message.Seq;
import dev.parley.domain.room.Membership;
import dev.parley.domain.room.RoomDirectory;
import dev.parley.domain.room.RoomId;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Decides who may read a file: its uploader, and who may read a message that carries it. Asked each time, so whoever is
 * removed from a room, or whose room is gone, reads no more.
 */
public final class FileAccess {
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
        return only == null
                ? readsAnywhere(user, file.id())
                : rooms.findFor(user, only)
                        .map(membership -> reads(file.id(), List.of(membership)))
                        .orElse(false);
    }

    private boolean readsAnywhere(UserId user, FileId file) {
        List<Membership> all = rooms.roomsOf(user);
        for (int from = 0; from < all.size(); from += FileCarriers.MAX_QUERY) {
            if (reads(file, all.subList(from, Math.min(from + FileCarriers.MAX_QUERY, all.size())))) {
                return true;
            }
        }
        return false;
    }

    private boolean reads(FileId file, List<Membership> memberships) {
        Map<RoomId, Seq> starts = memberships.stream()
                .collect(Collectors.toMap(
                        membership -> membership.room().id(),
                        membership -> membership.start().lastSeq()));
        return carriers.isCarried(file, starts);
    }
}
