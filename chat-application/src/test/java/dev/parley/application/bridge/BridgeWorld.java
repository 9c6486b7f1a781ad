package dev.parley.application.bridge;

import dev.parley.application.fixture.MemoryBridgeLedger;
import dev.parley.application.fixture.MemoryLeases;
import dev.parley.application.fixture.MemoryMessageLog;
import dev.parley.application.fixture.MemoryMessenger;
import dev.parley.application.fixture.MemoryRoomDirectory;
import dev.parley.application.fixture.MemoryTopicRoll;
import dev.parley.application.fixture.MemoryUserDirectory;
import dev.parley.application.fixture.TestTime;
import dev.parley.domain.ChatException;
import dev.parley.domain.ErrorCode;
import dev.parley.domain.account.UserId;
import dev.parley.domain.bridge.BridgedRoom;
import dev.parley.domain.bridge.Topic;
import dev.parley.domain.message.Message;
import dev.parley.domain.message.Seq;
import dev.parley.domain.room.RoomId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Nodes with bridges, on stores and a messenger in memory. All on the test's thread, by the test's time: what is random
 * comes from the seed alone.
 */
final class BridgeWorld {
    static final RoomId ROOM = RoomId.GENERAL;
    private static final int MOST_TURNS = 20_000;

    final Random random;
    final TestTime time = new TestTime();
    final MemoryMessageLog log = new MemoryMessageLog();
    final MemoryBridgeLedger ledger = new MemoryBridgeLedger();
    final MemoryTopicRoll roll = new MemoryTopicRoll();
    final MemoryUserDirectory users = new MemoryUserDirectory();
    final MemoryRoomDirectory rooms = new MemoryRoomDirectory();
    final MemoryLeases leases = new MemoryLeases();
    final MemoryMessenger messenger;
    final UserId ann = users.add("ann").id();
    final UserId bob = users.add("bob").id();
    final List<BridgeNode> nodes = new ArrayList<>();
    /** How likely a call of a store fails, that another node does something during it, and that the process dies. */
    double trouble;
    /** Whether several nodes may be on the store at once. */
    boolean shared = true;

    /** What happens whenever a node asks for something. */
    Runnable meanwhile = () -> {};

    int turns;
    private int born;

    BridgeWorld(long seed) {
        random = new Random(seed);
        messenger = new MemoryMessenger(time, seed * 31 + 7);
    }

    /** A node that carries over. */
    BridgeNode open() {
        BridgeNode node = new BridgeNode(this, "node-" + born++);
        nodes.add(node);
        node.start();
        return node;
    }

    /** Something is asked by the node: meanwhile others go on, or it dies, or it is not answered. */
    void before(BridgeNode node) {
        node.demandAlive();
        meanwhile.run();
        if (trouble > 0 && random.nextDouble() < trouble * 2) {
            turnAnother();
        }
        if (trouble > 0 && random.nextDouble() < trouble / 20) {
            node.kill();
        }
        node.demandAlive();
    }

    void mayFail() {
        if (trouble > 0 && random.nextDouble() < trouble / 2) {
            throw new ChatException.Unavailable(ErrorCode.STORE_UNAVAILABLE);
        }
    }

    /** Runs one task of some node that can run one. Returns whether there was one. */
    private boolean turnAnother() {
        int first = nodes.isEmpty() ? 0 : random.nextInt(nodes.size());
        for (int i = 0; i < nodes.size(); i++) {
            if (nodes.get((first + i) % nodes.size()).turn()) {
                turns++;
                return true;
            }
        }
        return false;
    }

    /** Runs all that can run now. */
    void settle() {
        int most = turns + MOST_TURNS;
        while (turnAnother()) {
            if (turns > most) {
                throw new AssertionError("the nodes do not come to rest");
            }
        }
    }

    void advance(Duration by) {
        time.advance(by, this::settle);
    }

    void advanceMillis(long millis) {
        advance(Duration.ofMillis(millis));
    }

    Topic topic() {
        return topic(ROOM);
    }

    Topic topic(RoomId room) {
        return ledger.find(room).map(BridgedRoom::topic).orElseThrow();
    }

    Message message(long seq) {
        return log.find(ROOM, new Seq(seq)).orElseThrow();
    }

    List<Message> messages() {
        return messages(ROOM);
    }

    List<Message> messages(RoomId room) {
        List<Message> all = new ArrayList<>();
        while (true) {
            List<Message> page = log.after(room, new Seq(all.size()), 500);
            if (page.isEmpty()) {
                return all;
            }
            all.addAll(page);
        }
    }
}
