package dev.parley.application.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.application.fixture.MemoryMessenger;
import dev.parley.application.fixture.MemoryMessenger.Fate;
import dev.parley.application.fixture.MemoryMessenger.Stored;
import dev.parley.domain.account.User;
import dev.parley.domain.bridge.ForeignAccount;
import dev.parley.domain.bridge.ForeignPost;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class VoicesAndGuestsTest {
    private final BridgeWorld world = new BridgeWorld(1);
    private final BridgeNode node = world.open();

    private List<ForeignAccount> authors() {
        return world.messenger.posts(world.topic()).stream()
                .map(Stored::post)
                .map(ForeignPost::author)
                .toList();
    }

    private ForeignAccount accountOfAnn() {
        return Objects.requireNonNull(
                world.ledger.accountsOf(List.of(world.ann)).get(world.ann));
    }

    @Test
    void a_user_has_one_account_there_for_all_messages() {
        world.advanceMillis(1_500);
        node.write(world.ann, "A");
        node.write(world.ann, "B");
        world.advanceMillis(100);

        assertThat(authors()).containsExactly(accountOfAnn(), accountOfAnn());
    }

    @Test
    void who_is_refused_once_joins_again_and_several_refusals_at_once_are_one() {
        world.advanceMillis(1_500);
        node.write(world.ann, "A");
        world.advanceMillis(100);
        world.messenger.next(Fate.JOIN, Fate.JOIN, Fate.JOIN);
        node.write(world.ann, "B");
        node.write(world.ann, "C");
        node.write(world.ann, "D");
        world.advanceMillis(1_000);

        assertThat(authors()).hasSize(4).containsOnly(accountOfAnn());
    }

    @Test
    void who_is_refused_again_and_again_is_spoken_for_and_tried_later() {
        world.advanceMillis(1_500);
        world.messenger.next(Fate.JOIN, Fate.JOIN);
        node.write(world.ann, "A");
        world.advanceMillis(5_000);
        assertThat(authors()).containsExactly(MemoryMessenger.OWN);

        world.advance(Voices.MUTE);
        node.write(world.ann, "B");
        world.advanceMillis(1_000);
        assertThat(authors()).containsExactly(MemoryMessenger.OWN, accountOfAnn());
    }

    @Test
    void a_guest_is_one_user_with_the_name_it_has_there() {
        world.advanceMillis(1_500);
        ForeignAccount gil = world.messenger.signUp("Gil");
        long first = world.messenger.write(world.topic(), gil, "A");
        long second = world.messenger.write(world.topic(), gil, "B");
        long third = world.messenger.write(world.topic(), world.messenger.signUp("Gil"), "C");
        world.advanceMillis(100);

        assertThat(List.of(first, second, third)).containsExactly(1L, 2L, 3L);
        assertThat(world.message(1).author()).isEqualTo(world.message(2).author());
        assertThat(world.message(3).author()).isNotEqualTo(world.message(1).author());
        User user = Objects.requireNonNull(world.users
                .find(List.of(world.message(1).author()))
                .get(world.message(1).author()));
        assertThat(user.displayName()).hasToString("Gil");
    }

    @Test
    void a_guest_speaks_in_another_topic_as_itself() {
        world.advanceMillis(1_500);
        ForeignAccount gil = world.messenger.signUp("Gil");
        long unused = world.messenger.write(world.topic(), gil, "A");
        world.advanceMillis(100);
        world.messenger.remove(world.topic());
        world.advanceMillis(5_000);

        assertThat(authors()).containsExactly(gil);
        assertThat(world.messages()).hasSize(1);
    }
}
