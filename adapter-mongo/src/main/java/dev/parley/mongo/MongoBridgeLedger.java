package dev.parley.mongo;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.in;
import static com.mongodb.client.model.Sorts.descending;
import static com.mongodb.client.model.Updates.combine;
import static com.mongodb.client.model.Updates.max;
import static com.mongodb.client.model.Updates.set;
import static com.mongodb.client.model.Updates.setOnInsert;

import com.mongodb.client.model.UpdateOneModel;
import com.mongodb.client.model.UpdateOptions;
import dev.parley.domain.ChatException;
import dev.parley.domain.account.UserId;
import dev.parley.domain.bridge.BridgeLedger;
import dev.parley.domain.bridge.BridgedRoom;
import dev.parley.domain.bridge.ForeignAccount;
import dev.parley.domain.bridge.Post;
import dev.parley.domain.bridge.Topic;
import dev.parley.domain.message.Rev;
import dev.parley.domain.message.Seq;
import dev.parley.domain.room.RoomId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bson.BsonDocument;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;

/**
 * This class keeps what the bridge knows: a document for each linked user (by the account's unique index), bridged room
 * and post. Each step may be repeated. Safe for concurrent use.
 */
final class MongoBridgeLedger implements BridgeLedger {
    private static final UpdateOptions UPSERT = new UpdateOptions().upsert(true);

    private final Database database;

    MongoBridgeLedger(Database database) {
        this.database = database;
    }

    @Override
    public Map<UserId, ForeignAccount> accountsOf(Collection<UserId> users) {
        Map<UserId, ForeignAccount> accounts = new HashMap<>();
        linked(in("_id", users.stream().map(UserId::value).toList()))
                .forEach(document -> accounts.put(user(document), account(document)));
        return accounts;
    }

    @Override
    public Map<ForeignAccount, UserId> usersOf(Collection<ForeignAccount> accounts) {
        Map<ForeignAccount, UserId> users = new HashMap<>();
        linked(in("account", accounts.stream().map(ForeignAccount::value).toList()))
                .forEach(document -> users.put(account(document), user(document)));
        return users;
    }

    private List<BsonDocument> linked(Bson filter) {
        return database.ask(Schema.FOREIGN_ACCOUNTS, c -> c.find(filter).into(new ArrayList<>()));
    }

    @Override
    public UserId link(UserId user, ForeignAccount account) {
        return settled(() -> {
            List<BsonDocument> owners = linked(eq("account", account.value()));
            if (!owners.isEmpty()) {
                return user(owners.get(0));
            }
            database.ask(
                    Schema.FOREIGN_ACCOUNTS,
                    c -> c.updateOne(eq("_id", user.value()), set("account", account.value()), UPSERT));
            return user;
        });
    }

    @Override
    public Optional<BridgedRoom> find(RoomId room) {
        return Optional.ofNullable(database.ask(
                        Schema.BRIDGED_ROOMS,
                        c -> c.find(eq("_id", room.value())).first()))
                .map(MongoBridgeLedger::room);
    }

    @Override
    public BridgedRoom open(RoomId room, @Nullable Topic before, Topic topic) {
        return settled(() -> {
            Optional<BridgedRoom> known = find(room);
            if (known.isEmpty()) {
                Bson first = combine(
                        setOnInsert("topic", topic.value()),
                        setOnInsert("carriedIn", 0L),
                        setOnInsert("carriedOut", 0L));
                database.ask(Schema.BRIDGED_ROOMS, c -> c.updateOne(eq("_id", room.value()), first, UPSERT));
            } else if (before != null && known.get().topic().equals(before)) {
                Bson still = and(eq("_id", room.value()), eq("topic", before.value()));
                Bson anew = combine(set("topic", topic.value()), set("carriedIn", 0L));
                database.ask(Schema.BRIDGED_ROOMS, c -> c.updateOne(still, anew));
            }
            return find(room).orElseThrow();
        });
    }

    @Override
    public void advance(RoomId room, Topic topic, long carriedIn, Rev carriedOut) {
        Bson just = and(eq("_id", room.value()), eq("topic", topic.value()));
        Bson forward = combine(max("carriedIn", carriedIn), max("carriedOut", carriedOut.value()));
        database.ask(Schema.BRIDGED_ROOMS, c -> c.updateOne(just, forward));
    }

    @Override
    public void record(RoomId room, List<Post> posts) {
        if (posts.isEmpty()) {
            return;
        }
        List<UpdateOneModel<BsonDocument>> updates = posts.stream()
                .map(post -> new UpdateOneModel<BsonDocument>(
                        eq("_id", id(room, post.topic(), post.number())),
                        combine(
                                set("room", room.value()),
                                set("topic", post.topic().value()),
                                set("number", post.number()),
                                set("message", post.message().value()),
                                set("state", post.state())),
                        UPSERT))
                .toList();
        settled(() -> database.ask(Schema.POSTS, c -> c.bulkWrite(updates)));
    }

    @Override
    public Map<Seq, Post> postsOf(RoomId room, Topic topic, Collection<Seq> messages) {
        Bson filter = and(
                eq("room", room.value()),
                eq("topic", topic.value()),
                in("message", messages.stream().map(Seq::value).toList()));
        Map<Seq, Post> posts = new HashMap<>();
        database.ask(
                        Schema.POSTS,
                        c -> c.find(filter).sort(descending("number")).into(new ArrayList<>()))
                .forEach(document -> posts.put(new Seq(number(document, "message")), post(document)));
        return posts;
    }

    @Override
    public Optional<Post> post(RoomId room, Topic topic, long number) {
        return Optional.ofNullable(database.ask(
                        Schema.POSTS,
                        c -> c.find(eq("_id", id(room, topic, number))).first()))
                .map(MongoBridgeLedger::post);
    }

    /** What may be repeated is, where a race was lost or nobody knows what became of it. */
    private static <T> T settled(Step<T> step) {
        Attempts attempts = new Attempts();
        while (true) {
            try {
                return step.take();
            } catch (DuplicateKey e) {
                attempts.lostRace(e);
            } catch (ChatException.Unavailable e) {
                attempts.unknownOutcome(e);
            }
        }
    }

    private interface Step<T> {
        T take();
    }

    private static String id(RoomId room, Topic topic, long number) {
        return room + "-" + topic + "-" + number;
    }

    private static long number(BsonDocument document, String field) {
        return document.getInt64(field).getValue();
    }

    private static UserId user(BsonDocument document) {
        return new UserId(number(document, "_id"));
    }

    private static ForeignAccount account(BsonDocument document) {
        return new ForeignAccount(document.getString("account").getValue());
    }

    private static BridgedRoom room(BsonDocument document) {
        return new BridgedRoom(
                new RoomId(number(document, "_id")),
                new Topic(document.getString("topic").getValue()),
                number(document, "carriedIn"),
                new Rev(number(document, "carriedOut")));
    }

    private static Post post(BsonDocument document) {
        return new Post(
                new Topic(document.getString("topic").getValue()),
                number(document, "number"),
                new Seq(number(document, "message")),
                document.getString("state").getValue());
    }
}
