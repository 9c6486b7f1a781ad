package dev.parley.mongo;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.gte;
import static com.mongodb.client.model.Filters.lt;
import static com.mongodb.client.model.Sorts.ascending;
import static com.mongodb.client.model.Updates.combine;
import static com.mongodb.client.model.Updates.set;

import dev.parley.domain.node.Lease;
import dev.parley.domain.node.Leases;
import dev.parley.domain.node.NodeId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bson.BsonDocument;
import org.bson.BsonInt64;
import org.bson.BsonString;
import org.bson.conversions.Bson;

/** Keeps the leases, one document each: a change names what it expects. Safe for concurrent use. */
final class MongoLeases implements Leases {
    private final Database database;

    MongoLeases(Database database) {
        this.database = database;
    }

    @Override
    public Optional<Lease> find(String name) {
        return Optional.ofNullable(
                        database.ask(Schema.LEASES, c -> c.find(eq("_id", name)).first()))
                .map(MongoLeases::lease);
    }

    @Override
    public List<Lease> named(String prefix) {
        Bson filter = and(gte("_id", prefix), lt("_id", prefix + '\uffff'));
        return database
                .ask(
                        Schema.LEASES,
                        c -> c.find(filter)
                                .sort(ascending("_id"))
                                .limit(MAX_NAMED)
                                .into(new ArrayList<>()))
                .stream()
                .map(MongoLeases::lease)
                .toList();
    }

    @Override
    public boolean add(Lease lease) {
        BsonDocument document = new BsonDocument("_id", new BsonString(lease.name()))
                .append("holder", new BsonString(lease.holder().value()))
                .append("beat", new BsonInt64(lease.beat()));
        try {
            database.ask(Schema.LEASES, c -> c.insertOne(document));
            return true;
        } catch (DuplicateKey e) {
            return false;
        }
    }

    @Override
    public boolean replace(Lease expected, Lease next) {
        Bson update = combine(set("holder", next.holder().value()), set("beat", next.beat()));
        return database.ask(Schema.LEASES, c -> c.updateOne(just(expected), update))
                        .getMatchedCount()
                == 1;
    }

    @Override
    public boolean remove(Lease expected) {
        return database.ask(Schema.LEASES, c -> c.deleteOne(just(expected))).getDeletedCount() == 1;
    }

    private static Bson just(Lease lease) {
        return and(eq("_id", lease.name()), eq("holder", lease.holder().value()), eq("beat", lease.beat()));
    }

    private static Lease lease(BsonDocument document) {
        return new Lease(
                document.getString("_id").getValue(),
                new NodeId(document.getString("holder").getValue()),
                document.getInt64("beat").getValue());
    }
}
