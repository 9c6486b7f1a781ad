package dev.parley.application.realtime;

import dev.parley.application.profile.AuthoredMessage;
import dev.parley.application.profile.Profiles;
import dev.parley.domain.message.Message;
import dev.parley.domain.message.MessageLog;
import dev.parley.domain.message.Seq;
import java.util.Collection;
import java.util.List;
import java.util.TreeMap;

/**
 * Tells the new messages of a room to those of its listeners that are told of nothing else: each once, in the order of
 * seqs, without a hole; and of those that it told lately, that they have been translated, once for what they say.
 *
 * <p>The changes come by rev. A message that was written and changed before they could be read stands among them behind
 * later messages; then the log is read by seq. Confined to the feed's mailbox.
 */
final class Novelties {
    private static final int PAGE = 200;

    private final RoomFeed feed;
    private final MessageLog log;
    private final Profiles profiles;
    private final LatelyTold lately;

    private int listeners;
    /** How many of them are told of translations. */
    private int readers;
    /** Up to there all listeners have been told; some, perhaps, of more. */
    private long told = Long.MAX_VALUE;

    Novelties(RoomFeed feed, MessageLog log, Profiles profiles, LatelyTold lately) {
        this.feed = feed;
        this.log = log;
        this.profiles = profiles;
        this.lately = lately;
    }

    void added(Subscription subscription) {
        if (subscription.isForNewAlone()) {
            listeners++;
        }
        if (subscription.isForTranslations()) {
            readers++;
        }
    }

    void removed(Subscription subscription) {
        if (subscription.isForTranslations()) {
            readers--;
        }
        if (subscription.isForNewAlone() && --listeners == 0) {
            told = Long.MAX_VALUE;
        }
    }

    /** It hears from now on what is told here, and has been told otherwise of what was before. */
    void live(Subscription subscription) {
        if (subscription.isForNewAlone()) {
            told = Math.min(told, subscription.told);
        }
    }

    /**
     * Tells what is new among the next changes, and what has been translated. It may be called again with the same if the log cannot be read.
     *
     * @throws dev.parley.domain.ChatException.Unavailable if it cannot
     */
    void tell(List<AuthoredMessage> changes, List<Subscription> subscriptions) {
        if (listeners > 0) {
            tellNew(changes, subscriptions);
        }
        if (readers > 0) {
            changes.forEach(change -> tellTranslated(change, subscriptions));
        }
    }

    private void tellNew(List<AuthoredMessage> changes, List<Subscription> subscriptions) {
        TreeMap<Long, AuthoredMessage> fresh = new TreeMap<>();
        for (AuthoredMessage change : changes) {
            long seq = change.message().seq().value();
            if (seq > told) {
                fresh.put(seq, change);
            }
        }
        if (fresh.isEmpty()) {
            return;
        }
        long last = fresh.lastKey();
        if (last - told == fresh.size()) {
            tellAll(fresh.values(), subscriptions);
            told = last;
        } else {
            readUpTo(last, subscriptions);
        }
    }

    private void tellTranslated(AuthoredMessage change, List<Subscription> subscriptions) {
        if (change.message().translations().isEmpty() || !lately.isMore(change.message())) {
            return;
        }
        long seq = change.message().seq().value();
        EncodedEvent event = new EncodedEvent(feed.translated(change));
        for (int i = 0; i < subscriptions.size(); i++) {
            if (subscriptions.get(i).wantsTranslated(seq)) {
                feed.tell(subscriptions.get(i), event);
            }
        }
    }

    private void readUpTo(long last, List<Subscription> subscriptions) {
        while (told < last) {
            List<Message> page = log.after(feed.room(), new Seq(told), PAGE);
            tellAll(profiles.attributed(page), subscriptions);
            told = page.isEmpty() ? last : page.get(page.size() - 1).seq().value();
        }
    }

    private void tellAll(Collection<AuthoredMessage> messages, List<Subscription> subscriptions) {
        for (AuthoredMessage message : messages) {
            long seq = message.message().seq().value();
            if (readers > 0) {
                lately.told(message.message());
            }
            EncodedEvent event = new EncodedEvent(feed.changed(message));
            for (int i = 0; i < subscriptions.size(); i++) {
                Subscription subscription = subscriptions.get(i);
                if (subscription.wantsNew(seq)) {
                    subscription.told = seq;
                    feed.tell(subscription, event);
                }
            }
        }
    }
}
