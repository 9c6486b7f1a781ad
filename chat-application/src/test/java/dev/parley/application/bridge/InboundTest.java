package dev.parley.application.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.application.account.Sessions;
import dev.parley.application.fixture.MemoryLeases;
import dev.parley.application.fixture.MemoryMessageLog;
import dev.parley.application.fixture.MemoryRoomDirectory;
import dev.parley.application.fixture.MemorySessionLedger;
import dev.parley.application.fixture.MemoryUserDirectory;
import dev.parley.application.fixture.PlainTokens;
import dev.parley.application.fixture.Pretend;
import dev.parley.application.fixture.TestTime;
import dev.parley.application.fixture.TestWorkers;
import dev.parley.application.node.Nodes;
import dev.parley.application.profile.Profiles;
import dev.parley.application.realtime.Realtime;
import dev.parley.application.room.Rooms;
import dev.parley.application.schedule.Scheduling;
import dev.parley.domain.account.UserId;
import dev.parley.domain.bridge.BridgeLedger;
import dev.parley.domain.bridge.ForeignAccount;
import dev.parley.domain.bridge.ForeignAccounts;
import dev.parley.domain.bridge.ForeignPost;
import dev.parley.domain.bridge.ForeignSession;
import dev.parley.domain.bridge.ForeignTopics;
import dev.parley.domain.bridge.MessengerException;
import dev.parley.domain.bridge.Topic;
import dev.parley.domain.bridge.TopicEnd;
import dev.parley.domain.node.NodeId;
import dev.parley.domain.room.RoomId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class InboundTest {
    private static final Topic TOPIC = new Topic("grpGeneral");
    private static final ForeignAccount NAT = new ForeignAccount("usrNat");

    private final TestTime time = new TestTime();
    private final TestWorkers workers = new TestWorkers();
    private final MemoryMessageLog log = new MemoryMessageLog();
    private final MemoryUserDirectory users = new MemoryUserDirectory();
    private final Arrived arrived = new Arrived(time::nanoTime);
    private final BridgeLedger ledger =
            Pretend.port(BridgeLedger.class, (proxy, method, arguments) -> switch (method.getName()) {
                case "posts", "postsOf", "accountsOf" -> Map.of();
                case "usersOf" -> Map.of(NAT, new UserId(7));
                default -> null;
            });
    private final Inbound inbound = inbound();

    private Inbound inbound() {
        Scheduling scheduling = new Scheduling(workers, workers, time, time, time::nanoTime);
        Profiles profiles = new Profiles(users, time::nanoTime);
        Realtime realtime = new Realtime(
                log,
                new Rooms(new MemoryRoomDirectory(), log, profiles),
                profiles,
                new Sessions(
                        new MemorySessionLedger(),
                        new PlainTokens(),
                        profiles,
                        time,
                        time::nanoTime,
                        new Random(1),
                        Duration.ofDays(1)),
                new Nodes(new MemoryLeases(), new NodeId("n"), scheduling),
                scheduling,
                10);
        Scribe scribe = Scribe.of(RoomId.GENERAL, realtime);
        Findings findings = new Findings(RoomId.GENERAL, ledger, true, time::nanoTime);
        Letterbox letterbox = new Letterbox(
                new Echoes(RoomId.GENERAL, log, ledger, findings),
                findings,
                Crew.everybody(new Guests(users, ledger, time)),
                scribe,
                time,
                1_000);
        return new Inbound(RoomId.GENERAL, log, findings, scribe, arrived, letterbox, time::nanoTime);
    }

    /** Nothing in it becomes a message: here it matters which ones are dealt with. */
    private static ForeignPost post(long number) {
        return new ForeignPost(TOPIC, number, NAT, Instant.EPOCH, null, 0, "");
    }

    /** A session where this post comes live just after the first two were answered. */
    private Attachment answeringBefore(ForeignPost live) {
        ForeignTopics topics = Pretend.port(ForeignTopics.class, (proxy, method, arguments) -> {
            List<ForeignPost> answer = List.of(post(1), post(2));
            arrived.add(live);
            return answer;
        });
        ForeignSession session =
                Pretend.port(ForeignSession.class, (proxy, method, arguments) -> switch (method.getName()) {
                    case "topics" -> topics;
                    case "accounts" -> Pretend.port(ForeignAccounts.class, (p, m, a) -> NAT);
                    default -> null;
                });
        return new Attachment(session, TOPIC);
    }

    @Test
    void a_post_that_comes_live_when_earlier_ones_were_just_answered_is_not_taken_for_absent()
            throws MessengerException {
        arrived.listenTo(TOPIC);
        inbound.start(TOPIC, TopicEnd.EMPTY);
        arrived.expect(TOPIC, new TopicEnd(2, 0));
        Attachment at = answeringBefore(post(3));

        assertThat(inbound.carry(at, false)).as("there is more").isTrue();
        assertThat(inbound.hasReached(2)).isTrue();
        assertThat(inbound.hasReached(3)).as("before it was dealt with").isFalse();
        assertThat(inbound.carry(at, false)).isFalse();
        assertThat(inbound.hasReached(3)).isTrue();
    }
}
