package dev.parley.mongo;

import com.mongodb.ConnectionString;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where MongoDB is and how long to wait for it. It never prints the secret in its address.
 *
 * @param uri a connection string, {@code mongodb://…} or {@code mongodb+srv://…}; its time-outs, pool size, concerns
 *     and read preference are overruled
 * @param database the name of the database; it is made when it does not exist
 * @param selectionTimeout how long to look for a server that takes writes
 * @param operationTimeout how long one command may take in all, from waiting for a connection to its answer
 * @param maxConnections the most connections to one server
 */
public record MongoConfig(
        String uri, String database, Duration selectionTimeout, Duration operationTimeout, int maxConnections) {
    private static final Duration SELECTION_TIMEOUT = Duration.ofSeconds(3);
    private static final Duration OPERATION_TIMEOUT = Duration.ofSeconds(5);
    private static final int MAX_CONNECTIONS = 32;

    private static final Pattern SCHEME = Pattern.compile("mongodb(\\+srv)?://.+", Pattern.DOTALL);
    private static final Pattern PATH = Pattern.compile(
            "[^:]+://[^/?]+/(?!(?:admin|local|config)(?:\\?|$))([A-Za-z0-9_-]{1,63})(?:\\?.*)?", Pattern.DOTALL);
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{1,63}");

    /** @throws IllegalArgumentException if one of them cannot be right; the text does not repeat the address */
    public MongoConfig {
        if (!SCHEME.matcher(uri).matches()) {
            throw new IllegalArgumentException("The address of MongoDB must begin with mongodb:// or mongodb+srv://.");
        }
        if (!NAME.matcher(database).matches()) {
            throw new IllegalArgumentException("The name of a database has 1 to 63 letters, digits, '_' or '-'.");
        }
        if (selectionTimeout.toMillis() < 1 || operationTimeout.toMillis() < 1 || maxConnections < 1) {
            throw new IllegalArgumentException("Time-outs and the number of connections must be positive.");
        }
    }

    /** Whether the driver can read the address. One with {@code +srv} is not tried: a name server would have to be asked. */
    public static boolean isReadable(String uri) {
        if (uri.startsWith("mongodb+srv:")) {
            return true;
        }
        try {
            return !new ConnectionString(uri).getHosts().isEmpty();
        } catch (IllegalArgumentException e) {
            return false; // Its text repeats the address.
        }
    }

    /** The database that the address names, behind its hosts; empty if it names none, or one of MongoDB's own. */
    public static Optional<String> databaseOf(String uri) {
        Matcher named = PATH.matcher(uri);
        return named.matches() ? Optional.of(named.group(1)) : Optional.empty();
    }

    /** The usual time-outs (3 s to find a server, 5 s for a command) and at most 32 connections. */
    public static MongoConfig of(String uri, String database) {
        return new MongoConfig(uri, database, SELECTION_TIMEOUT, OPERATION_TIMEOUT, MAX_CONNECTIONS);
    }

    /**
     * The hosts of the address, for messages to people: no user, no password, no options. A secret that was not
     * percent-encoded may have any character in it, so when in doubt nothing is shown.
     */
    public String hosts() {
        String rest = uri.substring(uri.indexOf("://") + 3);
        int options = rest.indexOf('?');
        String head = options < 0 ? rest : rest.substring(0, options);
        if (rest.indexOf('@', head.length()) >= 0) {
            return "(hidden)";
        }
        String hosts = head.substring(head.lastIndexOf('@') + 1);
        int path = hosts.indexOf('/');
        return path < 0 ? hosts : hosts.substring(0, path);
    }

    @Override
    public String toString() {
        return "MongoConfig[hosts=" + hosts() + ", database=" + database + "]";
    }
}
