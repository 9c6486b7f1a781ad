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
    private static final String UNAVAILABLE = "unavailable";

    /** How long an answer is good for others who ask: a crowd that asks must not cost more than one. */
    private static final long GOOD_NANOS = 250_000_000;

    /** The same while a new one is being sought. */
    private static final long OLDEST_NANOS = 5_000_000_000L;

    private final Health health;
    private final Exchange exchange;
    private final AtomicBoolean looking = new AtomicBoolean();
    private volatile @Nullable Look last;

    /**
     * @param ready whether the server can serve
     * @param troubles what is wrong with each component, by name; empty if nothing is
     */
    private record Look(boolean ready, Map<String, String> troubles, long at) {}

    HealthRoutes(Health health, Exchange exchange) {
        this.health = health;
        this.exchange = exchange;
    }

    void addTo(RoutesConfig routes) {
        routes.get("/health", ctx -> exchange.answer(ctx, 200, json -> json.writeStringField("status", "ok")));
        routes.get("/health/ready", this::ready);
    }

    private void ready(Context ctx) {
        Look look = look();
        if (!look.ready) {
            ctx.header("Retry-After", "1");
        }
        exchange.answer(ctx, look.ready ? 200 : 503, json -> {
            json.writeStringField("status", word(look.ready));
            json.writeObjectFieldStart("components");
            for (Map.Entry<String, String> component : look.troubles.entrySet()) {
                String trouble = component.getValue();
                json.writeObjectFieldStart(component.getKey());
                json.writeStringField("status", word(trouble.isEmpty()));
                if (health.helpful().containsKey(component.getKey()) && !trouble.isEmpty()) {
                    json.writeStringField("trouble", trouble);
                }
                json.writeEndObject();
            }
            json.writeEndObject();
        });
    }

    /** While one looks, the others are told what was seen last. */
    private Look look() {
        Look known = last;
        boolean first = looking.compareAndSet(false, true);
        if (known != null && System.nanoTime() - known.at < (first ? GOOD_NANOS : OLDEST_NANOS)) {
            if (first) {
                looking.set(false);
            }
            return known;
        }
        try {
            Map<String, String> troubles = new LinkedHashMap<>();
            health.needed().forEach((name, check) -> troubles.put(name, works(check) ? "" : UNAVAILABLE));
            boolean ready = troubles.values().stream().allMatch(String::isEmpty);
            health.helpful().forEach((name, trouble) -> troubles.put(name, trouble.get()));
            Look seen = new Look(ready, troubles, System.nanoTime());
            last = seen;
            return seen;
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
        return works ? "ok" : UNAVAILABLE;
    }
}
