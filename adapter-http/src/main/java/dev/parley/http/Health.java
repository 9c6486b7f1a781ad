package dev.parley.http;

import java.util.Map;
import java.util.function.Supplier;

/**
 * What a server is made of, as those see it who watch over it.
 *
 * @param needed the components without which it cannot serve, by name; each throws when it does not work
 * @param helpful those without which it serves less, by name; each says in a few words what is wrong, or nothing
 */
public record Health(Map<String, Runnable> needed, Map<String, Supplier<String>> helpful) {}
