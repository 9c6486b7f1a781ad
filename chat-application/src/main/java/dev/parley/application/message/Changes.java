package dev.parley.application.message;

import dev.parley.application.profile.AuthoredMessage;
import dev.parley.domain.message.Rev;
import java.util.List;

/**
 * A page of what changed in a room.
 *
 * @param messages by rev, each once, in its latest state
 * @param rev the cursor from which the next page goes on
 */
public record Changes(List<AuthoredMessage> messages, Rev rev) {}
