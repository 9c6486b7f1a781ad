package dev.parley.application.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.application.fixture.MemoryMessageLog;
import dev.parley.application.fixture.MemoryUserDirectory;
import dev.parley.application.fixture.TestTime;
import dev.parley.domain.ChatException;
import dev.parley.domain.account.DisplayName;
import dev.parley.domain.account.Language;
import dev.parley.domain.account.ProfileChange;
import dev.parley.domain.account.User;
import dev.parley.domain.account.UserDirectory;
import dev.parley.domain.account.UserId;
import dev.parley.domain.message.Message;
import dev.parley.domain.room.RoomId;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class ProfilesTest {
    private final TestTime time = new TestTime();
    private final MemoryUserDirectory users = new MemoryUserDirectory();
    private final MemoryMessageLog log = new MemoryMessageLog();
    private final Profiles profiles = new Profiles(users, time::nanoTime);
    private final User ann = users.add("ann");
    private final User bob = users.add("bob");

    @Test
    void a_user_is_asked_for_once_a_minute() {
        assertThat(profiles.of(ann.id())).isEqualTo(ann);
        assertThat(profiles.of(ann.id())).isEqualTo(ann);
        time.advance(Duration.ofSeconds(59), () -> {});
        assertThat(profiles.of(ann.id())).isEqualTo(ann);
        assertThat(users.questions()).hasSize(1);
        time.advance(Duration.ofSeconds(1), () -> {});
        assertThat(profiles.of(ann.id())).isEqualTo(ann);
        assertThat(users.questions()).hasSize(2);
    }

    @Test
    void a_change_is_seen_at_once() {
        assertThat(profiles.of(ann.id())).isEqualTo(ann);
        User changed = profiles.change(ann.id(), new ProfileChange(new DisplayName("Änne"), true, new Language("de")));

        assertThat(changed.displayName()).isEqualTo(new DisplayName("Änne"));
        assertThat(profiles.of(ann.id())).isEqualTo(changed);
        assertThat(profiles.search("ÄNN", 0, 10)).containsExactly(changed);
        assertThatThrownBy(() -> profiles.change(new UserId(4711), new ProfileChange(null, true, null)))
                .isInstanceOf(ChatException.NotFound.class);
    }

    @Test
    void what_another_node_has_changed_is_known_to_all_once_somebody_could_not_wait() {
        assertThat(profiles.of(ann.id())).isEqualTo(ann);
        User changed = users.update(ann.id(), new ProfileChange(null, true, new Language("de")))
                .orElseThrow();
        time.advance(Duration.ofSeconds(2), () -> {});
        assertThat(profiles.of(ann.id(), Duration.ofSeconds(3))).isEqualTo(ann);
        assertThat(profiles.of(ann.id(), Duration.ofSeconds(2))).isEqualTo(changed);
        assertThat(profiles.of(ann.id())).isEqualTo(changed);
        assertThat(profiles.of(List.of(ann.id(), bob.id()), Duration.ZERO))
                .containsOnly(Map.entry(ann.id(), changed), Map.entry(bob.id(), bob));
        assertThat(users.questions()).containsExactly(1, 1, 2);
    }

    @Test
    void what_was_read_before_a_change_is_not_remembered_after_it() {
        Deque<Runnable> meanwhile = new ArrayDeque<>();
        UserDirectory slow = (UserDirectory) Proxy.newProxyInstance(
                UserDirectory.class.getClassLoader(),
                new Class<?>[] {UserDirectory.class},
                (self, method, arguments) -> {
                    Object answer = method.invoke(users, arguments);
                    Runnable next = method.getName().equals("find") ? meanwhile.poll() : null;
                    if (next != null) {
                        next.run();
                    }
                    return answer;
                });
        Profiles racing = new Profiles(slow, time::nanoTime);
        ProfileChange change = new ProfileChange(new DisplayName("New"), false, null);
        meanwhile.add(() -> {
            User unused = racing.change(ann.id(), change);
        });
        assertThat(racing.of(ann.id())).as("as it was when it was read").isEqualTo(ann);

        assertThat(racing.of(ann.id()).displayName()).isEqualTo(new DisplayName("New"));
    }

    @Test
    void known_users_are_known_while_the_store_is_away() {
        assertThat(profiles.of(ann.id())).isEqualTo(ann);
        users.away(true);

        assertThat(profiles.of(ann.id())).isEqualTo(ann);
    }

    @Test
    void many_users_are_asked_for_in_thousands() {
        List<UserId> ids =
                LongStream.rangeClosed(1, 2_500).mapToObj(UserId::new).toList();

        assertThat(profiles.of(ids)).containsOnlyKeys(ann.id(), bob.id());
        assertThat(users.questions()).containsExactly(1_000, 1_000, 500);
    }

    @Test
    void a_page_of_messages_is_one_question() {
        List<Message> messages = List.of(write(bob.id()), write(ann.id()), write(bob.id()));

        assertThat(profiles.authored(messages))
                .extracting(AuthoredMessage::author)
                .containsExactly(bob, ann, bob);
        assertThat(profiles.authored(messages))
                .extracting(AuthoredMessage::message)
                .isEqualTo(messages);
        assertThat(users.questions()).containsExactly(2);
    }

    @Test
    void an_author_who_does_not_exist_is_a_bug_in_a_page_and_left_out_of_a_stream() {
        List<Message> messages = List.of(write(ann.id()), write(new UserId(99)), write(bob.id()));

        assertThatThrownBy(() -> profiles.authored(messages)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> profiles.of(new UserId(99))).isInstanceOf(IllegalStateException.class);
        assertThat(profiles.attributed(messages))
                .extracting(AuthoredMessage::author)
                .containsExactly(ann, bob);
    }

    private Message write(UserId author) {
        return log.writeElsewhere(RoomId.GENERAL, author, "hello");
    }
}
