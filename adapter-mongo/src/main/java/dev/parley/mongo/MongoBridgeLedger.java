package dev.parley.mongo;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.gt;
import static com.mongodb.client.model.Filters.in;
import static com.mongodb.client.model.Filters.or;
import static com.mongodb.client.model.Projections.include;
import static com.mongodb.client.model.Sorts.ascending;
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
import dev.parley.domain.bridge.TopicEnd;
import dev.parley.domain.message.Head;
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
import org.bson.BsonInt64;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;

/**
 * Keeps what the bridge knows: a document for each linked user (by the account's unique index), bridged room
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
    public List<Link> links(long after, int limit) {
        return database
                .ask(
                        Schema.FOREIGN_ACCOUNTS,
                        c -> c.find(gt("_id", after))
                                .sort(ascending("_id"))
                                .limit(limit)
                                .batchSize(limit)
                                .into(new ArrayList<>()))
                .stream()
                .map(document -> new Link(user(document), account(document)))
                .toList();
    }

    @Override
    public boolean link(UserId user, @Nullable ForeignAccount before, ForeignAccount account) {
        return settled(() -> {
            List<BsonDocument> concerned = linked(or(eq("_id", user.value()), eq("account", account.value())));
            ForeignAccount known = concerned.stream()
                    .filter(document -> user(document).equals(user))
                    .map(MongoBridgeLedger::account)
                    .findFirst()
                    .orElse(null);
            if (account.equals(known)
                    || concerned.stream().anyMatch(document -> account(document).equals(account))) {
                return account.equals(known);
            }
            if (known == null) {
                BsonDocument link = new BsonDocument("_id", new BsonInt64(user.value()))
                        .append("account", new BsonString(account.value()));
                database.ask(Schema.FOREIGN_ACCOUNTS, c -> c.insertOne(link));
                return true;
            }
            if (!known.equals(before)) {
                return false;
            }
            Bson still = and(eq("_id", user.value()), eq("account", known.value()));
            return database.ask(Schema.FOREIGN_ACCOUNTS, c -> c.updateOne(still, set("account", account.value())))
                            .getMatchedCount()
                    > 0;
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
    public List<BridgedRoom> after(long room, int limit) {
        return database
                .ask(
                        Schema.BRIDGED_ROOMS,
                        c -> c.find(gt("_id", room))
                                .sort(ascending("_id"))
                                .limit(limit)
                                .batchSize(limit)
                                .into(new ArrayList<>()))
                .stream()
                .map(MongoBridgeLedger::room)
                .toList();
    }

    @Override
    public Map<Topic, BridgedRoom> roomsOf(Collection<Topic> topics) {
        Map<Topic, BridgedRoom> rooms = new HashMap<>();
        if (!topics.isEmpty()) {
            Bson named = in("topic", topics.stream().map(Topic::value).toList());
            database.ask(Schema.BRIDGED_ROOMS, c -> c.find(named).into(new ArrayList<>()))
                    .forEach(document -> rooms.put(room(document).topic(), room(document)));
        }
        return rooms;
    }

    @Override
    public boolean forget(RoomId room, Topic topic) {
        Bson posts = and(eq("room", room.value()), eq("topic", topic.value()));
        List<BsonValue> some = database
                .ask(
                        Schema.POSTS,
                        c -> c.find(posts)
                                .projection(include("_id"))
                                .limit(MAX_QUERY)
                                .batchSize(MAX_QUERY)
                                .into(new ArrayList<>()))
                .stream()
                .map(document -> document.get("_id"))
                .toList();
        if (!some.isEmpty()) {
            settled(() -> database.ask(Schema.POSTS, c -> c.deleteMany(in("_id", some))));
        }
        if (some.size() == MAX_QUERY) {
            return false;
        }
        settled(() -> database.ask(Schema.TOPIC_ROLL, c -> c.deleteMany(MongoTopicRoll.of(room, topic))));
        Bson just = and(eq("_id", room.value()), eq("topic", topic.value()));
        settled(() -> database.ask(Schema.BRIDGED_ROOMS, c -> c.deleteOne(just)));
        return true;
    }

    @Override
    public BridgedRoom open(RoomId room, @Nullable Topic before, Topic topic) {
        return settled(() -> {
            Optional<BridgedRoom> known = find(room);
            if (known.isEmpty()) {
                Bson first = combine(
                        setOnInsert("topic", topic.value()),
                        setOnInsert("postsIn", 0L),
                        setOnInsert("retractionsIn", 0L),
                        setOnInsert("seqOut", 0L),
                        setOnInsert("revOut", 0L));
                database.ask(Schema.BRIDGED_ROOMS, c -> c.updateOne(eq("_id", room.value()), first, UPSERT));
            } else if (before != null && known.get().topic().equals(before)) {
                Bson still = and(eq("_id", room.value()), eq("topic", before.value()));
                Bson anew = combine(
                        set("topic", topic.value()),
                        set("postsIn", 0L),
                        set("retractionsIn", 0L),
                        set("seqOut", 0L),
                        set("revOut", 0L));
                database.ask(Schema.BRIDGED_ROOMS, c -> c.updateOne(still, anew));
            }
            return find(room).orElseThrow();
        });
    }

    @Override
    public void record(BridgedRoom marks, List<Post> posts) {
        RoomId room = marks.room();
        if (!posts.isEmpty()) {
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
        Bson just = and(eq("_id", room.value()), eq("topic", marks.topic().value()));
        Bson forward = combine(
                max("postsIn", marks.carriedIn().posts()),
                max("retractionsIn", marks.carriedIn().retractions()),
                max("seqOut", marks.carriedOut().lastSeq().value()),
                max("revOut", marks.carriedOut().lastRev().value()));
        settled(() -> database.ask(Schema.BRIDGED_ROOMS, c -> c.updateOne(just, forward)));
    }

    @Override
    public Map<Seq, List<Post>> postsOf(RoomId room, Topic topic, Collection<Seq> messages) {
        Bson filter = and(
                eq("room", room.value()),
                eq("topic", topic.value()),
                in("message", messages.stream().map(Seq::value).toList()));
        Map<Seq, List<Post>> posts = new HashMap<>();
        database.ask(Schema.POSTS, c -> c.find(filter).sort(ascending("number")).into(new ArrayList<>()))
                .forEach(document -> posts.computeIfAbsent(
                                new Seq(number(document, "message")), seq -> new ArrayList<>())
                        .add(post(document)));
        return posts;
    }

    @Override
    public Map<Long, Post> posts(RoomId room, Topic topic, Collection<Long> numbers) {
        Bson filter = in(
                "_id", numbers.stream().map(number -> id(room, topic, number)).toList());
        Map<Long, Post> posts = new HashMap<>();
        database.ask(Schema.POSTS, c -> c.find(filter).into(new ArrayList<>()))
                .forEach(document -> posts.put(number(document, "number"), post(document)));
        return posts;
    }

    /** What may be repeated is, where a race was lost or nobody knows what became of it. */
    static <T> T settled(Step<T> step) {
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

    interface Step<T> {
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
                new TopicEnd(number(document, "postsIn"), number(document, "retractionsIn")),
                new Head(new Seq(number(document, "seqOut")), new Rev(number(document, "revOut"))));
    }

    private static Post post(BsonDocument document) {
        return new Post(
                new Topic(document.getString("topic").getValue()),
                number(document, "number"),
                new Seq(number(document, "message")),
                document.getString("state").getValue());
    }
}
