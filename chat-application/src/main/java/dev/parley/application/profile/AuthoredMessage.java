package dev.parley.application.profile;

import dev.parley.domain.account.User;
import dev.parley.domain.message.Message;

/** A message together with who wrote it: what people are shown. */
public record AuthoredMessage(Message message, User author) {}
