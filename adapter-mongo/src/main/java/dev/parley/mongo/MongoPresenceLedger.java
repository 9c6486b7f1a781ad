package dev.parley.mongo;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.gt;
import static com.mongodb.client.model.Filters.in;
import static com.mongodb.client.model.Filters.lte;
import static com.mongodb.client.model.Sorts.ascending;
import static com.mongodb.client.model.Updates.combine;
import static com.mongodb.client.model.Updates.max;
import static com.mongodb.client.model.Updates.set;
import static com.mongodb.client.model.Updates.setOnInsert;

import com.mongodb.client.model.UpdateOneModel;
import com.mongodb.client.model.UpdateOptions;
import dev.parley.domain.ChatException;
import dev.parley.domain.account.UserId;
import dev.parley.domain.node.NodeId;
import dev.parley.domain.presence.NodeMark;
import dev.parley.domain.presence.PresenceLedger;
import dev.parley.domain.presence.Sighting;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bson.BsonDocument;
import org.bson.conversions.Bson;

/** Keeps who is online, a document for each user of each node; the package explains the order. Stateless. */
final class MongoPresenceLedger implements PresenceLedger {
    private static final UpdateOptions UPSERT = new UpdateOptions().upsert(true);

    /** The name under which stands when users of nodes that are gone were last seen. */
    private static final String NOBODY = "";

    private final Database database;

    MongoPresenceLedger(Database database) {
        this.database = database;
    }

    @Override
    public boolean renew(NodeId node, Instant seenAt) {
        Bson update = combine(max("seenAt", Date.from(seenAt)), setOnInsert("number", 0L));
        Attempts attempts = new Attempts();
        while (true) {
            try {
                return database.ask(Schema.PRESENCE_NODES, c -> c.updateOne(eq("_id", node.value()), update, UPSERT))
                                .getMatchedCount()
                        == 1;
            } catch (DuplicateKey e) {
                attempts.lostRace(e);
            }
        }
    }

    @Override
    public boolean report(NodeId node, List<Sighting> sightings) {
        demandBatch(sightings.size());
        List<UpdateOneModel<BsonDocument>> updates = sightings.stream()
                .map(sighting -> update(node.value(), sighting))
                .toList();
        write(updates);
        long reached = sightings.get(sightings.size() - 1).number();
        return Attempts.settled(() -> database.ask(
                                Schema.PRESENCE_NODES,
                                c -> c.updateOne(eq("_id", node.value()), max("number", reached))))
                        .getMatchedCount()
                == 1;
    }

    /** In order. One that is refused twice is late: what stands there is newer. Once, another may have come in between. */
    private void write(List<UpdateOneModel<BsonDocument>> updates) {
        Attempts attempts = new Attempts();
        int next = 0;
        boolean refused = false;
        while (next < updates.size()) {
            List<UpdateOneModel<BsonDocument>> rest = updates.subList(next, updates.size());
            try {
                database.ask(Schema.PRESENCE, c -> c.bulkWrite(rest));
                return;
            } catch (DuplicateKey e) {
                boolean late = refused && e.written() == 0;
                next += late ? 1 : e.written();
                refused = !late;
            } catch (ChatException.Unavailable e) {
                attempts.unknownOutcome(e);
            }
        }
    }

    /** One that is late finds nothing to update, and an id that is taken. */
    private static UpdateOneModel<BsonDocument> update(String node, Sighting sighting) {
        return new UpdateOneModel<>(
                and(eq("_id", node + ":" + sighting.user()), lte("number", sighting.number())),
                combine(
                        set("node", node),
                        set("user", sighting.user().value()),
                        set("number", sighting.number()),
                        set("online", sighting.online()),
                        max("seenAt", Date.from(sighting.seenAt()))),
                UPSERT);
    }

    private static void demandBatch(int size) {
        if (size < 1 || size > MAX_BATCH) {
            throw new IllegalArgumentException("not 1 to " + MAX_BATCH + " but " + size);
        }
    }

    @Override
    public Map<NodeId, NodeMark> nodes() {
        Map<NodeId, NodeMark> nodes = new HashMap<>();
        for (BsonDocument node : database.ask(
                Schema.PRESENCE_NODES, c -> c.find().limit(MAX_BATCH).into(new ArrayList<>()))) {
            nodes.put(new NodeId(node.getString("_id").getValue()), new NodeMark(number(node), seenAt(node)));
        }
        return nodes;
    }

    @Override
    public List<Sighting> reports(NodeId node, long after, long upTo, int limit) {
        demandBatch(limit);
        Bson filter = and(eq("node", node.value()), gt("number", after), lte("number", upTo));
        return database
                .ask(
                        Schema.PRESENCE,
                        c -> c.find(filter)
                                .sort(ascending("number"))
                                .limit(limit)
                                .batchSize(limit)
                                .into(new ArrayList<>()))
                .stream()
                .map(MongoPresenceLedger::sighting)
                .toList();
    }

    /** The nodes come first: one that is swept up meanwhile leaves what is read then. */
    @Override
    public Map<UserId, Instant> lastSeen(Collection<UserId> users) {
        if (users.isEmpty()) {
            return Map.of();
        }
        Map<NodeId, NodeMark> nodes = nodes();
        List<Long> numbers = users.stream().map(UserId::value).toList();
        Map<UserId, Instant> seen = new HashMap<>();
        for (BsonDocument document :
                database.ask(Schema.PRESENCE, c -> c.find(in("user", numbers)).into(new ArrayList<>()))) {
            String node = document.getString("node").getValue();
            NodeMark mark = node.equals(NOBODY) ? null : nodes.get(new NodeId(node));
            Instant seenAt = seenAt(document, mark == null ? Instant.EPOCH : mark.seenAt());
            seen.merge(user(document), seenAt, MongoPresenceLedger::later);
        }
        return seen;
    }

    @Override
    public boolean sweep(NodeId node) {
        NodeMark mark = nodes().get(node);
        Instant lived = mark == null ? Instant.EPOCH : mark.seenAt();
        List<BsonDocument> rows = database.ask(
                Schema.PRESENCE,
                c -> c.find(eq("node", node.value()))
                        .sort(ascending("number"))
                        .limit(MAX_BATCH)
                        .batchSize(MAX_BATCH)
                        .into(new ArrayList<>()));
        if (!rows.isEmpty()) {
            List<UpdateOneModel<BsonDocument>> past = rows.stream()
                    .map(row -> past(user(row), seenAt(row, lived)))
                    .toList();
            Attempts.settled(() -> database.ask(Schema.PRESENCE, c -> c.bulkWrite(past)));
            Bson written = and(eq("node", node.value()), lte("number", number(rows.get(rows.size() - 1))));
            Attempts.settled(() -> database.ask(Schema.PRESENCE, c -> c.deleteMany(written)));
        }
        if (rows.size() == MAX_BATCH) {
            return false;
        }
        Attempts.settled(() -> database.ask(Schema.PRESENCE_NODES, c -> c.deleteOne(eq("_id", node.value()))));
        return true;
    }

    private static UpdateOneModel<BsonDocument> past(UserId user, Instant seenAt) {
        return new UpdateOneModel<>(
                eq("_id", NOBODY + ":" + user),
                combine(
                        max("seenAt", Date.from(seenAt)),
                        setOnInsert("node", NOBODY),
                        setOnInsert("user", user.value()),
                        setOnInsert("number", 0L),
                        setOnInsert("online", false)),
                UPSERT);
    }

    private static Sighting sighting(BsonDocument document) {
        return new Sighting(
                user(document), number(document), document.getBoolean("online").getValue(), seenAt(document));
    }

    /** Who is online was seen when its node lived. */
    private static Instant seenAt(BsonDocument document, Instant lived) {
        Instant seenAt = seenAt(document);
        return document.getBoolean("online").getValue() ? later(seenAt, lived) : seenAt;
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    private static UserId user(BsonDocument document) {
        return new UserId(document.getInt64("user").getValue());
    }

    private static long number(BsonDocument document) {
        return document.getInt64("number").getValue();
    }

    private static Instant seenAt(BsonDocument document) {
        return Instant.ofEpochMilli(document.getDateTime("seenAt").getValue());
    }
}
