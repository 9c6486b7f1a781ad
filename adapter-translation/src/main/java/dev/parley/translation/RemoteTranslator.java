package dev.parley.translation;

import dev.parley.domain.ChatException;
import dev.parley.domain.ErrorCode;
import dev.parley.domain.account.Language;
import dev.parley.domain.language.Translator;
import dev.parley.translation.Service.Pair;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Translates by a service, one attempt each, behind a {@link Breaker}. What it can translate is asked once in ten minutes.
 *
 * <p>There are texts on which a service fails, or takes too long, and people who write many of them. So before it is taken to
 * be away it is asked for a harmless word.
 *
 * <p>Safe for concurrent use: what it knows of the service is replaced as a whole.
 */
final class RemoteTranslator implements Translator, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RemoteTranslator.class);
    private static final Duration PAIRS_AGE = Duration.ofMinutes(10);
    private static final String HARMLESS = "hello";

    private final Web web;
    private final TranslationConfig config;
    private final Service service;
    private final LongSupplier nanoTime;
    private final Breaker breaker;
    private final Complaints complaints;
    private volatile @Nullable Known known;
    /** What was translated last. */
    private volatile @Nullable Pair proven;

    /** @param warnings is told what the operator should know */
    RemoteTranslator(Web web, TranslationConfig config, LongSupplier nanoTime, Consumer<String> warnings) {
        this.web = web;
        this.config = config;
        this.nanoTime = nanoTime;
        this.breaker = new Breaker(nanoTime);
        this.complaints = new Complaints(config, nanoTime, warnings);
        this.service = switch (config.kind()) {
            case LIBRETRANSLATE -> new LibreTranslate(web, config.apiKey());
            case APERTIUM -> new Apertium(web);
        };
    }

    private record Direction(Language from, Language to) {}

    private record Known(Map<Direction, Pair> pairs, long since) {}

    @Override
    public boolean translates(Language from, Language to) {
        return pair(from, to) != null;
    }

    @Override
    public String translate(String text, Language from, Language to) {
        Pair pair = pair(from, to);
        if (pair == null) {
            throw new IllegalArgumentException("it does not translate " + from + " into " + to);
        }
        String translation = ask(() -> service.translate(text, pair), this::isWell);
        proven = pair;
        return translation;
    }

    private @Nullable Pair pair(Language from, Language to) {
        Known now = known;
        if (now == null || nanoTime.getAsLong() - now.since > PAIRS_AGE.toNanos()) {
            now = new Known(ask(this::pairs, () -> false), nanoTime.getAsLong());
            known = now;
        }
        return now.pairs.get(new Direction(from, to));
    }

    /** Of several variants of a language that with the shortest name. Who translates nothing is not what it should be. */
    private Map<Direction, Pair> pairs() throws IOException {
        Map<Direction, Pair> pairs = new HashMap<>();
        for (Pair pair : service.pairs()) {
            Optional<Language> from = language(pair.from());
            Optional<Language> to = language(pair.to());
            if (from.isPresent() && to.isPresent() && !from.equals(to)) {
                pairs.merge(new Direction(from.get(), to.get()), pair, RemoteTranslator::shorter);
            }
        }
        if (pairs.isEmpty()) {
            IOException nothing = new IOException("it names no languages");
            complaints.refused(nothing);
            throw nothing;
        }
        return pairs;
    }

    private static Pair shorter(Pair a, Pair b) {
        return b.from().length() + b.to().length() < a.from().length() + a.to().length() ? b : a;
    }

    /** Empty if it is a language that no user can have set. */
    private static Optional<Language> language(String code) {
        return Language.of(code.replace('_', '-')).map(Language::primary);
    }

    private interface Question<T> {
        T put() throws IOException;
    }

    /** @param isWell whether the service may fail on this question and not on others; asked before it is taken to be away */
    private <T> T ask(Question<T> question, BooleanSupplier isWell) {
        if (!breaker.lets()) {
            throw new ChatException.Unavailable(ErrorCode.TRANSLATION_UNAVAILABLE);
        }
        T answer;
        try {
            answer = question.put();
        } catch (Web.RefusedException e) {
            boolean unused = breaker.succeeded();
            complaints.refused(e);
            throw new ChatException.Unavailable(ErrorCode.TRANSLATION_UNAVAILABLE);
        } catch (IOException e) {
            failed(e, isWell);
            throw new ChatException.Unavailable(ErrorCode.TRANSLATION_UNAVAILABLE); // Its words are not for any log.
        }
        succeeded();
        return answer;
    }

    private void succeeded() {
        if (breaker.succeeded()) {
            LOG.info("{} translates again", config.url());
        }
    }

    private void failed(IOException failure, BooleanSupplier isWell) {
        LOG.debug("{} does not answer: {}", config.url(), complaints.shown(failure));
        if (!breaker.failed()) {
            return;
        }
        if (isWell.getAsBoolean()) {
            complaints.refused(failure);
            succeeded();
        } else if (breaker.open()) {
            complaints.away(failure);
        }
    }

    private boolean isWell() {
        Known now = known;
        if (now == null) {
            return false;
        }
        Pair last = proven;
        try {
            String unused = service.translate(
                    HARMLESS, last == null ? now.pairs.values().iterator().next() : last);
            return true;
        } catch (Web.RefusedException e) {
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public void close() {
        web.close();
    }
}
