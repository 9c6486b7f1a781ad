package dev.parley.domain.bridge;

import dev.parley.domain.message.Seq;

/**
 * Which post of a topic shows which message, and in which state.
 *
 * <p>What is to be carried over is found by comparing this with the message, not by remembering what was done: so
 * whatever is done twice is done once.
 *
 * @param number the post's number in its topic, 1 or more
 * @param state the fingerprint of the content that the topic shows; empty if it was taken back there
 */
public record Post(Topic topic, long number, Seq message, String state) {
    public Post {
        if (number < 1) {
            throw new IllegalArgumentException("posts are numbered from 1");
        }
    }
}
