package dev.parley.translation;

import java.io.IOException;
import java.util.List;

/** Is one kind of service, in its own words. Stateless; both methods ask it. */
interface Service {
    /** What it translates into what. */
    List<Pair> pairs() throws IOException;

    /** The text in the other language of the pair, as the service says it. */
    String translate(String text, Pair pair) throws IOException;

    /** Two languages, as the service calls them. */
    record Pair(String from, String to) {}
}
