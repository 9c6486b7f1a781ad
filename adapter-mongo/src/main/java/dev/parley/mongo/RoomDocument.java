package dev.parley.mongo;

import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.exists;
import static com.mongodb.client.model.Filters.nin;
import static com.mongodb.client.model.Updates.combine;
import static com.mongodb.client.model.Updates.inc;
import static com.mongodb.client.model.Updates.set;
import static com.mongodb.client.model.Updates.unset;

import dev.parley.domain.account.UserId;
import dev.parley.domain.message.Head;
import dev.parley.domain.room.HistoryRule;
import dev.parley.domain.room.JoinCode;
import dev.parley.domain.room.JoinRule;
import dev.parley.domain.room.Membership;
import dev.parley.domain.room.NewRoom;
import dev.parley.domain.room.Pair;
import dev.parley.domain.room.Role;
import dev.parley.domain.room.Room;
import dev.parley.domain.room.RoomId;
import dev.parley.domain.room.RoomKind;
import dev.parley.domain.room.RoomName;
import dev.parley.domain.room.RoomSettings;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.bson.BsonArray;
import org.bson.BsonDateTime;
import org.bson.BsonDocument;
import org.bson.BsonInt64;
import org.bson.BsonObjectId;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.bson.conversions.Bson;
import org.bson.types.ObjectId;
import org.jspecify.annotations.Nullable;

/** Is a room as it stands in the database; the package documents its fields. Immutable. */
final class RoomDocument {
    /** What has been decided about the room's members, and may not have been done yet. */
    enum Pending {
        /** They are to be written; until then the room is not there. */
        MAKE,
        /** One of them is to go, and counts as gone. */
        LEAVE,
        /** All is as it was decided, and their numbers are to be raised, by which other nodes see that. */
        TELL,
        /** All of them are to go with the room, which is not there any more. */
        END
    }

    /** For others the room does not exist. */
    static final Bson IS_THERE = nin("pending.kind", Pending.MAKE.name(), Pending.END.name());

    private final BsonDocument document;

    RoomDocument(BsonDocument document) {
        this.document = document;
    }

    static RoomDocument made(RoomId id, NewRoom room) {
        ObjectId owner = new ObjectId();
        List<BsonValue> members = new ArrayList<>();
        members.add(member(room.creator(), owner));
        room.members().forEach(user -> members.add(member(user, new ObjectId())));
        BsonDocument document = fresh(id, room.kind(), room.createdAt(), members)
                .append("creator", new BsonInt64(room.creator().value()))
                .append("roles", new BsonArray(List.of(role(owner, Role.OWNER))));
        RoomSettings settings = room.settings();
        document.append("name", new BsonString(settings.name().value()))
                .append("join", new BsonString(settings.join().name()))
                .append("history", new BsonString(settings.history().name()));
        JoinCode code = settings.code();
        if (code != null) {
            document.append("code", new BsonString(code.value()));
        }
        if (room.kind() == RoomKind.PUBLIC) {
            document.append("nameKey", new BsonString(settings.name().key()));
        }
        return new RoomDocument(document);
    }

    static RoomDocument made(RoomId id, Pair pair, Instant now) {
        List<BsonValue> members = List.of(member(pair.first(), new ObjectId()), member(pair.second(), new ObjectId()));
        return new RoomDocument(fresh(id, RoomKind.DIRECT, now, members)
                .append("roles", new BsonArray())
                .append("pair", new BsonString(text(pair)))
                .append("join", new BsonString(JoinRule.INVITE.name()))
                .append("history", new BsonString(HistoryRule.ALL.name())));
    }

    private static BsonDocument fresh(RoomId id, RoomKind kind, Instant createdAt, List<BsonValue> members) {
        return new BsonDocument("_id", new BsonInt64(id.value()))
                .append("kind", new BsonString(kind.name()))
                .append("createdAt", new BsonDateTime(createdAt.toEpochMilli()))
                .append("rev", new BsonInt64(1))
                .append("pending", pending(Pending.MAKE).append("members", new BsonArray(members)));
    }

    private static BsonDocument pending(Pending kind) {
        return new BsonDocument("kind", new BsonString(kind.name()));
    }

    private static BsonDocument member(UserId user, ObjectId entry) {
        return new BsonDocument("user", new BsonInt64(user.value())).append("entry", new BsonObjectId(entry));
    }

    private static BsonDocument role(ObjectId entry, Role role) {
        return new BsonDocument("entry", new BsonObjectId(entry)).append("role", new BsonString(role.name()));
    }

    BsonDocument document() {
        return document;
    }

    RoomId id() {
        return new RoomId(document.getInt64("_id").getValue());
    }

    RoomKind kind() {
        return RoomKind.valueOf(document.getString("kind").getValue());
    }

    long rev() {
        return document.getInt64("rev").getValue();
    }

    Optional<Pending> pending() {
        return document.containsKey("pending")
                ? Optional.of(Pending.valueOf(
                        document.getDocument("pending").getString("kind").getValue()))
                : Optional.empty();
    }

    boolean isThere() {
        return pending()
                .map(kind -> kind == Pending.LEAVE || kind == Pending.TELL)
                .orElse(true);
    }

    /** Who is to be written, or is to go. */
    List<MemberDocument> pendingMembers() {
        return document.getDocument("pending").getArray("members", new BsonArray()).stream()
                .map(BsonValue::asDocument)
                .map(member -> MemberDocument.joined(
                        id(),
                        new UserId(member.getInt64("user").getValue()),
                        member.getObjectId("entry").getValue(),
                        Head.EMPTY,
                        createdAt()))
                .toList();
    }

    /** The memberships that count as over already. */
    List<ObjectId> leaving() {
        return pending().filter(kind -> kind == Pending.LEAVE).isPresent()
                ? pendingMembers().stream().map(MemberDocument::entry).toList()
                : List.of();
    }

    Room room() {
        String name = text("name");
        String pair = text("pair");
        String code = text("code");
        return new Room(
                id(),
                kind(),
                name == null ? null : new RoomName(name),
                pair == null ? null : pair(pair),
                JoinRule.valueOf(document.getString("join").getValue()),
                code == null ? null : new JoinCode(code),
                HistoryRule.valueOf(document.getString("history").getValue()),
                document.containsKey("creator")
                        ? new UserId(document.getInt64("creator").getValue())
                        : null,
                createdAt(),
                version());
    }

    static Bson has(long version) {
        return version == 0 ? exists("version", false) : eq("version", version);
    }

    /** That of the settings: absent until they change. */
    long version() {
        return document.getInt64("version", new BsonInt64(0)).getValue();
    }

    private Instant createdAt() {
        return Instant.ofEpochMilli(document.getDateTime("createdAt").getValue());
    }

    private @Nullable String text(String field) {
        return document.containsKey(field) ? document.getString(field).getValue() : null;
    }

    /** The room as this member has it; empty if it is not there, or for a membership that is over. */
    Optional<Membership> membership(MemberDocument member) {
        return !isThere() || member.left() || leaving().contains(member.entry())
                ? Optional.empty()
                : Optional.of(new Membership(room(), role(member.entry()), member.joinedAfter()));
    }

    /** The role of a membership that is not over. */
    Role role(ObjectId entry) {
        return roles().stream()
                .filter(role -> isOf(role, entry))
                .map(RoomDocument::role)
                .findFirst()
                .orElse(Role.MEMBER);
    }

    boolean hasOwnerBeside(ObjectId entry) {
        return roles().stream().anyMatch(role -> !isOf(role, entry) && role(role) == Role.OWNER);
    }

    private Collection<BsonValue> roles() {
        return document.getArray("roles");
    }

    private static boolean isOf(BsonValue role, ObjectId entry) {
        return role.asDocument().getObjectId("entry").getValue().equals(entry);
    }

    private static Role role(BsonValue role) {
        return Role.valueOf(role.asDocument().getString("role").getValue());
    }

    /** The room after this one, in which the membership has that role. */
    RoomDocument assigned(UserId user, ObjectId entry, Role role) {
        RoomDocument next = with(entry, role);
        next.document.put(
                "pending", pending(Pending.TELL).append("members", new BsonArray(List.of(member(user, entry)))));
        return next;
    }

    private RoomDocument with(ObjectId entry, Role role) {
        List<BsonValue> roles = new ArrayList<>(roles());
        roles.removeIf(each -> isOf(each, entry));
        if (role != Role.MEMBER) {
            roles.add(role(entry, role));
        }
        BsonDocument next = document.clone();
        next.put("rev", new BsonInt64(rev() + 1));
        next.put("roles", new BsonArray(roles));
        return new RoomDocument(next);
    }

    /** The room after this one, in which the membership is over. */
    RoomDocument left(UserId user, ObjectId entry) {
        BsonDocument next = with(entry, Role.MEMBER).document;
        next.put("pending", pending(Pending.LEAVE).append("members", new BsonArray(List.of(member(user, entry)))));
        return new RoomDocument(next);
    }

    /** What is left to do of the room when it is not there any more. Its name is free. */
    RoomDocument ended() {
        BsonDocument next = document.clone();
        next.put("rev", new BsonInt64(rev() + 1));
        next.put("pending", pending(Pending.END));
        next.remove("nameKey");
        return new RoomDocument(next);
    }

    /** The room after its {@link #update}. */
    Room changed(RoomSettings settings) {
        Room room = room();
        return new Room(
                room.id(),
                room.kind(),
                settings.name(),
                room.pair(),
                settings.join(),
                settings.code(),
                settings.history(),
                room.creator(),
                room.createdAt(),
                room.version() + 1);
    }

    static Bson update(RoomKind kind, RoomSettings settings) {
        JoinCode code = settings.code();
        return combine(
                set("name", settings.name().value()),
                kind == RoomKind.PUBLIC ? set("nameKey", settings.name().key()) : unset("nameKey"),
                set("join", settings.join().name()),
                code == null ? unset("code") : set("code", code.value()),
                set("history", settings.history().name()),
                inc("version", 1L));
    }

    static String text(Pair pair) {
        return pair.first() + ":" + pair.second();
    }

    private static Pair pair(String text) {
        int colon = text.indexOf(':');
        return new Pair(
                new UserId(Long.parseLong(text.substring(0, colon))),
                new UserId(Long.parseLong(text.substring(colon + 1))));
    }
}
