package dev.parley.mongo;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.gt;
import static com.mongodb.client.model.Filters.in;
import static com.mongodb.client.model.Sorts.ascending;
import static com.mongodb.client.model.Updates.combine;
import static com.mongodb.client.model.Updates.set;

import com.mongodb.client.model.UpdateOneModel;
import com.mongodb.client.model.UpdateOptions;
import dev.parley.domain.bridge.ForeignAccount;
import dev.parley.domain.bridge.Topic;
import dev.parley.domain.bridge.TopicRoll;
import dev.parley.domain.room.RoomId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.bson.BsonDocument;
import org.bson.conversions.Bson;

/** This class keeps who is on both sides: a document for each account in a topic. Each step may be repeated. */
final class MongoTopicRoll implements TopicRoll {
    private static final UpdateOptions UPSERT = new UpdateOptions().upsert(true);

    private final Database database;

    MongoTopicRoll(Database database) {
        this.database = database;
    }

    @Override
    public Set<ForeignAccount> among(RoomId room, Topic topic, Collection<ForeignAccount> accounts) {
        Set<ForeignAccount> found = new HashSet<>();
        database.ask(
                        Schema.TOPIC_ROLL,
                        c -> c.find(in("_id", ids(room, topic, accounts))).into(new ArrayList<>()))
                .forEach(document -> found.add(account(document)));
        return found;
    }

    @Override
    public List<ForeignAccount> after(RoomId room, Topic topic, String last, int limit) {
        Bson next = and(of(room, topic), gt("account", last));
        return database
                .ask(
                        Schema.TOPIC_ROLL,
                        c -> c.find(next)
                                .sort(ascending("account"))
                                .limit(limit)
                                .batchSize(limit)
                                .into(new ArrayList<>()))
                .stream()
                .map(MongoTopicRoll::account)
                .toList();
    }

    @Override
    public void enter(RoomId room, Topic topic, Collection<ForeignAccount> accounts) {
        if (accounts.isEmpty()) {
            return;
        }
        List<UpdateOneModel<BsonDocument>> entries = accounts.stream()
                .map(account -> new UpdateOneModel<BsonDocument>(
                        eq("_id", id(room, topic, account)),
                        combine(
                                set("room", room.value()),
                                set("topic", topic.value()),
                                set("account", account.value())),
                        UPSERT))
                .toList();
        MongoBridgeLedger.settled(() -> database.ask(Schema.TOPIC_ROLL, c -> c.bulkWrite(entries)));
    }

    @Override
    public void strike(RoomId room, Topic topic, Collection<ForeignAccount> accounts) {
        if (!accounts.isEmpty()) {
            Bson these = in("_id", ids(room, topic, accounts));
            MongoBridgeLedger.settled(() -> database.ask(Schema.TOPIC_ROLL, c -> c.deleteMany(these)));
        }
    }

    /** All of a topic. */
    static Bson of(RoomId room, Topic topic) {
        return and(eq("room", room.value()), eq("topic", topic.value()));
    }

    private static List<String> ids(RoomId room, Topic topic, Collection<ForeignAccount> accounts) {
        return accounts.stream().map(account -> id(room, topic, account)).toList();
    }

    private static String id(RoomId room, Topic topic, ForeignAccount account) {
        return room + "-" + topic + "-" + account;
    }

    private static ForeignAccount account(BsonDocument document) {
        return new ForeignAccount(document.getString("account").getValue());
    }
}
