package dev.parley.application.realtime;

/** Writes events as the frames of one protocol. Stateless; the same event gives the same bytes. */
public interface EventFormat {
    /** One frame's payload in UTF-8. It is shared by all connections of this format: nobody changes it. */
    byte[] encode(Event event);

    /**
     * Whether connections of this format are told of everybody who comes and goes, in one {@link Event.PresenceChanged} for
     * each; those of others are told of whom they watch, in one for all.
     */
    default boolean wantsEverybody() {
        return false;
    }
}
