package dev.parley.application.message;

import dev.parley.application.profile.AuthoredMessage;

/**
 * The answer to a send.
 *
 * @param repeated whether the message was there already; it is then in its latest state
 */
public record Sent(AuthoredMessage message, boolean repeated) {}
