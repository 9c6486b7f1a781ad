package dev.parley.testkit;

import java.util.ArrayDeque;
import java.util.Deque;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;

/** The life of a store in a test: opened empty before it, closed with all its nodes after it. */
@Timeout(120)
public abstract class StoreContract implements OnStore {
    private final Deque<StoreUnderTest> nodes = new ArrayDeque<>();

    /** Starts a node on a new, empty database. */
    protected abstract StoreUnderTest openEmpty() throws Exception;

    @BeforeEach
    void openStore() throws Exception {
        nodes.push(openEmpty());
    }

    @AfterEach
    void closeStore() {
        while (!nodes.isEmpty()) {
            nodes.pop().close();
        }
    }

    @Override
    public final StoreUnderTest store() {
        return nodes.getLast();
    }

    @Override
    public final StoreUnderTest anotherNode() {
        StoreUnderTest node = store().secondNode();
        nodes.push(node);
        return node;
    }

    @Override
    public final void reopen() {
        nodes.addLast(store().reopened());
    }
}
