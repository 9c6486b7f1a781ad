package dev.parley.application.bridge;

import dev.parley.domain.bridge.MessengerException;
import dev.parley.domain.bridge.MessengerException.Remedy;
import dev.parley.domain.bridge.Post;
import dev.parley.domain.message.Message;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is on its way into a topic and not answered yet: so many at once, in their order. Confined to the room's turn.
 *
 * <p>After the first that was not taken nothing more is sent; those that were on their way are waited for, for they may
 * have been taken.
 */
final class Flight {
    private static final Logger LOG = LoggerFactory.getLogger(Flight.class);

    /** Longer than the messenger itself waits for an answer. */
    private static final int PATIENCE_SECONDS = 15;

    private final int most;
    private final Voices voices;
    private final ArrayDeque<Sent> aloft = new ArrayDeque<>();
    private final List<Post> landed = new ArrayList<>();

    /** @param publication or else a retraction */
    private record Sent(Message message, CompletableFuture<List<Post>> posts, boolean publication) {}

    /** @param most how many may be on their way at once, 1 or more */
    Flight(int most, Voices voices) {
        this.most = most;
        this.voices = voices;
    }

    /** Waits until there is place for one more. */
    void makeRoom() throws MessengerException {
        while (aloft.size() >= most) {
            landed(aloft.remove());
        }
    }

    /** @param posts what will be known of the message when it is taken */
    void add(Message message, CompletableFuture<List<Post>> posts) {
        aloft.add(new Sent(message, posts, true));
    }

    /** A post of the message is taken back; if it may be. */
    void addRetraction(Message message, CompletableFuture<List<Post>> posts) {
        aloft.add(new Sent(message, posts, false));
    }

    /** Waits for all that is on its way. */
    void land() throws MessengerException {
        while (!aloft.isEmpty()) {
            landed(aloft.remove());
        }
    }

    /** What is known of those that were taken. */
    List<Post> landed() {
        return landed;
    }

    /** Waits for all that is on its way. Returns whether it is known of all of it whether it was taken. */
    boolean landAnyway() {
        boolean known = true;
        while (!aloft.isEmpty()) {
            Sent sent = aloft.remove();
            try {
                landed.addAll(await(sent.posts));
            } catch (MessengerException e) {
                LOG.debug("Message {} was not taken either: {}", sent.message.seq(), e.getMessage());
                known &= e.remedy() != Remedy.LOOK;
            }
        }
        return known;
    }

    private void landed(Sent sent) throws MessengerException {
        try {
            landed.addAll(await(sent.posts));
            if (sent.publication) {
                voices.taken(sent.message.author());
            }
        } catch (MessengerException e) {
            if (!isToBeRepeated(sent, e)) {
                return;
            }
            throw e;
        }
    }

    private boolean isToBeRepeated(Sent sent, MessengerException e) {
        if (e.remedy() == Remedy.JOIN && sent.publication) {
            boolean again = voices.refused(sent.message.author(), e);
            if (!again) { // Where only two speak, that is the will of the other one.
                LOG.debug("Message {} is not for the other one: {}", sent.message.seq(), e.getMessage());
            }
            return again;
        }
        if (e.remedy() == Remedy.NEVER || e.remedy() == Remedy.JOIN) {
            LOG.warn(
                    "Message {} of room {} is not carried over as it is now: {}",
                    sent.message.seq(),
                    sent.message.room(),
                    e.getMessage());
            return false;
        }
        return true;
    }

    static <T> T await(CompletableFuture<T> future) throws MessengerException {
        try {
            return future.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof MessengerException failure) {
                throw failure;
            }
            throw new IllegalStateException("a publication failed", e.getCause());
        } catch (TimeoutException e) {
            throw new MessengerException(Remedy.LOOK, "no answer");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new MessengerException(Remedy.LOOK, "the server is going down");
        }
    }
}
