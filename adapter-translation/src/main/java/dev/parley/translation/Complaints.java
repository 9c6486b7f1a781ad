package dev.parley.translation;

import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.regex.Pattern;

/**
 * Tells the operator what is wrong with the service, in its own words: the key left out, on one line, and not without end.
 *
 * <p>Of what may be wrong with each text it tells once in {@link #PAUSE}. Guarded by its lock.
 */
final class Complaints {
    static final Duration PAUSE = Duration.ofMinutes(1);
    static final int MAX_CHARACTERS = 200;

    /** What would be more on a terminal than letters. */
    private static final Pattern UNSEEN = Pattern.compile("[\\p{C}\\p{Z}]+");

    private final TranslationConfig config;
    private final LongSupplier nanoTime;
    private final Consumer<String> log;
    private long quietUntil;

    Complaints(TranslationConfig config, LongSupplier nanoTime, Consumer<String> log) {
        this.config = config;
        this.nanoTime = nanoTime;
        this.log = log;
        this.quietUntil = nanoTime.getAsLong();
    }

    /** It does not translate, and is asked no more for a while. */
    void away(Exception why) {
        log.accept(config.url() + " does not translate (" + why.getClass().getSimpleName() + ": " + shown(why)
                + "): it is left alone for a while");
    }

    /** It answers, and not with what it was asked for. */
    void refused(Exception why) {
        if (isTime()) {
            log.accept(config.url() + " does not do what it is asked: " + shown(why));
        }
    }

    private synchronized boolean isTime() {
        long now = nanoTime.getAsLong();
        if (now - quietUntil < 0) {
            return false;
        }
        quietUntil = now + PAUSE.toNanos();
        return true;
    }

    /** Its message, as it may be logged. */
    String shown(Exception why) {
        String text = String.valueOf(why.getMessage());
        String key = config.apiKey();
        if (key != null && !key.isEmpty()) {
            text = text.replace(key, "(the key)");
        }
        String line = UNSEEN.matcher(text).replaceAll(" ").strip();
        return line.length() <= MAX_CHARACTERS ? line : line.substring(0, MAX_CHARACTERS) + "…";
    }
}
