package dev.parley.mongo;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.gt;
import static com.mongodb.client.model.Filters.in;
import static com.mongodb.client.model.Filters.lte;

import com.mongodb.client.model.Projections;
import dev.parley.domain.account.Session;
import dev.parley.domain.account.SessionId;
import dev.parley.domain.account.SessionLedger;
import dev.parley.domain.account.TokenHash;
import dev.parley.domain.account.UserId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.bson.BsonDateTime;
import org.bson.BsonDocument;
import org.bson.BsonInt64;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.bson.conversions.Bson;

/**
 * Keeps sessions and tickets, one document each. Safe for concurrent use.
 *
 * <p>An exchange reads the session, decides, and replaces it only if its version is still the same: a decision counts
 * only for the state that it was made on. No write is repeated after an unknown outcome: the caller has the grace.
 */
final class MongoSessionLedger implements SessionLedger {
    /** Also a copy: a wire server in memory may hand out the list that it goes on to change. */
    private static final Bson ALL_FIELDS = Projections.exclude("none");

    private final Database database;

    MongoSessionLedger(Database database) {
        this.database = database;
    }

    @Override
    public void open(Session session, TokenHash refreshToken) {
        BsonDocument document = SessionDocument.opened(session, refreshToken).document();
        try {
            database.ask(Schema.SESSIONS, c -> c.insertOne(document));
        } catch (DuplicateKey e) {
            throw new IllegalStateException("the session is not new", e);
        }
    }

    @Override
    public Exchange exchange(
            SessionId session, TokenHash presented, TokenHash next, Instant now, Duration grace, Instant expiresAt) {
        Attempts attempts = new Attempts();
        while (true) {
            BsonDocument found = database.ask(
                    Schema.SESSIONS,
                    c -> c.find(open(session, now)).projection(ALL_FIELDS).first());
            if (found == null) {
                return new Exchange.NoSession();
            }
            SessionDocument before = new SessionDocument(found);
            Optional<SessionDocument> after = before.exchanged(presented, next, now, grace, expiresAt);
            if (after.isPresent() ? replaced(before, after.get()) : deleted(before)) {
                return after.isPresent() ? new Exchange.Exchanged(before.user()) : new Exchange.Reused();
            }
            attempts.lostRace(new IllegalStateException("the session has changed meanwhile"));
        }
    }

    private boolean replaced(SessionDocument before, SessionDocument after) {
        return database.ask(Schema.SESSIONS, c -> c.replaceOne(unchanged(before), after.document()))
                        .getMatchedCount()
                == 1;
    }

    private boolean deleted(SessionDocument before) {
        return database.ask(Schema.SESSIONS, c -> c.deleteOne(unchanged(before)))
                        .getDeletedCount()
                == 1;
    }

    private static Bson unchanged(SessionDocument session) {
        return and(eq("_id", session.document().get("_id")), eq("version", session.version()));
    }

    private static Bson open(SessionId session, Instant now) {
        return and(eq("_id", session.value()), gt("expiresAt", SessionDocument.date(now)));
    }

    @Override
    public boolean revoke(SessionId session) {
        return database.ask(Schema.SESSIONS, c -> c.deleteOne(eq("_id", session.value())))
                        .getDeletedCount()
                == 1;
    }

    @Override
    public Set<SessionId> stillOpen(Collection<SessionId> sessions, Instant now) {
        if (sessions.isEmpty()) {
            return Set.of();
        }
        List<String> ids = sessions.stream().map(SessionId::value).distinct().toList();
        Set<SessionId> open = new HashSet<>();
        for (BsonDocument found : database.ask(
                Schema.SESSIONS,
                c -> c.find(and(in("_id", ids), gt("expiresAt", SessionDocument.date(now))))
                        .projection(Projections.include("_id"))
                        .batchSize(ids.size())
                        .into(new ArrayList<>()))) {
            open.add(new SessionId(found.getString("_id").getValue()));
        }
        return Set.copyOf(open);
    }

    @Override
    public void issueTicket(TokenHash ticket, Ticket content) {
        BsonDocument document = new BsonDocument("_id", new BsonString(ticket.value()))
                .append("user", new BsonInt64(content.user().value()))
                .append("session", new BsonString(content.session().value()))
                .append("accessExpiresAt", SessionDocument.date(content.accessExpiresAt()))
                .append("expiresAt", SessionDocument.date(content.expiresAt()));
        try {
            database.ask(Schema.TICKETS, c -> c.insertOne(document));
        } catch (DuplicateKey e) {
            throw new IllegalStateException("the ticket is not new", e);
        }
    }

    @Override
    public Optional<Ticket> redeemTicket(TokenHash ticket, Instant now) {
        return Optional.ofNullable(database.ask(
                        Schema.TICKETS,
                        c -> c.findOneAndDelete(
                                and(eq("_id", ticket.value()), gt("expiresAt", SessionDocument.date(now))))))
                .map(MongoSessionLedger::ticket);
    }

    private static Ticket ticket(BsonDocument document) {
        return new Ticket(
                new UserId(document.getInt64("user").getValue()),
                new SessionId(document.getString("session").getValue()),
                instant(document.getDateTime("accessExpiresAt")),
                instant(document.getDateTime("expiresAt")));
    }

    private static Instant instant(BsonDateTime date) {
        return Instant.ofEpochMilli(date.getValue());
    }

    @Override
    public int purge(Instant now) {
        int sessions = purge(Schema.SESSIONS, now, MOST_PURGED);
        return sessions + (sessions < MOST_PURGED ? purge(Schema.TICKETS, now, MOST_PURGED - sessions) : 0);
    }

    private int purge(String collection, Instant now, int limit) {
        Bson expired = lte("expiresAt", SessionDocument.date(now));
        List<BsonValue> ids = database.ask(
                collection,
                c -> c.find(expired)
                        .projection(Projections.include("_id"))
                        .limit(limit)
                        .batchSize(limit)
                        .map(document -> document.get("_id"))
                        .into(new ArrayList<>()));
        // The condition once more: an exchange may have moved a session's end meanwhile.
        return ids.isEmpty()
                ? 0
                : (int) database.ask(collection, c -> c.deleteMany(and(in("_id", ids), expired)))
                        .getDeletedCount();
    }
}
