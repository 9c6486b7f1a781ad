package dev.parley.sql;

import dev.parley.testkit.StoreUnderTest.Faults;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.sqlite.Function;

/**
 * The faults of the contracts, played on a real file: a trigger that fails inside the database, in the middle of a batch,
 * and failures before and after the commit.
 */
final class ArmedProbe implements Probe, Faults {
    private enum Fault {
        NONE,
        ROW,
        ANSWER
    }

    private Fault armed = Fault.NONE;
    private int rowsLeft;
    private boolean away;

    @Override
    public synchronized void breakNextAppend(int written) {
        armed = Fault.ROW;
        rowsLeft = written;
    }

    @Override
    public synchronized void loseNextAnswer() {
        armed = Fault.ANSWER;
    }

    @Override
    public synchronized boolean struck() {
        return armed == Fault.NONE;
    }

    @Override
    public synchronized void takeStoreAway() {
        away = true;
    }

    @Override
    public synchronized void bringStoreBack() {
        away = false;
    }

    @Override
    public void opened(Connection writer) throws SQLException {
        failIfAway();
        Function.create(writer, "before_row", new Function() {
            @Override
            protected void xFunc() throws SQLException {
                beforeRow();
            }
        });
        try (Statement statement = writer.createStatement()) {
            statement.execute(
                    "CREATE TEMP TRIGGER probe BEFORE INSERT ON main.messages BEGIN SELECT before_row(); END");
        }
    }

    private synchronized void beforeRow() throws SQLException {
        if (armed == Fault.ROW) {
            strikeIf(rowsLeft == 0);
            rowsLeft--;
        }
    }

    @Override
    public synchronized void committing() throws SQLException {
        failIfAway();
        strikeIf(armed == Fault.ROW && rowsLeft == 0);
    }

    @Override
    public synchronized void committed() throws SQLException {
        strikeIf(armed == Fault.ANSWER);
    }

    @Override
    public void reading() throws SQLException {
        failIfAway();
    }

    private void strikeIf(boolean now) throws SQLException {
        if (now) {
            armed = Fault.NONE;
            throw new SQLException("a fault of the test");
        }
    }

    private synchronized void failIfAway() throws SQLException {
        if (away) {
            throw new SQLException("the store is away, says the test");
        }
    }
}
