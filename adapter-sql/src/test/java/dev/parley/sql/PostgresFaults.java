package dev.parley.sql;

import dev.parley.testkit.StoreUnderTest.Faults;
import dev.parley.testkit.postgres.PostgresServer;

/**
 * The faults of the contracts: triggers that fail inside the database, and a proxy that really cuts connections.
 *
 * <p>The triggers know the node by its application's name, and count rows by a sequence, which remembers them when their
 * transaction is rolled back.
 */
final class PostgresFaults implements Faults, AutoCloseable {
    /** Made in the database from which those of the tests are copied. */
    static final String TRIGGERS = """
            CREATE TABLE fault (node text NOT NULL, written integer NOT NULL);
            CREATE SEQUENCE fault_rows;

            CREATE FUNCTION fault_of_this_node() RETURNS integer LANGUAGE sql
            RETURN (SELECT written FROM fault WHERE node = current_setting('application_name'));

            CREATE FUNCTION before_row() RETURNS trigger LANGUAGE plpgsql AS $$
            DECLARE written integer := fault_of_this_node();
            BEGIN
                IF written IS NOT NULL AND nextval('fault_rows') = written + 1 THEN
                    RAISE EXCEPTION 'a fault of the test, before a row';
                END IF;
                RETURN NEW;
            END $$;

            CREATE FUNCTION at_commit() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                IF fault_of_this_node() = (SELECT last_value FROM fault_rows WHERE is_called) THEN
                    PERFORM nextval('fault_rows');
                    RAISE EXCEPTION 'a fault of the test, at the commit';
                END IF;
                RETURN NULL;
            END $$;

            CREATE TRIGGER before_row BEFORE INSERT ON messages FOR EACH ROW EXECUTE FUNCTION before_row();
            CREATE CONSTRAINT TRIGGER at_commit AFTER INSERT ON messages DEFERRABLE INITIALLY DEFERRED
                FOR EACH ROW EXECUTE FUNCTION at_commit();
            """;

    private final PostgresServer server;
    private final String database;
    private final String node;
    private final PostgresProxy proxy;
    private boolean byTrigger;

    PostgresFaults(PostgresServer server, String database, String node) {
        this.server = server;
        this.database = database;
        this.node = node;
        this.proxy = new PostgresProxy(server.port());
    }

    PostgresProxy proxy() {
        return proxy;
    }

    @Override
    public void breakNextAppend(int written) {
        byTrigger = true;
        var unused = server.execute(
                database,
                "DELETE FROM fault; SELECT setval('fault_rows', 1, false);"
                        + " INSERT INTO fault (node, written) VALUES ('" + node + "', " + written + ")");
    }

    @Override
    public void loseNextAnswer() {
        byTrigger = false;
        proxy.loseNextCommit();
    }

    @Override
    public boolean struck() {
        return byTrigger
                ? server.execute(database, "SELECT last_value > written FROM fault_rows, fault WHERE is_called")
                        .equals("t")
                : proxy.struck();
    }

    @Override
    public void takeStoreAway() {
        proxy.setAway(true);
    }

    @Override
    public void bringStoreBack() {
        proxy.setAway(false);
    }

    @Override
    public void close() {
        proxy.close();
    }
}
