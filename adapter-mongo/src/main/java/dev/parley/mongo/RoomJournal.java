package dev.parley.mongo;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.exists;
import static com.mongodb.client.model.Updates.combine;
import static com.mongodb.client.model.Updates.set;
import static com.mongodb.client.model.Updates.unset;

import com.mongodb.client.model.BulkWriteOptions;
import com.mongodb.client.model.UpdateOneModel;
import com.mongodb.client.model.UpdateOptions;
import dev.parley.domain.room.RoomId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bson.BsonDocument;
import org.bson.conversions.Bson;

/**
 * Decides what happens to a room by one write of its document, and then does what follows for the members.
 *
 * <p>What was decided stands in the document until it is done, and whoever wants to change the room does it first. Each
 * step may be repeated, by several nodes at once, and late: the package says why. Stateless.
 */
final class RoomJournal {
    /** The members of a large room take their time to be removed. */
    private static final Duration REMOVAL = Duration.ofMinutes(1);

    /** So often a decision is seen that is not done before others do it. */
    private static final int PATIENCE = 2;

    private final Database database;
    private final MembershipVersions told;

    RoomJournal(Database database) {
        this.database = database;
        told = new MembershipVersions(database);
    }

    Optional<RoomDocument> find(Bson filter) {
        return Optional.ofNullable(
                        database.ask(Schema.ROOMS, c -> c.find(filter).first()))
                .map(RoomDocument::new);
    }

    /**
     * The room, with nothing left to do; empty if it is not there. Whoever has decided something is given a moment to do it: it
     * is most likely alive, and many who did the same would only hinder each other.
     */
    Optional<RoomDocument> settled(RoomId room) {
        Attempts attempts = new Attempts();
        Optional<RoomDocument> found = find(eq("_id", room.value()));
        long rev = 0;
        int sightings = 0;
        while (found.flatMap(RoomDocument::pending).isPresent()) {
            sightings = found.get().rev() == rev ? sightings + 1 : 1;
            rev = found.get().rev();
            if (sightings > PATIENCE) {
                settle(found.get());
            }
            attempts.lostRace(new IllegalStateException("the room is changed all the time"));
            found = find(eq("_id", room.value()));
        }
        return found;
    }

    /** @throws DuplicateKey if the name or the pair has a room */
    void make(RoomDocument room) {
        database.ask(Schema.ROOMS, c -> c.insertOne(room.document()));
        settle(room);
    }

    /**
     * Puts a room in the place of the one it was made from, if nobody has decided anything since.
     *
     * @return whether it is so now, and all that follows is done
     */
    boolean decide(RoomDocument before, RoomDocument after) {
        List<Bson> changes = new ArrayList<>();
        for (String field : List.of("rev", "roles", "pending")) {
            if (after.document().containsKey(field)) {
                changes.add(set(field, after.document().get(field)));
            }
        }
        if (!after.document().containsKey("nameKey")) {
            changes.add(unset("nameKey"));
        }
        // The settings are not in it: they may have changed without a decision.
        Bson unchanged = and(eq("_id", before.id().value()), eq("rev", before.rev()), exists("pending", false));
        boolean decided = database.ask(Schema.ROOMS, c -> c.updateOne(unchanged, combine(changes)))
                        .getMatchedCount()
                == 1;
        if (decided) {
            settle(after);
        }
        return decided;
    }

    /** Does what was decided, if anything is left of it. */
    void settle(RoomDocument room) {
        Optional<RoomDocument.Pending> pending = room.pending();
        if (pending.isEmpty()) {
            return;
        }
        switch (pending.get()) {
            case MAKE -> {
                enter(room.pendingMembers());
                // Only a room that is there can be seen by whoever sees the number.
                then(room, RoomDocument.Pending.MAKE, set("pending.kind", RoomDocument.Pending.TELL.name()));
                tell(room);
                then(room, RoomDocument.Pending.TELL, unset("pending"));
            }
            case LEAVE -> {
                room.pendingMembers().forEach(this::leave);
                tell(room);
                then(room, RoomDocument.Pending.LEAVE, unset("pending"));
            }
            case TELL -> {
                tell(room);
                then(room, RoomDocument.Pending.TELL, unset("pending"));
            }
            case END -> {
                database.askWithin(
                        REMOVAL,
                        Schema.MEMBERS,
                        c -> c.deleteMany(eq("room", room.id().value())));
                database.ask(Schema.ROOMS, c -> c.deleteOne(still(room, RoomDocument.Pending.END)));
            }
        }
    }

    private void enter(List<MemberDocument> members) {
        List<UpdateOneModel<BsonDocument>> entries = members.stream()
                .map(member -> new UpdateOneModel<BsonDocument>(
                        eq("_id", member.id()),
                        new BsonDocument("$setOnInsert", member.fields()),
                        new UpdateOptions().upsert(true)))
                .toList();
        Attempts attempts = new Attempts();
        boolean entered = false;
        while (!entered) {
            try {
                database.ask(Schema.MEMBERS, c -> c.bulkWrite(entries, new BulkWriteOptions().ordered(false)));
                entered = true;
            } catch (DuplicateKey e) {
                attempts.lostRace(e);
            }
        }
    }

    private void leave(MemberDocument member) {
        Bson just = and(eq("_id", member.id()), eq("entry", member.entry()));
        database.ask(Schema.MEMBERS, c -> c.updateOne(just, combine(set("left", true), unset("read"))));
    }

    /** Other nodes see by the members' numbers that something has happened to them. */
    private void tell(RoomDocument room) {
        told.raise(room.pendingMembers().stream().map(MemberDocument::user).toList());
    }

    private void then(RoomDocument room, RoomDocument.Pending kind, Bson change) {
        database.ask(Schema.ROOMS, c -> c.updateOne(still(room, kind), change));
    }

    /** The room, as long as this is what is left to do of it. */
    private static Bson still(RoomDocument room, RoomDocument.Pending kind) {
        return and(eq("_id", room.id().value()), eq("rev", room.rev()), eq("pending.kind", kind.name()));
    }
}
