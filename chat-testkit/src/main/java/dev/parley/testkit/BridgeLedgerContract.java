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
import dev.parley.domain.bridge.TopicEnd;
import dev.parley.domain.message.Head;
import dev.parley.domain.message.Rev;
import dev.parley.domain.message.Seq;
import dev.parley.domain.room.RoomId;
import java.util.Comparator;
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
        assertThat(ledger().link(ANN, null, HERS)).isTrue();
        assertThat(ledger().link(BOB, null, HIS)).isTrue();
        assertThat(ledger().link(BOB, null, HIS)).as("again").isTrue();

        BridgeLedger other = anotherNode().bridge();
        assertThat(other.accountsOf(List.of(ANN, BOB, new UserId(3)))).isEqualTo(Map.of(ANN, HERS, BOB, HIS));
        assertThat(other.usersOf(List.of(HERS, HIS, new ForeignAccount("x")))).isEqualTo(Map.of(HERS, ANN, HIS, BOB));
        assertThat(other.links(0, 1)).containsExactly(new BridgeLedger.Link(ANN, HERS));
        assertThat(other.links(ANN.value(), 5)).containsExactly(new BridgeLedger.Link(BOB, HIS));
        assertThat(other.links(BOB.value(), 5)).isEmpty();
        assertThat(other.accountsOf(List.of())).isEmpty();
        assertThat(other.usersOf(List.of())).isEmpty();
    }

    @Test
    void an_account_stays_with_its_first_user_and_a_user_changes_one_that_is_gone() {
        ledger().link(ANN, null, HERS);
        assertThat(ledger().link(BOB, null, HERS)).as("it is Ann's").isFalse();
        assertThat(ledger().link(ANN, null, HIS)).as("she has one").isFalse();
        assertThat(ledger().link(ANN, new ForeignAccount("usrOld"), HIS))
                .as("another")
                .isFalse();
        assertThat(ledger().accountsOf(List.of(ANN, BOB))).isEqualTo(Map.of(ANN, HERS));
        assertThat(ledger().link(ANN, HERS, HIS)).isTrue();
        assertThat(ledger().link(ANN, HERS, HIS)).as("again").isTrue();

        assertThat(ledger().accountsOf(List.of(ANN))).isEqualTo(Map.of(ANN, HIS));
        assertThat(ledger().usersOf(List.of(HERS, HIS))).isEqualTo(Map.of(HIS, ANN));
    }

    @Test
    void of_sixteen_who_claim_an_account_at_once_one_has_it() {
        BridgeLedger other = anotherNode().bridge();
        List<Boolean> claims =
                Together.run(16, i -> (i % 2 == 0 ? ledger() : other).link(new UserId(i + 1), null, HERS));

        assertThat(claims).containsOnlyOnce(true);
        assertThat(ledger().usersOf(List.of(HERS))).isEqualTo(Map.of(HERS, new UserId(claims.indexOf(true) + 1)));
    }

    @Test
    void of_sixteen_accounts_that_a_user_is_given_at_once_it_has_one() {
        BridgeLedger other = anotherNode().bridge();
        List<Boolean> given =
                Together.run(16, i -> (i % 2 == 0 ? ledger() : other).link(ANN, null, new ForeignAccount("usr" + i)));

        assertThat(given).containsOnlyOnce(true);
        assertThat(ledger().accountsOf(List.of(ANN)))
                .isEqualTo(Map.of(ANN, new ForeignAccount("usr" + given.indexOf(true))));
    }

    @Test
    void a_room_gets_one_topic_whoever_asks_first() {
        assertThat(ledger().find(ROOM)).isEmpty();
        BridgeLedger other = anotherNode().bridge();
        List<BridgedRoom> opened =
                Together.run(16, i -> (i % 2 == 0 ? ledger() : other).open(ROOM, null, new Topic("grp" + i)));

        assertThat(opened).containsOnly(ledger().find(ROOM).orElseThrow());
        assertThat(opened.get(0).carriedIn()).isEqualTo(TopicEnd.EMPTY);
        assertThat(opened.get(0).carriedOut()).isEqualTo(Head.EMPTY);
    }

    @Test
    void marks_go_forward_and_survive() {
        ledger().open(ROOM, null, TOPIC);
        ledger().record(marks(TOPIC, 7, 2, 3, 4), List.of());
        ledger().record(marks(TOPIC, 5, 3, 2, 9), List.of());
        ledger().record(marks(OTHER, 50, 50, 90, 90), List.of());
        reopen();

        assertThat(ledger().find(ROOM)).contains(marks(TOPIC, 7, 3, 3, 9));
    }

    private static BridgedRoom marks(Topic topic, long posts, long retractions, long seq, long rev) {
        return new BridgedRoom(ROOM, topic, new TopicEnd(posts, retractions), new Head(new Seq(seq), new Rev(rev)));
    }

    @Test
    void a_topic_that_is_gone_is_replaced_once_and_nothing_has_been_carried_to_the_new_one() {
        ledger().open(ROOM, null, TOPIC);
        ledger().record(marks(TOPIC, 7, 2, 3, 4), List.of());
        assertThat(ledger().open(ROOM, null, OTHER).topic()).as("it has one").isEqualTo(TOPIC);
        assertThat(ledger().open(ROOM, TOPIC, OTHER)).isEqualTo(BridgedRoom.untouched(ROOM, OTHER));
        assertThat(ledger().open(ROOM, TOPIC, new Topic("grpThree")).topic()).isEqualTo(OTHER);
    }

    @Test
    void rooms_are_found_page_by_page_and_by_their_topics() {
        for (long room : List.of(7, 3, 5)) {
            ledger().open(new RoomId(room), null, new Topic("grp" + room));
        }
        ledger().open(new RoomId(5), new Topic("grp5"), new Topic("grpNew"));
        BridgeLedger other = anotherNode().bridge();

        assertThat(other.after(0, 2)).extracting(it -> it.room().value()).containsExactly(3L, 5L);
        assertThat(other.after(5, 2)).containsExactly(BridgedRoom.untouched(new RoomId(7), new Topic("grp7")));
        assertThat(other.after(7, 2)).isEmpty();
        assertThat(other.roomsOf(List.of(new Topic("grp3"), new Topic("grp5"), new Topic("grpNew"))))
                .isEqualTo(Map.of(
                        new Topic("grp3"), BridgedRoom.untouched(new RoomId(3), new Topic("grp3")),
                        new Topic("grpNew"), BridgedRoom.untouched(new RoomId(5), new Topic("grpNew"))));
        assertThat(other.roomsOf(List.of())).isEmpty();
    }

    @Test
    void a_room_is_forgotten_with_its_posts_some_at_a_time_and_no_other() {
        ledger().open(ROOM, null, TOPIC);
        ledger().open(new RoomId(2), null, OTHER);
        ledger().record(
                        BridgedRoom.untouched(new RoomId(2), OTHER),
                        List.of(new Post(OTHER, 1, new Seq(1), "elsewhere")));
        for (int i = 0; i < 2; i++) {
            long first = 1 + i * (long) BridgeLedger.MAX_QUERY;
            ledger().record(
                            BridgedRoom.untouched(ROOM, TOPIC),
                            LongStream.range(first, first + BridgeLedger.MAX_QUERY)
                                    .mapToObj(number -> new Post(TOPIC, number, new Seq(number), "state"))
                                    .toList());
        }
        assertThat(ledger().forget(ROOM, OTHER))
                .as("of a topic that it has not")
                .isTrue();
        assertThat(ledger().find(ROOM)).isPresent();
        assertThat(ledger().forget(ROOM, TOPIC)).isFalse();
        assertThat(ledger().find(ROOM)).as("while posts are left").isPresent();
        assertThat(ledger().forget(ROOM, TOPIC)).isFalse();
        assertThat(ledger().forget(ROOM, TOPIC)).isTrue();
        assertThat(ledger().forget(ROOM, TOPIC)).as("again").isTrue();

        assertThat(ledger().find(ROOM)).isEmpty();
        assertThat(ledger().posts(ROOM, TOPIC, List.of(1L, 1_000L))).isEmpty();
        assertThat(ledger().posts(new RoomId(2), OTHER, List.of(1L))).hasSize(1);
        assertThat(ledger().find(new RoomId(2))).isPresent();
    }

    @Test
    void posts_are_found_by_their_number_and_by_their_message() {
        ledger().open(ROOM, null, TOPIC);
        BridgedRoom marks = BridgedRoom.untouched(ROOM, TOPIC);
        ledger().record(
                        marks,
                        LongStream.rangeClosed(1, 100)
                                .mapToObj(i -> new Post(TOPIC, i, new Seq(200 + i), "state" + i))
                                .toList());
        ledger().record(
                        marks,
                        List.of(new Post(TOPIC, 5, new Seq(205), ""), new Post(TOPIC, 101, new Seq(203), "again")));
        ledger().record(
                        BridgedRoom.untouched(new RoomId(2), OTHER),
                        List.of(new Post(OTHER, 5, new Seq(205), "elsewhere")));

        assertThat(ledger().posts(ROOM, TOPIC, List.of(5L, 101L, 102L)))
                .isEqualTo(Map.of(
                        5L, new Post(TOPIC, 5, new Seq(205), ""), 101L, new Post(TOPIC, 101, new Seq(203), "again")));
        assertThat(ledger().posts(ROOM, OTHER, List.of(5L))).isEmpty();
        assertThat(ledger().posts(ROOM, TOPIC, List.of())).isEmpty();
        assertThat(ledger().postsOf(ROOM, TOPIC, List.of(new Seq(203), new Seq(204), new Seq(1))))
                .isEqualTo(Map.of(
                        new Seq(203),
                        List.of(
                                new Post(TOPIC, 3, new Seq(203), "state3"),
                                new Post(TOPIC, 101, new Seq(203), "again")),
                        new Seq(204),
                        List.of(new Post(TOPIC, 4, new Seq(204), "state4"))));
        assertThat(ledger().postsOf(ROOM, TOPIC, List.of())).isEmpty();
    }

    @Test
    void of_what_is_said_of_a_post_twice_at_once_the_last_stands() {
        ledger().open(ROOM, null, TOPIC);
        ledger().record(
                        BridgedRoom.untouched(ROOM, TOPIC),
                        List.of(
                                new Post(TOPIC, 5, new Seq(1), "first"),
                                new Post(TOPIC, 4, new Seq(2), "other"),
                                new Post(TOPIC, 5, new Seq(3), "last")));

        assertThat(ledger().posts(ROOM, TOPIC, List.of(4L, 5L)))
                .isEqualTo(Map.of(
                        4L, new Post(TOPIC, 4, new Seq(2), "other"), 5L, new Post(TOPIC, 5, new Seq(3), "last")));
    }

    @Test
    void two_nodes_that_record_the_same_posts_in_any_order_do_not_block_each_other() {
        ledger().open(ROOM, null, TOPIC);
        BridgeLedger other = anotherNode().bridge();
        List<Post> up = LongStream.rangeClosed(1, 100)
                .mapToObj(i -> new Post(TOPIC, i, new Seq(i), "state"))
                .toList();
        List<Post> down = up.stream()
                .sorted(Comparator.comparingLong(Post::number).reversed())
                .toList();
        List<Integer> rounds = Together.run(8, thread -> {
            int round = 0;
            while (round < 5) {
                (thread % 2 == 0 ? ledger() : other).record(marks(TOPIC, round, 0, 0, 0), thread % 4 < 2 ? up : down);
                round++;
            }
            return round;
        });

        assertThat(rounds).containsOnly(5);
        assertThat(ledger().posts(ROOM, TOPIC, List.of(1L, 100L)).values())
                .containsExactlyInAnyOrder(up.get(0), up.get(99));
    }

    @Test
    void a_store_that_is_away_is_unavailable() {
        ledger().open(ROOM, null, TOPIC);
        store().faults().takeStoreAway();
        assertThatThrownBy(() -> ledger().find(ROOM)).isInstanceOf(ChatException.Unavailable.class);
        assertThatThrownBy(() -> ledger().link(ANN, null, HERS)).isInstanceOf(ChatException.Unavailable.class);
        store().faults().bringStoreBack();
    }
}
