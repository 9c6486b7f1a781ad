package dev.parley.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.domain.message.Draft;
import dev.parley.domain.message.Head;
import dev.parley.domain.message.Message;
import dev.parley.domain.message.MessageLog;
import dev.parley.domain.message.MessageLog.Appended;
import dev.parley.domain.message.MessageLog.Changed;
import dev.parley.domain.message.Rev;
import dev.parley.domain.message.Seq;
import dev.parley.domain.room.RoomId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

/** Ways to read a log as a whole and to say what must be true of it. */
final class Logs {
    private static final int PAGE = 97;
    private static final int SMALL_PAGE = 7;

    private Logs() {}

    /** The message of a draft that must have been added. */
    static Message add(MessageLog log, RoomId room, Draft draft) {
        return added(log.append(room, List.of(draft)).get(0));
    }

    static Message added(Appended result) {
        assertThat(result).isInstanceOf(Appended.Added.class);
        return ((Appended.Added) result).message();
    }

    static Message repeated(Appended result) {
        assertThat(result).isInstanceOf(Appended.Repeated.class);
        return ((Appended.Repeated) result).message();
    }

    /** The message that a draft stands for, whether this append or an earlier one has added it. */
    static Message known(Appended result) {
        return result instanceof Appended.Repeated again ? again.message() : added(result);
    }

    static Message done(Changed result) {
        assertThat(result).isInstanceOf(Changed.Done.class);
        return ((Changed.Done) result).message();
    }

    /** All messages by seq, read in pages. */
    static List<Message> all(MessageLog log, RoomId room) {
        List<Message> all = new ArrayList<>();
        List<Message> page = log.after(room, Seq.ZERO, PAGE);
        while (!page.isEmpty()) {
            all.addAll(page);
            page = log.after(room, page.get(page.size() - 1).seq(), PAGE);
        }
        return all;
    }

    static List<String> texts(List<Message> messages) {
        return messages.stream().map(m -> m.content().text()).toList();
    }

    /** Nothing is missing, doubled, out of order, or different when asked in another way; returns all messages. */
    static List<Message> assertWhole(MessageLog log, RoomId room) {
        List<Message> all = all(log, room);
        for (int i = 0; i < all.size(); i++) {
            assertThat(all.get(i).seq()).isEqualTo(new Seq(i + 1));
            assertThat(all.get(i).room()).isEqualTo(room);
            if (i > 0) {
                assertThat(all.get(i).sentAt()).isAfterOrEqualTo(all.get(i - 1).sentAt());
            }
        }
        assertThat(all).extracting(Message::key).doesNotHaveDuplicates();
        List<Message> byRev =
                all.stream().sorted(Comparator.comparing(Message::rev)).toList();
        assertThat(changes(log, room)).isEqualTo(byRev);
        if (!all.isEmpty()) {
            Head head = new Head(new Seq(all.size()), byRev.get(all.size() - 1).rev());
            assertThat(log.heads(List.of(room))).isEqualTo(Map.of(room, head));
            assertThat(log.newest(List.of(room))).isEqualTo(Map.of(room, all.get(all.size() - 1)));
        }
        return all;
    }

    /** Every rev from 1 to the room's last was given to exactly one of these. */
    static void assertEachRevOnce(MessageLog log, RoomId room, List<Message> given) {
        List<Long> revs = given.stream().map(m -> m.rev().value()).sorted().toList();
        assertThat(revs).doesNotHaveDuplicates();
        Head head = log.heads(List.of(room)).getOrDefault(room, Head.EMPTY);
        assertThat(revs).hasSize((int) head.lastRev().value());
        assertThat(revs.get(revs.size() - 1)).isEqualTo(head.lastRev().value());
    }

    /** All messages by rev, read in pages. */
    static List<Message> changes(MessageLog log, RoomId room) {
        List<Message> all = new ArrayList<>();
        List<Message> page = log.changesSince(room, Rev.ZERO, PAGE);
        while (!page.isEmpty()) {
            all.addAll(page);
            page = log.changesSince(room, page.get(page.size() - 1).rev(), PAGE);
        }
        return all;
    }

    /** Follows the changes in small pages until the writers have ended; returns what the room looks like from here. */
    static Map<Seq, Message> follow(MessageLog log, RoomId room, BooleanSupplier writersEnded) {
        Map<Seq, Message> seen = new HashMap<>();
        Rev cursor = Rev.ZERO;
        while (true) {
            boolean ended = writersEnded.getAsBoolean();
            List<Message> page = log.changesSince(room, cursor, SMALL_PAGE);
            assertThat(page).hasSizeLessThanOrEqualTo(SMALL_PAGE);
            for (Message message : page) {
                assertThat(message.rev()).isGreaterThan(cursor);
                cursor = message.rev();
                seen.put(message.seq(), message);
            }
            if (page.isEmpty() && ended) {
                return seen;
            }
        }
    }

    /** A follower that missed nothing sees what the log holds. */
    static void assertSame(Map<Seq, Message> followed, List<Message> log) {
        assertThat(followed.values()).containsExactlyInAnyOrderElementsOf(log);
    }
}
