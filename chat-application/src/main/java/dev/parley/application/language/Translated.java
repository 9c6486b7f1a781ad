package dev.parley.application.language;

import dev.parley.domain.account.Language;
import dev.parley.domain.message.Content;

/** What a message says in the language that somebody asked for; if it is in that already, what it says. */
public record Translated(Language from, Language to, Content content) {}
