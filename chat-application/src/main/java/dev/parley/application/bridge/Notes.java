package dev.parley.application.bridge;

import dev.parley.application.realtime.Realtime;
import dev.parley.domain.account.UserId;
import dev.parley.domain.bridge.BridgeLedger;
import dev.parley.domain.bridge.ForeignAccount;
import dev.parley.domain.bridge.ForeignTopics.Note;
import dev.parley.domain.bridge.MessengerException;
import dev.parley.domain.bridge.Post;
import dev.parley.domain.message.Seq;
import dev.parley.domain.room.RoomDirectory;
import dev.parley.domain.room.RoomId;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.stream.LongStream;

/**
 * Carries over what is kept nowhere: who is writing, and how far people have read, the latest mark of each.
 *
 * <p>At most {@value #MAX_WAITING} of each wait for the room's turn, the rest is left out. What waits is guarded by the
 * lock; the rest is confined to the room's turns.
 */
final class Notes {
    /** How long somebody who writes is taken to go on. */
    private static final Duration TYPING_INTERVAL = Duration.ofSeconds(3);

    private static final int MAX_WAITING = 64;

    /** How far before a post that shows no message the message is looked for that was read. */
    private static final int LOOK_BACK = 20;

    private final RoomId room;
    private final RoomDirectory rooms;
    private final BridgeLedger ledger;
    private final Findings findings;
    private final Realtime realtime;
    private final Crew crew;
    private final boolean impersonating;
    private final LongSupplier nanoTime;

    private final Object lock = new Object();
    private final Map<UserId, Long> typists = new LinkedHashMap<>();
    private Map<UserId, Long> typing = new HashMap<>();
    private Map<UserId, Seq> read = new HashMap<>();
    private Map<ForeignAccount, Boolean> typingThere = new HashMap<>();
    private Map<ForeignAccount, Long> readThere = new HashMap<>();

    /** @param impersonating whether the bridge may speak as others: else nobody there hears of them */
    Notes(
            RoomId room,
            RoomDirectory rooms,
            BridgeLedger ledger,
            Findings findings,
            Realtime realtime,
            Crew crew,
            boolean impersonating,
            LongSupplier nanoTime) {
        this.room = room;
        this.rooms = rooms;
        this.ledger = ledger;
        this.findings = findings;
        this.realtime = realtime;
        this.crew = crew;
        this.impersonating = impersonating;
        this.nanoTime = nanoTime;
    }

    /** A user of this server is writing. Returns whether that is to be carried over: not if it was just before. */
    boolean typing(UserId user) {
        synchronized (lock) {
            long now = nanoTime.getAsLong();
            typists.values().removeIf(since -> now - since >= TYPING_INTERVAL.toNanos());
            return typists.size() < MAX_WAITING && typists.putIfAbsent(user, now) == null && put(typing, user, now);
        }
    }

    /** A user of this server has read up to there. Returns whether that is to be carried over. */
    boolean read(UserId user, Seq seq) {
        synchronized (lock) {
            return put(read, user, seq);
        }
    }

    /** Somebody there is writing. */
    boolean typingThere(ForeignAccount account) {
        synchronized (lock) {
            return put(typingThere, account, true);
        }
    }

    /** Somebody there has read up to this post. */
    boolean readThere(ForeignAccount account, long number) {
        synchronized (lock) {
            return put(readThere, account, number);
        }
    }

    private static <K, V> boolean put(Map<K, V> waiting, K key, V value) {
        if (waiting.size() >= MAX_WAITING && !waiting.containsKey(key)) {
            return false;
        }
        waiting.put(key, value);
        return true;
    }

    /** Carries all over that waits. */
    void carry(Attachment at) throws MessengerException {
        Map<UserId, Long> writers;
        Map<UserId, Seq> readers;
        Map<ForeignAccount, Boolean> writersThere;
        Map<ForeignAccount, Long> readersThere;
        synchronized (lock) {
            writers = typing;
            readers = read;
            writersThere = typingThere;
            readersThere = readThere;
            if (writers.isEmpty() && readers.isEmpty() && writersThere.isEmpty() && readersThere.isEmpty()) {
                return;
            }
            typing = new HashMap<>();
            read = new HashMap<>();
            typingThere = new HashMap<>();
            readThere = new HashMap<>();
        }
        if (impersonating) {
            writers.values().removeIf(since -> nanoTime.getAsLong() - since >= TYPING_INTERVAL.toNanos());
            carryOut(writers.keySet(), readers, at);
        }
        crew.admit(writersThere.keySet(), at).values().forEach(user -> realtime.typingElsewhere(room, user));
        crew.admit(readersThere.keySet(), at)
                .forEach((account, user) -> carryIn(user, readersThere.getOrDefault(account, 0L), at));
    }

    private void carryOut(Set<UserId> writers, Map<UserId, Seq> readers, Attachment at) {
        if (!writers.isEmpty()) {
            ledger.accountsOf(writers)
                    .values()
                    .forEach(account -> at.topics().note(at.topic(), account, new Note.Typing()));
        }
        if (!readers.isEmpty()) {
            Map<UserId, ForeignAccount> accounts = ledger.accountsOf(readers.keySet());
            Map<Seq, List<Post>> posts = findings.postsOf(
                    at.topic(), readers.values().stream().distinct().toList());
            accounts.forEach((user, account) -> {
                List<Post> shown = posts.get(readers.get(user));
                if (shown != null) {
                    at.topics()
                            .note(
                                    at.topic(),
                                    account,
                                    new Note.Read(shown.get(0).number()));
                }
            });
        }
    }

    private void carryIn(UserId user, long number, Attachment at) {
        List<Long> numbers = LongStream.rangeClosed(Math.max(1, number - LOOK_BACK), number)
                .boxed()
                .toList();
        Optional<Seq> seq = findings.posts(at.topic(), numbers).values().stream()
                .map(Post::message)
                .max(Seq::compareTo);
        if (seq.isPresent()) {
            realtime.readElsewhere(room, user, rooms.advanceReadMark(room, user, seq.get()));
        }
    }
}
