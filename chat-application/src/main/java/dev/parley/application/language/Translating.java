package dev.parley.application.language;

import dev.parley.application.realtime.Realtime;
import dev.parley.application.schedule.FairQueue;
import dev.parley.application.schedule.FairQueue.Turn;
import dev.parley.application.schedule.Scheduling;
import dev.parley.domain.ChatException;
import dev.parley.domain.account.Language;
import dev.parley.domain.account.UserId;
import dev.parley.domain.message.Change;
import dev.parley.domain.message.Content;
import dev.parley.domain.message.Message;
import dev.parley.domain.message.MessageLog;
import dev.parley.domain.message.MessageLog.Changed;
import dev.parley.domain.message.Translations;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Translates what this node has written into the languages of its readers, afterwards: a change of the message, as any.
 *
 * <p>There is one attempt for each. The authors take {@linkplain FairQueue turns}. {@value #MAX_WAITING} messages may wait; one more,
 * and the oldest of the author who has most of them stays as it is: what was just said is what people read. Guarded by the lock
 * of the turns, under which nothing blocks. What was deleted or edited meanwhile is not given away: the log is asked right before.
 */
public final class Translating {
    static final int MAX_WAITING = 1_000;

    private static final Logger LOG = LoggerFactory.getLogger(Translating.class);
    private static final int WORKERS = 2;
    private static final Duration WARN_EVERY = Duration.ofMinutes(1);

    private final Interpreter interpreter;
    private final Languages languages;
    private final Audience audience;
    private final MessageLog log;
    private final Realtime realtime;
    private final Scheduling scheduling;
    private final FairQueue<UserId, Message> waiting = new FairQueue<>();
    private int working;
    private long dropped;
    private long warnAt;
    private boolean closed;

    /** @param scheduling whose workers do nothing but this */
    public Translating(
            Interpreter interpreter,
            Languages languages,
            Audience audience,
            MessageLog log,
            Realtime realtime,
            Scheduling scheduling) {
        this.interpreter = interpreter;
        this.languages = languages;
        this.audience = audience;
        this.log = log;
        this.realtime = realtime;
        this.scheduling = scheduling;
        this.warnAt = scheduling.nanoTime().getAsLong();
    }

    /** To be called before the realtime core is started. */
    public void start() {
        realtime.tellWritingTo(this::written);
    }

    /** Translates nothing more. */
    public void close() {
        synchronized (waiting) {
            closed = true;
            waiting.clear();
        }
    }

    private void written(Message message) {
        if (message.content().equals(Content.NONE) || !message.translations().isEmpty()) {
            return;
        }
        synchronized (waiting) {
            if (closed) {
                return;
            }
            waiting.add(message.author(), message);
            if (waiting.size() > MAX_WAITING) {
                waiting.drop();
                dropped++;
                warnOfDropped();
            }
            if (working == WORKERS) {
                return;
            }
            working++;
        }
        if (!scheduling.isTaken(scheduling.workers(), this::work)) {
            close();
        }
    }

    private void warnOfDropped() {
        long now = scheduling.nanoTime().getAsLong();
        if (now - warnAt >= 0) {
            warnAt = now + WARN_EVERY.toNanos();
            LOG.warn("The translator is slower than people write: {} messages so far were not translated", dropped);
        }
    }

    /** How many messages there was no time for. */
    long dropped() {
        synchronized (waiting) {
            return dropped;
        }
    }

    private void work() {
        while (true) {
            Turn<UserId, Message> turn;
            synchronized (waiting) {
                turn = waiting.take();
                if (turn == null) {
                    working--;
                    return;
                }
            }
            Message message = turn.what();
            try {
                translate(message);
            } catch (ChatException e) {
                LOG.debug("Message {} of room {} is not translated", message.seq(), message.room(), e);
            } catch (RuntimeException | Error e) {
                LOG.error("Message {} of room {} is not translated", message.seq(), message.room(), e);
            } finally {
                synchronized (waiting) {
                    waiting.done(turn);
                }
            }
        }
    }

    private void translate(Message message) {
        Optional<Language> from = languages.of(message);
        if (from.isEmpty()) {
            return;
        }
        Translations made = Translations.NONE;
        for (Language to : targets(message, from.get())) {
            if (!isStillSaid(message)) {
                return;
            }
            made = made.with(translated(message.content(), from.get(), to));
        }
        if (!made.isEmpty()) {
            CompletableFuture<Changed> unused =
                    realtime.change(message.room(), message.seq(), new Change.Translate(message.content(), made));
        }
    }

    /** An edit has been told by itself. */
    private boolean isStillSaid(Message message) {
        return log.find(message.room(), message.seq())
                .filter(now -> now.content().equals(message.content()))
                .isPresent();
    }

    /** Those that can be made of the ones that most read: who reads another takes no place from them. */
    private List<Language> targets(Message message, Language from) {
        return audience.languages(message.room(), message.author()).stream()
                .filter(to -> !to.equals(from) && interpreter.translates(from, to))
                .limit(Translations.MAX)
                .toList();
    }

    /** None if that cannot be had; the other languages are tried all the same. */
    private Translations translated(Content content, Language from, Language to) {
        try {
            return interpreter
                    .translate(content, from, to)
                    .filter(text -> !text.equals(content))
                    .map(text -> Translations.of(to, text))
                    .orElse(Translations.NONE);
        } catch (ChatException.Unavailable e) {
            LOG.debug("A message is not translated into {}", to, e);
            return Translations.NONE;
        }
    }
}
