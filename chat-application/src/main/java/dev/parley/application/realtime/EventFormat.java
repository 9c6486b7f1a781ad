package dev.parley.application.realtime;

import org.jspecify.annotations.Nullable;

/** Writes events as the frames of one protocol. Stateless; the same event gives the same bytes. */
public interface EventFormat {
    /**
     * One frame's payload in UTF-8, or null if the protocol has no word for it. It is shared by all connections of this
     * format: nobody changes it.
     */
    byte @Nullable [] encode(Event event);

    /** Whether the protocol tells of new messages alone, each once and in the order of seqs, and not of what becomes of them. */
    default boolean tellsOfNewAlone() {
        return false;
    }

    /** Whether the protocol, if it tells of new messages alone, tells of each once more when it has been translated. */
    default boolean tellsOfTranslations() {
        return false;
    }

    /**
     * Whether connections of this format are told of everybody who comes and goes, in one {@link Event.PresenceChanged} for
     * each; those of others are told of whom they watch, in one for all.
     */
    default boolean wantsEverybody() {
        return false;
    }
}
