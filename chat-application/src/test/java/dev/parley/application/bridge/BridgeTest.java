package dev.parley.application.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.application.fixture.MemoryMessenger.Fate;
import dev.parley.application.fixture.MemoryMessenger.Stored;
import dev.parley.domain.bridge.ForeignAccount;
import dev.parley.domain.bridge.ForeignPost;
import dev.parley.domain.bridge.MessageRef;
import dev.parley.domain.bridge.Topic;
import dev.parley.domain.bridge.TopicEnd;
import dev.parley.domain.message.Content;
import dev.parley.domain.message.Draft;
import dev.parley.domain.message.Head;
import dev.parley.domain.message.Message;
import dev.parley.domain.message.Rev;
import dev.parley.domain.message.Seq;
import dev.parley.domain.node.Lease;
import dev.parley.domain.node.NodeId;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A room and its topic, with one mishap at a time. */
class BridgeTest {
    private static final long SETTLED = 1_500;
    private static final long LEASE = 25_000;

    private final BridgeWorld world = new BridgeWorld(1);

    /** A node that carries over, and the room's topic. */
    private BridgeNode open() {
        BridgeNode node = world.open();
        world.advanceMillis(SETTLED);
        return node;
    }

    private List<ForeignPost> standing() {
        return world.messenger.posts(world.topic()).stream()
                .filter(stored -> !stored.gone())
                .map(Stored::post)
                .toList();
    }

    private List<String> texts() {
        return standing().stream().map(ForeignPost::text).toList();
    }

    private List<String> said() {
        return world.messages().stream()
                .map(Message::content)
                .map(Object::toString)
                .toList();
    }

    private ForeignAccount accountOfAnn() {
        return Objects.requireNonNull(
                world.ledger.accountsOf(List.of(world.ann)).get(world.ann));
    }

    private static MessageRef ref(long seq) {
        return new MessageRef(BridgeWorld.ROOM, new Seq(seq), new Rev(seq));
    }

    @Test
    void what_is_written_on_either_side_is_on_both() {
        BridgeNode node = open();
        ForeignAccount gil = world.messenger.signUp("Gil");
        node.write(world.ann, "here");
        world.advanceMillis(100);
        long there = world.messenger.write(world.topic(), gil, "there");
        world.advanceMillis(100);
        long edit = world.messenger.write(world.topic(), gil, null, there, "there again");
        node.edit(1, "here again");
        world.advanceMillis(100);

        assertThat(said()).containsExactly("here again", "there again");
        assertThat(texts()).containsExactly("here", "there", "there again", "here again");
        assertThat(edit).isEqualTo(3);
        assertThat(standing().get(3).replaces()).isEqualTo(1);

        node.delete(1);
        world.messenger.takeBack(world.topic(), there);
        world.advanceMillis(100);

        assertThat(texts()).as("also the later versions").isEmpty();
        assertThat(world.messages()).allMatch(Message::deleted);
    }

    @Test
    void messages_that_were_changed_before_they_were_carried_over_stand_once_in_their_order_in_their_latest_state() {
        BridgeNode cutOff = world.open();
        for (int i = 1; i <= 350; i++) {
            cutOff.write(world.ann, "message " + i);
        }
        LongStream.of(1, 2, 120, 250, 349).forEach(seq -> cutOff.edit(seq, "edited " + seq));
        cutOff.delete(3);
        cutOff.delete(350);
        world.advanceMillis(LEASE);

        assertThat(standing()).allMatch(post -> post.replaces() == 0);
        assertThat(standing().stream()
                        .map(post -> Objects.requireNonNull(post.origin()).seq().value()))
                .containsExactlyElementsOf(LongStream.rangeClosed(1, 349)
                        .filter(seq -> seq != 3)
                        .boxed()
                        .toList());
        assertThat(texts()).startsWith("edited 1", "edited 2", "message 4").endsWith("message 348", "edited 349");
    }

    @Test
    void reactions_stay_here_and_do_not_hold_up_what_comes_after_them() {
        BridgeNode node = open();
        ForeignAccount gil = world.messenger.signUp("Gil");
        node.write(world.ann, "here");
        world.advanceMillis(100);
        world.messenger.write(world.topic(), gil, "there");
        world.advanceMillis(100);
        for (long seq = 1; seq <= 2; seq++) {
            node.react(world.ann, seq, true);
            world.advanceMillis(100);
            node.react(world.ann, seq, false);
            node.react(world.ann, seq, true);
        }
        world.advanceMillis(100);
        assertThat(texts()).containsExactly("here", "there");

        node.edit(1, "here again");
        node.write(world.ann, "after");
        world.advanceMillis(SETTLED);
        assertThat(texts()).containsExactly("here", "there", "here again", "after");
        assertThat(world.messages())
                .extracting(Message::reactions)
                .filteredOn(each -> !each.isEmpty())
                .hasSize(2);
        assertThat(world.ledger.find(BridgeWorld.ROOM).orElseThrow().carriedOut())
                .isEqualTo(new Head(new Seq(3), new Rev(10)));
    }

    @Test
    void a_message_that_was_reacted_to_before_it_was_carried_over_stands_once_in_its_order() {
        BridgeNode cutOff = world.open();
        for (int i = 1; i <= 3; i++) {
            cutOff.write(world.ann, "message " + i);
        }
        cutOff.react(world.ann, 1, true);
        cutOff.react(world.ann, 3, true);
        world.advanceMillis(LEASE);

        assertThat(texts()).containsExactly("message 1", "message 2", "message 3");
        assertThat(standing()).allMatch(post -> post.replaces() == 0);
    }

    @ParameterizedTest
    @EnumSource
    void whatever_becomes_of_one_publication_all_stand_once(Fate fate) {
        BridgeNode node = open();
        node.write(world.ann, "first");
        world.advanceMillis(100);
        world.messenger.next(Fate.DONE, fate);
        for (int i = 0; i < 5; i++) {
            node.write(world.ann, "text " + i);
        }
        world.advanceMillis(LEASE);

        assertThat(texts()).hasSize(fate == Fate.NEVER ? 5 : 6).doesNotHaveDuplicates();
    }

    @Test
    void one_that_was_not_answered_behind_one_that_was_refused_is_looked_for_before_it_is_sent_again() {
        BridgeNode node = open();
        node.write(world.ann, "first");
        world.advanceMillis(100);
        world.messenger.mute(true);
        world.messenger.next(Fate.AGAIN, Fate.ANSWER_LOST);
        node.write(world.ann, "second");
        node.write(world.ann, "third");
        world.advanceMillis(LEASE);

        assertThat(texts()).containsExactlyInAnyOrder("first", "second", "third");
        assertThat(world.messenger.posts(world.topic())).hasSize(3);
    }

    @Test
    void a_post_that_nobody_told_of_comes_in_within_half_a_minute() {
        open();
        world.messenger.mute(true);
        long unused = world.messenger.write(world.topic(), world.messenger.signUp("Gil"), "is anybody there?");
        world.advanceMillis(35_000);

        assertThat(said()).containsExactly("is anybody there?");
    }

    @Test
    void a_guests_edit_that_comes_in_with_its_post_is_not_published_there_again() {
        open().close();
        Topic topic = world.topic();
        ForeignAccount gil = world.messenger.signUp("Gil");
        long number = world.messenger.write(topic, gil, "teh cat");
        long edit = world.messenger.write(topic, gil, null, number, "the cat");
        open();
        world.advanceMillis(LEASE);

        assertThat(said()).containsExactly("the cat");
        assertThat(world.messenger.posts(topic)).hasSize((int) edit);
    }

    @Test
    void an_edit_there_of_a_message_that_comes_back_with_it_is_not_lost() {
        BridgeNode node = open();
        node.write(world.ann, "first");
        world.advanceMillis(100);
        world.messenger.next(Fate.DONE_AND_BREAKS);
        node.write(world.ann, "teh dog");
        world.settle();
        world.advanceMillis(10);
        long unused = world.messenger.write(world.topic(), accountOfAnn(), null, 2, "the dog");
        world.advanceMillis(LEASE);

        assertThat(said()).containsExactly("first", "the dog");
        assertThat(texts()).containsExactly("first", "teh dog", "the dog");
    }

    @Test
    void of_two_edits_at_once_the_one_that_stands_last_is_what_both_sides_show() {
        BridgeNode node = open();
        node.write(world.ann, "A");
        world.advanceMillis(100);
        long native1 = world.messenger.write(world.topic(), accountOfAnn(), null, 1, "edited there");
        node.edit(1, "edited here");
        world.settle();
        world.advanceMillis(LEASE);

        assertThat(native1).isEqualTo(2);
        assertThat(said()).containsExactly(texts().get(texts().size() - 1));
        assertThat(texts()).hasSize(3);
    }

    @Test
    void files_go_over_as_lines_with_their_names_and_stay_what_they_are_whatever_is_written_there() {
        BridgeNode node = open();
        node.write(world.ann, "look", "a.png", "[b]");
        node.write(world.ann, "", "a.png");
        world.advanceMillis(100);
        assertThat(texts()).containsExactly("look\n[a.png]\n[[b]]", "[a.png]");
        node.react(world.bob, 1, true);
        node.edit(2, "see");
        world.advanceMillis(100);
        assertThat(texts()).as("nothing is shown anew but what was edited").endsWith("[a.png]", "see\n[a.png]");

        long some = world.messenger.write(world.topic(), accountOfAnn(), null, 1, "look here\n[a.png]\n[[b]]");
        world.advanceMillis(100);
        assertThat(said()).containsExactly("look here", "see");
        long bare = world.messenger.write(world.topic(), accountOfAnn(), null, 1, "[a.png]");
        world.advanceMillis(100);
        long formless = world.messenger.write(world.topic(), accountOfAnn(), null, 2, " ");
        world.advanceMillis(LEASE);
        assertThat(said()).containsExactly("", "see");
        assertThat(world.message(1).files()).hasSize(2);
        assertThat(standing()).as("nothing was said again").hasSize((int) Math.max(formless, Math.max(some, bare)));
    }

    @Test
    void an_edit_there_of_a_message_that_was_deleted_here_does_not_stay() {
        BridgeNode node = open();
        node.write(world.ann, "A");
        world.advanceMillis(100);
        node.delete(1);
        long unused = world.messenger.write(world.topic(), accountOfAnn(), null, 1, "edited there");
        world.advanceMillis(LEASE);

        assertThat(texts()).isEmpty();
    }

    @Test
    void who_claims_that_a_post_of_another_shows_an_own_message_cannot_have_it_taken_back() {
        BridgeNode node = open();
        node.write(world.ann, "hers");
        node.write(world.bob, "his");
        world.advanceMillis(100);
        long forged = world.messenger.write(world.topic(), accountOfAnn(), ref(1), 2, "and his is hers");
        world.advanceMillis(1_000);
        node.delete(1);
        node.edit(2, "still his");
        world.advanceMillis(100);

        assertThat(forged).isEqualTo(3);
        assertThat(said()).containsExactly("", "still his");
        assertThat(texts()).containsExactly("his", "and his is hers", "still his");
    }

    @Test
    void a_guest_who_claims_to_be_the_origin_of_a_message_is_a_guest() {
        BridgeNode node = open();
        node.write(world.ann, "hers");
        world.advanceMillis(100);
        long unused = world.messenger.write(world.topic(), world.messenger.signUp("Gil"), ref(1), 0, "hers");
        world.advanceMillis(1_000);

        assertThat(said()).containsExactly("hers", "hers");
        assertThat(world.message(2).author()).isNotEqualTo(world.ann);
        assertThat(texts()).hasSize(2);
    }

    @ParameterizedTest
    @EnumSource(
            value = Fate.class,
            names = {"AGAIN", "ATTACH", "LOST", "BREAKS", "ANSWER_LOST"})
    void a_second_post_of_a_message_is_taken_back_also_if_that_fails_at_first(Fate fate) {
        BridgeNode node = open();
        node.write(world.ann, "A");
        world.advanceMillis(100);
        world.messenger.next(fate);
        long unused = world.messenger.write(world.topic(), accountOfAnn(), ref(1), 0, "A");
        world.advanceMillis(LEASE);

        assertThat(standing()).extracting(ForeignPost::number).containsExactly(1L);
        assertThat(said()).containsExactly("A");
    }

    @Test
    void a_post_that_may_not_be_taken_back_does_not_stop_what_follows() {
        BridgeNode node = open();
        node.write(world.ann, "A");
        world.advanceMillis(100);
        world.messenger.keepAll(true);
        node.delete(1);
        world.advanceMillis(1_000);
        node.write(world.ann, "B");
        world.advanceMillis(1_000);

        assertThat(texts()).containsExactly("A", "B");
    }

    @Test
    void many_commits_while_another_node_holds_the_lease_do_not_make_it_busy() {
        BridgeNode node = open();
        assertThat(world.leases.add(new Lease("bridge:" + BridgeWorld.ROOM, new NodeId("other"), 0)))
                .isTrue();
        for (int i = 0; i < 300; i++) {
            node.write(world.ann, "text " + i);
            world.advanceMillis(7);
        }
        int before = world.turns;
        world.advanceMillis(1_000);

        assertThat(world.turns - before).isLessThan(60);
        world.advanceMillis(LEASE);
        assertThat(texts()).hasSize(300).doesNotHaveDuplicates();
    }

    @Test
    void many_commits_while_the_messenger_refuses_do_not_make_it_busy() {
        BridgeNode node = open();
        Fate[] refusals = new Fate[300];
        Arrays.fill(refusals, Fate.AGAIN);
        world.messenger.next(refusals);
        for (int i = 0; i < 300; i++) {
            node.write(world.ann, "text " + i);
            world.advanceMillis(7);
        }
        int before = world.turns;
        world.advanceMillis(5_000);

        assertThat(world.turns - before).isLessThan(60);
    }

    @Test
    void what_is_refused_again_and_again_is_said_until_it_is_not() {
        BridgeNode node = open();
        Fate[] refusals = new Fate[8];
        Arrays.fill(refusals, Fate.AGAIN);
        world.messenger.next(refusals);
        node.write(world.ann, "text");
        world.advanceMillis(50);
        assertThat(node.bridge.trouble()).as("it may be nothing").isEmpty();
        world.advanceMillis(1_000);
        assertThat(node.bridge.trouble()).contains("not carried over");
        world.advanceMillis(LEASE);

        assertThat(texts()).containsExactly("text");
        assertThat(node.bridge.trouble()).isEmpty();
    }

    @Test
    void a_node_that_comes_while_another_publishes_waits_at_rest_for_what_that_has_to_say() {
        BridgeNode first = open();
        for (int i = 0; i < 20; i++) {
            first.write(world.ann, "text " + i);
        }
        world.open();
        for (int i = 0; i < 200; i++) {
            first.write(world.ann, "more " + i);
            world.advanceMillis(10);
        }
        world.advanceMillis(LEASE);

        assertThat(texts()).hasSize(220).doesNotHaveDuplicates();
    }

    @Test
    void what_a_node_leaves_another_carries_over_at_once_and_what_a_dead_one_leaves_when_its_lease_stood_still() {
        BridgeNode first = open();
        BridgeNode second = open();
        first.write(world.ann, "A");
        first.close();
        second.write(world.ann, "B");
        world.advanceMillis(2_000);
        assertThat(texts()).containsExactly("A", "B");

        BridgeNode third = open();
        world.messenger.next(Fate.LATE);
        second.write(world.ann, "C");
        while (world.messenger.sessions() > 1) {
            boolean unused = second.turn();
        }
        second.kill();
        third.write(world.ann, "D");
        world.advanceMillis(LEASE + 5_000);
        assertThat(texts()).containsExactly("A", "B", "C", "D");
        assertThat(world.messenger.posts(world.topic())).hasSize(4);
    }

    @Test
    void what_another_node_has_brought_in_and_was_changed_before_it_was_seen_coming_is_changed_there() {
        BridgeNode node = open();
        ForeignAccount gil = world.messenger.signUp("Gil");
        node.write(world.ann, "first");
        world.advanceMillis(100);
        world.messenger.mute(true);
        for (String text : List.of("unwanted", "mistaken")) {
            long number = world.messenger.write(world.topic(), gil, text);
            var unused = world.log.append(
                    BridgeWorld.ROOM,
                    List.of(new Draft(
                            Origins.key(world.topic(), number), world.bob, new Content(text), world.time.instant())));
        }
        node.delete(2);
        node.edit(3, "right");
        world.advanceMillis(LEASE);

        assertThat(texts()).containsExactly("first", "mistaken", "right");
        assertThat(standing().get(2).replaces()).isEqualTo(standing().get(1).number());
        assertThat(said()).containsExactly("first", "", "right");
    }

    @Test
    void however_many_are_taken_back_they_are_taken_back_here_too() {
        BridgeNode node = open();
        ForeignAccount gil = world.messenger.signUp("Gil");
        long first = 0;
        for (int i = 0; i < 1_200; i++) {
            long number = world.messenger.write(world.topic(), gil, "text " + i);
            first = first == 0 ? number : first;
        }
        node.write(world.ann, "hers");
        world.advanceMillis(1_000);
        for (long number = first; number < first + 1_200; number++) {
            world.messenger.takeBack(world.topic(), number);
        }
        world.advanceMillis(1_000);

        assertThat(world.messages()).filteredOn(Message::deleted).hasSize(1_200);
        assertThat(said()).contains("hers");
    }

    @Test
    void a_topic_that_is_gone_gets_a_successor_with_the_whole_room() {
        BridgeNode node = open();
        Topic topic = world.topic();
        node.write(world.ann, "A");
        world.advanceMillis(100);
        long unused = world.messenger.write(topic, world.messenger.signUp("Gil"), "B");
        world.advanceMillis(100);
        world.messenger.remove(topic);
        world.advanceMillis(LEASE);

        assertThat(world.topic()).isNotEqualTo(topic);
        assertThat(texts()).containsExactly("A", "B");

        world.messenger.replaceByEmpty();
        node.write(world.ann, "C");
        world.advanceMillis(LEASE);
        assertThat(texts()).containsExactly("A", "B", "C");
        assertThat(said()).containsExactly("A", "B", "C");
    }

    @Test
    void what_guests_write_is_made_presentable() {
        open();
        ForeignAccount gil = world.messenger.signUp("\u0007\n");
        List.of("a\u0000b\r\nc", "\ud800x", "", " \t ", "x".repeat(1_001), "\ud83d\ude00".repeat(1_001))
                .forEach(text -> world.messenger.write(world.topic(), gil, text));
        world.advanceMillis(100);

        assertThat(said())
                .containsExactly("a b\nc", "\ufffdx", "x".repeat(999) + "…", "\ud83d\ude00".repeat(999) + "…");
    }

    @Test
    void an_account_whose_name_may_not_be_known_is_a_guest_nevertheless() {
        open();
        world.messenger.nextQuestions(Fate.NEVER);
        long unused = world.messenger.write(world.topic(), world.messenger.signUp("Gil"), "A");
        world.advanceMillis(50);

        assertThat(said()).containsExactly("A");
    }

    private static final int CARRIED_A_SECOND = 200;

    /** Somebody writes ten times as much as can be carried over. Returns how long that went on. */
    private Duration flood(BridgeNode node, int messages) {
        AtomicInteger left = new AtomicInteger(messages);
        Runnable write = () -> {
            for (int i = 0; i < 10 && left.get() > 0; i++) {
                node.write(world.ann, "flood " + left.getAndDecrement());
            }
        };
        AtomicBoolean answering = new AtomicBoolean();
        world.meanwhile = () -> { // What is asked takes time, in which others write.
            if (answering.compareAndSet(false, true)) {
                write.run();
                world.time.advance(Duration.ofSeconds(1).dividedBy(CARRIED_A_SECOND), () -> {});
                answering.set(false);
            }
        };
        Instant start = world.time.instant();
        while (left.get() > 0) {
            write.run();
            world.advanceMillis(5);
        }
        world.meanwhile = () -> {};
        return Duration.between(start, world.time.instant());
    }

    @Test
    void a_flood_is_carried_over_behind_the_senders_and_all_of_it_when_they_pause() {
        BridgeNode node = open();
        Duration time = flood(node, 10_000);

        assertThat(texts()).hasSizeLessThan((int) (time.toMillis() * CARRIED_A_SECOND / 1_000 / 3));
        world.advanceMillis(5_000);
        assertThat(texts()).hasSize(10_000).isEqualTo(said());
    }

    @Test
    void who_leaves_while_it_rests_leaves_the_room_to_others_at_once() {
        BridgeNode node = open();
        assertThat(flood(node, 2_000)).isPositive();
        assertThat(texts()).hasSizeLessThan(2_000);
        BridgeNode other = world.open();
        node.close();
        world.advanceMillis(SETTLED + 1_000);

        assertThat(other.isAlive()).isTrue();
        assertThat(texts()).hasSize(2_000).isEqualTo(said());
    }

    @Test
    void scattered_retractions_are_followed_in_few_questions_also_while_more_are_taken_back() {
        open();
        ForeignAccount gil = world.messenger.signUp("Gil");
        for (int i = 0; i < 300; i++) {
            var unused = world.messenger.write(world.topic(), gil, "there " + i);
        }
        world.advanceMillis(1_000);
        world.messenger.mute(true);
        for (int number = 1; number < 300; number += 2) {
            world.messenger.takeBack(world.topic(), number);
        }
        world.messenger.mute(false);
        AtomicInteger asked = new AtomicInteger();
        world.meanwhile = asked::incrementAndGet;
        for (int number = 2; number <= 20; number += 2) {
            world.messenger.takeBack(world.topic(), number);
            world.advanceMillis(2);
        }
        world.advanceMillis(1_000);

        assertThat(said().stream().filter(text -> !text.isEmpty())).hasSize(140);
        assertThat(asked.get()).as("questions and writes").isLessThan(2 * 160 + 200);
    }

    /** A post that was taken back before any living node saw it. Another had seen it: its write is still on its way. */
    private Draft takenBackUnseen() {
        ForeignAccount gil = world.messenger.signUp("Gil");
        Topic topic = world.topic();
        world.messenger.mute(true);
        long number = world.messenger.write(topic, gil, "there");
        var unused = world.messenger.write(topic, gil, "there, later");
        world.messenger.mute(false);
        world.messenger.takeBack(topic, number);
        world.advanceMillis(1_000);
        return new Draft(Origins.key(topic, number), world.bob, new Content("there"), world.time.instant());
    }

    private void landsLate(Draft draft) {
        var unused = world.log.append(BridgeWorld.ROOM, List.of(draft));
    }

    @Test
    void what_lands_after_its_retraction_was_dealt_with_is_taken_back_when_nothing_can_land_any_more() {
        BridgeNode node = open();
        Draft late = takenBackUnseen();
        node.write(world.ann, "here");
        world.advance(Duration.ofMinutes(2));
        landsLate(late);
        world.advance(Duration.ofMinutes(1));

        assertThat(said()).containsExactly("there, later", "here", "");
        assertThat(texts()).containsExactly("there, later", "here");
    }

    @Test
    void it_is_also_found_far_behind_what_was_written_since() {
        BridgeNode node = open();
        Draft late = takenBackUnseen();
        landsLate(late);
        for (int i = 0; i < 6_000; i++) {
            node.write(world.ann, "here");
        }
        world.advance(Duration.ofMinutes(3));

        assertThat(world.message(2).deleted()).isTrue();
    }

    @Test
    void it_is_also_taken_back_if_all_who_dealt_with_the_retraction_are_dead() {
        BridgeNode node = open();
        Draft late = takenBackUnseen();
        node.kill();
        landsLate(late);
        BridgeNode other = open();

        assertThat(other.isAlive()).isTrue();
        assertThat(said()).containsExactly("there, later", "");
    }

    @Test
    void a_retraction_of_what_never_came_in_is_looked_at_twice_and_no_more() {
        BridgeNode node = open();
        var unused = takenBackUnseen();
        TopicEnd first = carriedIn();
        world.advance(Duration.ofMinutes(3));
        TopicEnd second = carriedIn();
        node.kill();

        assertThat(first).isEqualTo(new TopicEnd(2, 0));
        assertThat(second).isEqualTo(new TopicEnd(2, 1));
    }

    private TopicEnd carriedIn() {
        return world.ledger.find(BridgeWorld.ROOM).orElseThrow().carriedIn();
    }
}
