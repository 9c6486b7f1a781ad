package dev.parley.mongo;

import com.mongodb.ConnectionString;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.backend.memory.MemoryBackend;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The servers that the tests run on: a wire server in this process, and the one that {@code MONGODB_TEST_URI} names.
 *
 * <p>A database has a random name and is dropped by {@link #dropDatabases}.
 */
final class MongoServers {
    private static final String NAMED = "MONGODB_TEST_URI";

    private static final MongoServer WIRE = new MongoServer(new MemoryBackend());
    private static final String WIRE_URI = WIRE.bindAndGetConnectionString();
    private static final Set<String> DATABASES = ConcurrentHashMap.newKeySet();

    private MongoServers() {}

    static String wire() {
        return WIRE_URI;
    }

    /** Where the contracts are tried: on the server that is named, or else on the one in this process. */
    static String any() {
        return Optional.ofNullable(System.getenv(NAMED)).orElse(WIRE_URI);
    }

    static String newDatabase() {
        String name = "parley_test_" + UUID.randomUUID().toString().replace("-", "");
        DATABASES.add(name);
        return name;
    }

    static void dropDatabases(String uri) {
        try (MongoClient client = MongoClients.create(uri)) {
            for (String name : List.copyOf(DATABASES)) {
                client.getDatabase(name).drop();
            }
        }
    }

    /** The first server of an address that begins with {@code mongodb://}. */
    static InetSocketAddress address(String uri) {
        String[] parts = first(uri).split(":", 2);
        return new InetSocketAddress(parts[0], parts.length > 1 ? Integer.parseInt(parts[1]) : 27017);
    }

    /** The same address with another server in it, which is to be taken as the only one. */
    static String through(int port, String uri) {
        String hosts = String.join(",", new ArrayList<>(new ConnectionString(uri).getHosts()));
        String other = uri.replace(hosts, "localhost:" + port);
        String separator = other.contains("?") ? "&" : other.matches("mongodb://[^/]*/.*") ? "?" : "/?";
        return other + separator + "directConnection=true";
    }

    private static String first(String uri) {
        return new ConnectionString(uri).getHosts().get(0);
    }
}
