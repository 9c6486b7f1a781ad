package dev.parley.application.realtime;

/** Writes events as the frames of one protocol. Stateless; the same event gives the same bytes. */
public interface EventFormat {
    /** One frame's payload in UTF-8. It is shared by all connections of this format: nobody changes it. */
    byte[] encode(Event event);
}
