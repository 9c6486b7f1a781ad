package dev.parley.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.domain.ChatException;
import dev.parley.domain.account.UserId;
import dev.parley.domain.bridge.BridgeLedger;
import dev.parley.domain.bridge.BridgedRoom;
import dev.parley.domain.bridge.ForeignAccount;
import dev.parley.domain.bridge.Post;
import dev.parley.domain.bridge.Topic;
import dev.parley.domain.message.Rev;
import dev.parley.domain.message.Seq;
import dev.parley.domain.room.RoomId;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Every promise of {@link BridgeLedger}. */
public abstract class BridgeLedgerContract extends StoreContract {
    private static final UserId ANN = new UserId(1);
    private static final UserId BOB = new UserId(2);
    private static final ForeignAccount HERS = new ForeignAccount("usrAAAAAAAAAAA");
    private static final ForeignAccount HIS = new ForeignAccount("usraaaaaaaaaaa");
    private static final RoomId ROOM = RoomId.GENERAL;
    private static final Topic TOPIC = new Topic("grpOne");
    private static final Topic OTHER = new Topic("grpTwo");

    private BridgeLedger ledger() {
        return store().bridge();
    }

    @Test
    void a_link_is_found_from_both_ends() {
        assertThat(ledger().link(ANN, HERS)).isEqualTo(ANN);
        assertThat(ledger().link(BOB, HIS)).isEqualTo(BOB);
        assertThat(ledger().link(BOB, HIS)).as("again").isEqualTo(BOB);

        BridgeLedger other = anotherNode().bridge();
        assertThat(other.accountsOf(List.of(ANN, BOB, new UserId(3)))).isEqualTo(Map.of(ANN, HERS, BOB, HIS));
        assertThat(other.usersOf(List.of(HERS, HIS, new ForeignAccount("x")))).isEqualTo(Map.of(HERS, ANN, HIS, BOB));
        assertThat(other.accountsOf(List.of())).isEmpty();
        assertThat(other.usersOf(List.of())).isEmpty();
    }

    @Test
    void an_account_stays_with_its_first_user_and_a_user_may_change_its_account() {
        ledger().link(ANN, HERS);
        assertThat(ledger().link(BOB, HERS)).isEqualTo(ANN);
        assertThat(ledger().accountsOf(List.of(ANN, BOB))).isEqualTo(Map.of(ANN, HERS));
        assertThat(ledger().link(ANN, HIS)).isEqualTo(ANN);

        assertThat(ledger().accountsOf(List.of(ANN))).isEqualTo(Map.of(ANN, HIS));
        assertThat(ledger().usersOf(List.of(HERS, HIS))).isEqualTo(Map.of(HIS, ANN));
    }

    @Test
    void of_sixteen_who_claim_an_account_at_once_one_has_it() {
        BridgeLedger other = anotherNode().bridge();
        List<UserId> owners = Together.run(16, i -> (i % 2 == 0 ? ledger() : other).link(new UserId(i + 1), HERS));

        assertThat(owners).containsOnly(ledger().usersOf(List.of(HERS)).get(HERS));
        assertThat(ledger().accountsOf(LongStream.rangeClosed(1, 16)
                        .mapToObj(UserId::new)
                        .toList()))
                .hasSize(1);
    }

    @Test
    void a_room_gets_one_topic_whoever_asks_first() {
        assertThat(ledger().find(ROOM)).isEmpty();
        BridgeLedger other = anotherNode().bridge();
        List<BridgedRoom> opened =
                Together.run(16, i -> (i % 2 == 0 ? ledger() : other).open(ROOM, null, new Topic("grp" + i)));

        assertThat(opened).containsOnly(ledger().find(ROOM).orElseThrow());
        assertThat(opened.get(0).carriedIn()).isZero();
        assertThat(opened.get(0).carriedOut()).isEqualTo(Rev.ZERO);
    }

    @Test
    void marks_go_forward_and_survive() {
        ledger().open(ROOM, null, TOPIC);
        ledger().advance(ROOM, TOPIC, 7, new Rev(3));
        ledger().advance(ROOM, TOPIC, 5, new Rev(9));
        ledger().advance(ROOM, OTHER, 50, new Rev(90));
        reopen();

        assertThat(ledger().find(ROOM)).contains(new BridgedRoom(ROOM, TOPIC, 7, new Rev(9)));
    }

    @Test
    void a_topic_that_is_gone_is_replaced_once_and_what_went_out_has_gone_out() {
        ledger().open(ROOM, null, TOPIC);
        ledger().advance(ROOM, TOPIC, 7, new Rev(3));
        assertThat(ledger().open(ROOM, null, OTHER).topic()).as("it has one").isEqualTo(TOPIC);
        assertThat(ledger().open(ROOM, TOPIC, OTHER)).isEqualTo(new BridgedRoom(ROOM, OTHER, 0, new Rev(3)));
        assertThat(ledger().open(ROOM, TOPIC, new Topic("grpThree")).topic()).isEqualTo(OTHER);
    }

    @Test
    void posts_are_found_by_their_number_and_by_their_message() {
        ledger().record(ROOM, List.of());
        ledger().record(
                        ROOM,
                        LongStream.rangeClosed(1, 100)
                                .mapToObj(i -> new Post(TOPIC, i, new Seq(200 + i), "state" + i))
                                .toList());
        ledger().record(
                        ROOM,
                        List.of(new Post(TOPIC, 5, new Seq(205), ""), new Post(TOPIC, 101, new Seq(203), "again")));
        ledger().record(new RoomId(2), List.of(new Post(OTHER, 5, new Seq(205), "elsewhere")));

        assertThat(ledger().post(ROOM, TOPIC, 5)).contains(new Post(TOPIC, 5, new Seq(205), ""));
        assertThat(ledger().post(ROOM, TOPIC, 102)).isEmpty();
        assertThat(ledger().post(ROOM, OTHER, 5)).isEmpty();
        assertThat(ledger().postsOf(ROOM, TOPIC, List.of(new Seq(203), new Seq(204), new Seq(1))))
                .isEqualTo(Map.of(
                        new Seq(203), new Post(TOPIC, 3, new Seq(203), "state3"),
                        new Seq(204), new Post(TOPIC, 4, new Seq(204), "state4")));
        assertThat(ledger().postsOf(ROOM, TOPIC, List.of())).isEmpty();
    }

    @Test
    void a_store_that_is_away_is_unavailable() {
        ledger().open(ROOM, null, TOPIC);
        store().faults().takeStoreAway();
        assertThatThrownBy(() -> ledger().find(ROOM)).isInstanceOf(ChatException.Unavailable.class);
        assertThatThrownBy(() -> ledger().link(ANN, HERS)).isInstanceOf(ChatException.Unavailable.class);
        store().faults().bringStoreBack();
    }
}
