package dev.parley.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.domain.ChatException;
import dev.parley.domain.bridge.ForeignAccount;
import dev.parley.domain.bridge.Topic;
import dev.parley.domain.bridge.TopicRoll;
import dev.parley.domain.room.RoomId;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Every promise of {@link TopicRoll}. */
public abstract class TopicRollContract extends StoreContract {
    private static final RoomId HERE = new RoomId(7);
    private static final Topic TOPIC = new Topic("grpOne");
    private static final ForeignAccount ANN = new ForeignAccount("usrAnn");
    private static final ForeignAccount BOB = new ForeignAccount("usrBob");
    private static final ForeignAccount CAT = new ForeignAccount("usrcat");

    private TopicRoll roll() {
        return store().roll();
    }

    @Test
    void who_was_entered_is_on_it_until_struck() {
        roll().enter(HERE, TOPIC, List.of(BOB, ANN));
        roll().enter(HERE, TOPIC, List.of(ANN, CAT));
        TopicRoll other = anotherNode().roll();
        assertThat(other.among(HERE, TOPIC, List.of(ANN, BOB, CAT, new ForeignAccount("usrDan"))))
                .isEqualTo(Set.of(ANN, BOB, CAT));
        other.strike(HERE, TOPIC, List.of(BOB));
        other.strike(HERE, TOPIC, List.of(BOB));
        reopen();

        assertThat(roll().among(HERE, TOPIC, List.of(ANN, BOB))).isEqualTo(Set.of(ANN));
        assertThat(roll().after(HERE, TOPIC, "", 10)).containsExactly(ANN, CAT);
        assertThat(roll().among(HERE, TOPIC, List.of())).isEmpty();
        roll().enter(HERE, TOPIC, List.of());
        roll().strike(HERE, TOPIC, List.of());
    }

    @Test
    void each_topic_of_each_room_has_its_own() {
        Topic next = new Topic("grpTwo");
        roll().enter(HERE, TOPIC, List.of(ANN));
        roll().enter(HERE, next, List.of(BOB));
        roll().enter(new RoomId(8), TOPIC, List.of(CAT));
        store().bridge().open(HERE, null, TOPIC);

        assertThat(roll().after(HERE, TOPIC, "", 10)).containsExactly(ANN);
        assertThat(store().bridge().forget(HERE, TOPIC)).isTrue();
        assertThat(roll().after(HERE, TOPIC, "", 10)).isEmpty();
        assertThat(roll().after(HERE, next, "", 10)).containsExactly(BOB);
        assertThat(roll().after(new RoomId(8), TOPIC, "", 10)).containsExactly(CAT);
    }

    @Test
    void it_is_read_in_pages() {
        List<ForeignAccount> all = IntStream.range(100, 350)
                .mapToObj(i -> new ForeignAccount("usr" + i))
                .toList();
        roll().enter(HERE, TOPIC, all);
        List<ForeignAccount> read = new ArrayList<>();
        List<ForeignAccount> page = roll().after(HERE, TOPIC, "", 100);
        while (!page.isEmpty()) {
            read.addAll(page);
            page = roll().after(HERE, TOPIC, page.get(page.size() - 1).value(), 100);
        }
        assertThat(read).isEqualTo(all);
    }

    @Test
    void two_nodes_that_enter_and_strike_the_same_do_not_block_each_other() {
        TopicRoll other = anotherNode().roll();
        List<Integer> rounds = Together.run(8, thread -> {
            TopicRoll mine = thread % 2 == 0 ? roll() : other;
            int round = 0;
            while (round < 5) {
                mine.enter(HERE, TOPIC, thread % 4 < 2 ? List.of(ANN, BOB) : List.of(BOB, ANN));
                mine.strike(HERE, TOPIC, List.of(CAT, ANN));
                round++;
            }
            return round;
        });
        assertThat(rounds).containsOnly(5);
        assertThat(roll().after(HERE, TOPIC, "", 10)).contains(BOB).doesNotContain(CAT);
    }

    @Test
    void a_store_that_is_away_is_unavailable() {
        store().faults().takeStoreAway();
        assertThatThrownBy(() -> roll().after(HERE, TOPIC, "", 10)).isInstanceOf(ChatException.Unavailable.class);
        assertThatThrownBy(() -> roll().enter(HERE, TOPIC, List.of(ANN))).isInstanceOf(ChatException.Unavailable.class);
        store().faults().bringStoreBack();
    }
}
