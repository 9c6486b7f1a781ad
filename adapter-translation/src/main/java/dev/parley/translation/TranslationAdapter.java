package dev.parley.translation;

import dev.parley.domain.language.LanguageDetector;
import dev.parley.domain.language.Translator;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells languages, and translates if it was told by which service. Connects with the first translation. */
public final class TranslationAdapter implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(TranslationAdapter.class);

    private final TextDetector detector = new TextDetector();
    private final @Nullable RemoteTranslator translator;

    /**
     * @param config null if nothing is translated
     * @param nanoTime a clock that only runs forward, as {@link System#nanoTime()}
     */
    public TranslationAdapter(@Nullable TranslationConfig config, LongSupplier nanoTime) {
        translator = config == null ? null : new RemoteTranslator(new Web(config.url()), config, nanoTime, LOG::warn);
    }

    public LanguageDetector detector() {
        return detector;
    }

    public Optional<Translator> translator() {
        return Optional.ofNullable(translator);
    }

    /** Reads what the detector needs, so that the first text does not wait for it. Blocks for half a second. */
    public void warmUp() {
        detector.warmUp();
    }

    @Override
    public void close() {
        if (translator != null) {
            translator.close();
        }
    }
}
