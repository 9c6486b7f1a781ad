package dev.parley.mongo;

import dev.parley.domain.account.DeviceName;
import dev.parley.domain.account.Session;
import dev.parley.domain.account.SessionLedger;
import dev.parley.domain.account.TokenHash;
import dev.parley.domain.account.UserId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bson.BsonArray;
import org.bson.BsonDateTime;
import org.bson.BsonDocument;
import org.bson.BsonInt64;
import org.bson.BsonString;
import org.bson.BsonValue;

/**
 * Is the shape of a session in the database and the rule by which its tokens follow each other.
 *
 * <p>Immutable: {@link #exchanged} gives the document that is to take this one's place, if {@code version} is still the
 * same then.
 */
final class SessionDocument {
    /** Of each list the oldest beyond these are forgotten: who presents a forgotten token ends the session. */
    private static final int MAX_TOKENS = 64;

    private final BsonDocument document;

    SessionDocument(BsonDocument document) {
        this.document = document;
    }

    static SessionDocument opened(Session session, TokenHash refreshToken) {
        BsonDocument document = new BsonDocument(
                        "_id", new BsonString(session.id().value()))
                .append("version", new BsonInt64(1))
                .append("user", new BsonInt64(session.user().value()))
                .append("createdAt", date(session.createdAt()))
                .append("expiresAt", date(session.expiresAt()))
                .append("live", new BsonArray(List.of(token(refreshToken, session.createdAt()))))
                .append("used", new BsonArray())
                .append("usedAt", date(session.createdAt()));
        DeviceName device = session.device();
        if (device != null) {
            document.append("device", new BsonString(device.value()));
        }
        return new SessionDocument(document);
    }

    BsonDocument document() {
        return document;
    }

    long version() {
        return document.getInt64("version").getValue();
    }

    UserId user() {
        return new UserId(document.getInt64("user").getValue());
    }

    /** The session after the exchange; empty if the presented token ends it. */
    Optional<SessionDocument> exchanged(
            TokenHash presented, TokenHash next, Instant now, Duration grace, Instant expiresAt) {
        List<BsonValue> live = new ArrayList<>(document.getArray("live"));
        List<BsonValue> used = new ArrayList<>(document.getArray("used"));
        long earliest = now.minus(grace).toEpochMilli();
        if (live.removeIf(token -> isToken(token, presented))) {
            used.add(token(presented, now));
        } else if (used.stream().noneMatch(token -> isToken(token, presented) && at(token) >= earliest)
                || live.stream().filter(token -> at(token) >= earliest).count() >= SessionLedger.MAX_LIVE_TOKENS) {
            return Optional.empty();
        }
        live.removeIf(token -> at(token) < earliest);
        live.add(token(next, now));
        BsonDocument after = document.clone();
        after.put("version", new BsonInt64(version() + 1));
        after.put("expiresAt", date(expiresAt));
        after.put("live", newest(live));
        after.put("used", newest(used));
        after.put("usedAt", date(now));
        return Optional.of(new SessionDocument(after));
    }

    private static BsonArray newest(List<BsonValue> tokens) {
        return new BsonArray(tokens.subList(Math.max(0, tokens.size() - MAX_TOKENS), tokens.size()));
    }

    private static BsonDocument token(TokenHash hash, Instant at) {
        return new BsonDocument("hash", new BsonString(hash.value())).append("at", date(at));
    }

    private static boolean isToken(BsonValue token, TokenHash hash) {
        return token.asDocument().getString("hash").getValue().equals(hash.value());
    }

    private static long at(BsonValue token) {
        return token.asDocument().getDateTime("at").getValue();
    }

    static BsonDateTime date(Instant instant) {
        return new BsonDateTime(instant.toEpochMilli());
    }
}
