package dev.parley.domain.bridge;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * The topics of the other messenger.
 *
 * <p>Methods that return a value block, for ten seconds at most for each of up to four questions; the others return at once. Safe for concurrent use.
 */
public interface ForeignTopics {
    /** The most posts in one page. */
    int PAGE = 100;

    /** Makes a planned topic, unless that was done before. Returns its name. */
    Topic make(Topic planned, TopicPlan plan) throws MessengerException;

    /** The topic of these two accounts, which comes into being when it is attached to; empty if they can have none. */
    Optional<Topic> between(ForeignAccount one, ForeignAccount other);

    /** With whom the account talks, and where each talk ends. Fails with {@code MISSING} if there is no such account. */
    Map<ForeignAccount, TopicEnd> talks(ForeignAccount account) throws MessengerException;

    /** The topic of the same two that comes after this one, which is gone. */
    Topic next(Topic gone);

    /** Gives the topic, which the session is attached to, this title, if it has another one. */
    void rename(Topic topic, TopicPlan plan) throws MessengerException;

    /** Deletes the topic with all that stands in it. Fails with {@code MISSING} if there is no such topic. */
    void delete(Topic topic) throws MessengerException;

    /** The topics of the bridge's account, as far as it is told, and where each ends. */
    Map<Topic, TopicEnd> all() throws MessengerException;

    /** Begins to hear of the topic, if that was not done yet. Fails with {@code MISSING} if there is no such topic. */
    void attach(Topic topic) throws MessengerException;

    /** Hears no more of the topic; only that it {@linkplain Messenger.Listener#moved moves}. */
    void detach(Topic topic) throws MessengerException;

    /** Where the topic, which the session is attached to, ends. */
    TopicEnd end(Topic topic) throws MessengerException;

    /** What stands from this number on in the next {@value #PAGE} places, by number. Places may be empty for ever. */
    List<ForeignPost> posts(Topic topic, long from) throws MessengerException;

    /** What was taken back after the retraction with this number. */
    Retractions retractions(Topic topic, long after) throws MessengerException;

    /**
     * Publishes in the name of the account. What one thread publishes stands in that order, if all of it is taken.
     *
     * @return the post's number when it is durable there; or fails with a {@link MessengerException}
     */
    CompletableFuture<Long> publish(Topic topic, ForeignAccount author, Publication publication);

    /** Takes a post back, for everybody; if it is there at all, and not too old for that. */
    CompletableFuture<Void> retract(Topic topic, long number);

    /** Shows that the account is writing, or that it has read up to this post; or does not. */
    void note(Topic topic, ForeignAccount account, Note note);

    /** What is kept nowhere. */
    sealed interface Note {
        record Typing() implements Note {}

        record Read(long number) implements Note {}
    }
}
