package dev.parley.mongo;

import dev.parley.domain.message.Draft;
import dev.parley.domain.message.MessageLog.Appended;
import dev.parley.domain.room.RoomId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bson.BsonDocument;

/**
 * Is what one append knows of its drafts: which are settled, by whom, and which are still to be written.
 *
 * <p>Confined to the call. A draft is settled when the document with its key is known.
 */
final class Batch {
    private final RoomId room;
    private final List<Draft> drafts;
    /** The first draft of each key that has no document yet, in order. */
    private final Map<String, Draft> open = new LinkedHashMap<>();
    /** The document of each settled key. */
    private final Map<String, BsonDocument> settled = new HashMap<>();
    /** The settled keys that this call has written. */
    private final Set<String> own = new HashSet<>();
    /** The ids under which a draft went out without an answer: if it is found there, it is this call's. */
    private final Map<String, Set<String>> unanswered = new HashMap<>();
    /** Whether the log was found closed: then nothing counts but what this call has written before. */
    private boolean closed;

    Batch(RoomId room, List<Draft> drafts) {
        this.room = room;
        this.drafts = List.copyOf(drafts);
        this.drafts.forEach(draft -> open.putIfAbsent(draft.key().value(), draft));
    }

    boolean isSettled() {
        return closed || open.isEmpty();
    }

    Set<String> openKeys() {
        return Set.copyOf(open.keySet());
    }

    /** The open drafts as documents, numbered from behind the tail. */
    List<BsonDocument> numbered(Tail tail) {
        List<BsonDocument> documents = new ArrayList<>(open.size());
        Tail end = tail;
        for (Draft draft : open.values()) {
            end = end.withMessage(draft.sentAt().toEpochMilli());
            documents.add(MessageDocument.of(room, draft, end));
        }
        return documents;
    }

    /** These are durable because this call wrote them. */
    void written(List<BsonDocument> documents) {
        for (BsonDocument document : documents) {
            own.add(MessageDocument.key(document));
            settle(document);
        }
    }

    /** These went out, and nobody knows whether they arrived. */
    void unanswered(List<BsonDocument> documents) {
        for (BsonDocument document : documents) {
            unanswered
                    .computeIfAbsent(MessageDocument.key(document), key -> new HashSet<>())
                    .add(id(document));
        }
    }

    /** The log takes nothing more. */
    void close() {
        closed = true;
    }

    /** These are in the log. */
    void found(List<BsonDocument> documents) {
        closed |= documents.stream().anyMatch(MessageDocument::isEnd);
        for (BsonDocument document : documents) {
            if (!MessageDocument.isMessage(document)) {
                continue;
            }
            String key = MessageDocument.key(document);
            if (unanswered.getOrDefault(key, Set.of()).contains(id(document))) {
                own.add(key);
            }
            settle(document);
        }
    }

    private void settle(BsonDocument document) {
        String key = MessageDocument.key(document);
        open.remove(key);
        settled.put(key, document);
    }

    List<Appended> results() {
        Set<String> answered = new HashSet<>();
        List<Appended> results = new ArrayList<>(drafts.size());
        for (Draft draft : drafts) {
            results.add(result(draft, answered.add(draft.key().value())));
        }
        return List.copyOf(results);
    }

    private Appended result(Draft draft, boolean first) {
        String key = draft.key().value();
        if (closed && !own.contains(key)) {
            return new Appended.Closed();
        }
        BsonDocument document = settled.get(key);
        if (document == null) {
            throw new IllegalStateException("not settled");
        }
        if (!MessageDocument.fingerprint(document).equals(draft.fingerprint())) {
            return new Appended.KeyReused();
        }
        return first && own.contains(key)
                ? new Appended.Added(MessageDocument.message(document))
                : new Appended.Repeated(MessageDocument.message(document));
    }

    private static String id(BsonDocument document) {
        return document.getString("_id").getValue();
    }
}
