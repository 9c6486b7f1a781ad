package dev.parley.bootstrap;

import dev.parley.application.language.Audience;
import dev.parley.application.language.Interpreter;
import dev.parley.application.language.Languages;
import dev.parley.application.language.Translating;
import dev.parley.application.language.TranslationDesk;
import dev.parley.application.message.Messaging;
import dev.parley.application.presence.Presence;
import dev.parley.application.profile.Profiles;
import dev.parley.application.realtime.Realtime;
import dev.parley.translation.TranslationAdapter;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Tells languages, and translates where a translator is configured, on threads of its own, for which nobody waits. */
final class LanguagePart {
    private static final int THREADS = 2;

    /** When what is not needed for a start is made ready. */
    private static final Duration WARM_UP = Duration.ofSeconds(1);

    private final Ground ground;
    private final TranslationAdapter adapter;
    private final Languages languages;
    private final @Nullable Interpreter interpreter;

    LanguagePart(Ground ground) {
        this.ground = ground;
        this.adapter = new TranslationAdapter(
                ground.config().translation(), ground.scheduling().nanoTime());
        ground.opened().push(adapter);
        this.languages = new Languages(adapter.detector());
        this.interpreter = adapter.translator()
                .map(translator ->
                        new Interpreter(translator, ground.config().limits().maxMessageLength()))
                .orElse(null);
    }

    Languages languages() {
        return languages;
    }

    TranslationDesk desk(Messaging messaging) {
        return new TranslationDesk(
                interpreter,
                languages,
                messaging,
                ground.limiter(ground.config().limits().rates().translationsPerUser()));
    }

    /** Begins to listen to what is said; null if nobody translates. */
    @Nullable
    Translating start(Profiles profiles, Presence presence, Realtime realtime) {
        ground.scheduling().readAfter(WARM_UP, adapter::warmUp);
        if (interpreter == null) {
            return null;
        }
        Audience audience = new Audience(
                ground.store().rooms(), profiles, presence, ground.scheduling().nanoTime());
        Translating translating = new Translating(
                interpreter,
                languages,
                audience,
                ground.store().log(),
                realtime,
                ground.on(Workers.platform("parley-translate", THREADS)));
        translating.start();
        return translating;
    }
}
