package dev.parley.http.socket;

import java.util.Optional;
import org.eclipse.jetty.util.Fields;

/**
 * What a request for a socket says, beside who sends it.
 *
 * @param place the last segment of the path, decoded
 * @param address what the requests of this client's address are counted under
 */
public record Knock(String place, Fields parameters, String address) {
    /** A parameter of the query. */
    public Optional<String> query(String name) {
        return Optional.ofNullable(parameters.getValue(name));
    }
}
