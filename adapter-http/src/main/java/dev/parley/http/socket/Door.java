package dev.parley.http.socket;

import java.util.function.Function;

/**
 * A path on which sockets are opened.
 *
 * @param path as a route has it; a segment in braces stands for any one
 * @param demandsProtocol whether a client that offers subprotocols must offer {@code parley.v1}
 * @param dialogue what begins with a request for a socket; it may refuse
 */
public record Door(String path, boolean demandsProtocol, Function<Knock, Dialogue> dialogue) {}
