package dev.parley.http;

import dev.parley.domain.ChatException;
import dev.parley.http.request.Exchange;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** Says whether the process lives, and whether it can serve. */
final class HealthRoutes {
    /** How long an answer is good for others who ask: a crowd that asks must not cost more than one. */
    private static final long GOOD_NANOS = 250_000_000;

    private final Map<String, Runnable> components;
    private final Exchange exchange;
    private final AtomicBoolean looking = new AtomicBoolean();
    private volatile @Nullable Look last;

    private record Look(Map<String, Boolean> states, long at) {}

    /** @param components by name; each throws {@link ChatException.Unavailable} when it does not work */
    HealthRoutes(Map<String, Runnable> components, Exchange exchange) {
        this.components = components;
        this.exchange = exchange;
    }

    void addTo(RoutesConfig routes) {
        routes.get("/health", ctx -> exchange.answer(ctx, 200, json -> json.writeStringField("status", "ok")));
        routes.get("/health/ready", this::ready);
    }

    private void ready(Context ctx) {
        Map<String, Boolean> states = look();
        boolean ready = states.values().stream().allMatch(works -> works);
        if (!ready) {
            ctx.header("Retry-After", "1");
        }
        exchange.answer(ctx, ready ? 200 : 503, json -> {
            json.writeStringField("status", word(ready));
            json.writeObjectFieldStart("components");
            for (Map.Entry<String, Boolean> state : states.entrySet()) {
                json.writeObjectFieldStart(state.getKey());
                json.writeStringField("status", word(state.getValue()));
                json.writeEndObject();
            }
            json.writeEndObject();
        });
    }

    /** While one looks, the others are told what was seen last. */
    private Map<String, Boolean> look() {
        Look known = last;
        boolean first = looking.compareAndSet(false, true);
        if (known != null && (!first || System.nanoTime() - known.at < GOOD_NANOS)) {
            if (first) {
                looking.set(false);
            }
            return known.states;
        }
        try {
            Map<String, Boolean> states = new LinkedHashMap<>();
            components.forEach((name, check) -> states.put(name, works(check)));
            last = new Look(states, System.nanoTime());
            return states;
        } finally {
            if (first) {
                looking.set(false);
            }
        }
    }

    private static boolean works(Runnable check) {
        try {
            check.run();
            return true;
        } catch (ChatException.Unavailable e) {
            return false;
        }
    }

    private static String word(boolean works) {
        return works ? "ok" : "unavailable";
    }
}
