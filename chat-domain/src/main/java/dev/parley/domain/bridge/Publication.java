package dev.parley.domain.bridge;

import org.jspecify.annotations.Nullable;

/**
 * A message on its way into a topic.
 *
 * @param origin is to stand beside the text
 * @param replaces the number of the post of which this is a later version, 0 if it is the first
 * @param byline the author's name, where another account publishes in the author's place; else null
 */
public record Publication(
        MessageRef origin,
        String text,
        long replaces,
        @Nullable String byline) {}
