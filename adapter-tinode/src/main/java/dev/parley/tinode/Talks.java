package dev.parley.tinode;

import dev.parley.domain.bridge.MessengerException;
import dev.parley.domain.bridge.MessengerException.Remedy;
import dev.parley.domain.bridge.Topic;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Where the talks of two are heard. Root is in none of them: a session is attached as one of the two, and then calls the talk
 * by the name of the other.
 *
 * <p>What comes says that name alone, so on one session each name may be used once. A talk is attached where the name of
 * either is free; if it is nowhere, on one more session, as {@link #opener} opens it. They end with the main one. Guarded
 * by its lock, under which nobody is asked.
 */
final class Talks {
    private final Opener opener;
    private final ReentrantLock opening = new ReentrantLock();
    private final Map<Topic, Place> places = new HashMap<>();
    private final List<Session> sessions = new ArrayList<>();
    /** Is in no talk, but looks who has some. */
    private @Nullable Session scout;

    private boolean closed;

    /** Opens one more session of the same account. Blocks. */
    interface Opener {
        Session open() throws MessengerException;
    }

    /**
     * How a topic is spoken of.
     *
     * @param name as the session calls it
     * @param as whom the session is attached as; null for itself
     */
    record Place(Session session, String name, @Nullable String as) {}

    /** @param main the first session */
    Talks(Session main, Opener opener) {
        this.opener = opener;
        sessions.add(main);
    }

    /** How the talk is spoken of. Fails if it is not attached. */
    synchronized Place demand(Topic talk) throws MessengerException {
        Place place = places.get(talk);
        if (place == null) {
            throw new MessengerException(Remedy.ATTACH, "the talk is not attached");
        }
        return place;
    }

    /** The talk that the session calls so, if it is attached to it. */
    synchronized Optional<Topic> called(Session session, String name) {
        return places.entrySet().stream()
                .filter(each -> each.getValue().session == session
                        && each.getValue().name.equals(name))
                .map(Map.Entry::getKey)
                .findFirst();
    }

    /** Gives the talk a place, if it has none. */
    Place reserve(Topic talk) throws MessengerException {
        return reserve(talk, List.of(Talk.of(talk).second(), Talk.of(talk).first()));
    }

    /** Gives the talk, which has none, a place as the other of the two than this one. */
    Place reserveAnother(Topic talk, Place place) throws MessengerException {
        return reserve(talk, List.of(Talk.of(talk).otherThan(place.name)));
    }

    /** @param names by which of them it may be called */
    private Place reserve(Topic talk, List<String> names) throws MessengerException {
        Place place = find(talk, names);
        if (place != null) {
            return place;
        }
        opening.lock(); // One more is enough for many that wait for it.
        try {
            place = find(talk, names);
            if (place == null) {
                Session more = opener.open();
                if (!add(more)) {
                    more.close();
                    throw new MessengerException(Remedy.AGAIN, "the session has ended");
                }
                place = find(talk, names);
            }
        } finally {
            opening.unlock();
        }
        if (place == null) {
            throw new MessengerException(Remedy.AGAIN, "no place for the talk");
        }
        return place;
    }

    private synchronized @Nullable Place find(Topic topic, List<String> names) {
        Place known = places.get(topic);
        if (known != null) {
            return known;
        }
        Talk talk = Talk.of(topic);
        for (Session session : sessions) {
            for (String name : names) {
                if (called(session, name).isEmpty()) {
                    Place place = new Place(session, name, talk.otherThan(name));
                    places.put(topic, place);
                    return place;
                }
            }
        }
        return null;
    }

    /** One that is attached to nothing, and asks in the names of many what they have; opened when it is first needed. */
    Session scout() throws MessengerException {
        opening.lock();
        try {
            Session known = knownScout();
            if (known != null) {
                return known;
            }
            Session fresh = opener.open();
            if (!take(fresh)) {
                fresh.close();
                throw new MessengerException(Remedy.AGAIN, "the session has ended");
            }
            return fresh;
        } finally {
            opening.unlock();
        }
    }

    private synchronized @Nullable Session knownScout() {
        return scout;
    }

    private synchronized boolean take(Session session) {
        if (!closed) {
            scout = session;
        }
        return !closed;
    }

    private synchronized boolean add(Session session) {
        return !closed && sessions.add(session);
    }

    /** The talk needs its place no more. */
    synchronized void release(Topic talk) {
        places.remove(talk);
    }

    /** The session has ended. Returns whether anything was attached there, and is not any more. */
    synchronized boolean lost(Session session) {
        scout = scout == session ? null : scout;
        sessions.remove(session);
        return places.values().removeIf(place -> place.session == session);
    }

    /** Closes all but the main session. */
    void close() {
        List<Session> sides;
        synchronized (this) {
            closed = true;
            sides = new ArrayList<>(sessions.subList(1, sessions.size()));
            if (scout != null) {
                sides.add(scout);
            }
            places.clear();
        }
        sides.forEach(Session::close);
    }
}
