package dev.parley.testkit;

import static dev.parley.testkit.Drafts.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.domain.account.Credentials;
import dev.parley.domain.account.DisplayName;
import dev.parley.domain.account.Email;
import dev.parley.domain.account.Language;
import dev.parley.domain.account.NewUser;
import dev.parley.domain.account.PasswordHash;
import dev.parley.domain.account.ProfileChange;
import dev.parley.domain.account.User;
import dev.parley.domain.account.UserDirectory;
import dev.parley.domain.account.UserDirectory.Registration;
import dev.parley.domain.account.UserId;
import dev.parley.domain.account.Username;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Every promise of {@link UserDirectory}. */
public abstract class UserDirectoryContract extends StoreContract {
    private static final int THREADS = 16;
    private static final PasswordHash HASH = new PasswordHash("$2a$04$hash-of-nothing");

    private static NewUser newcomer(String username, String email) {
        return new NewUser(
                new Username(username),
                new Email(email),
                new DisplayName("Zoë 👩‍🚀 日本"),
                new Language("pt-BR"),
                HASH,
                NOON);
    }

    private static NewUser newcomer(String username) {
        return new NewUser(new Username(username), null, new DisplayName(username), null, HASH, NOON);
    }

    private UserDirectory users() {
        return store().users();
    }

    private User register(NewUser newcomer) {
        Registration result = users().register(newcomer);
        assertThat(result).isInstanceOf(Registration.Registered.class);
        return ((Registration.Registered) result).user();
    }

    /** The name in one of its many mixtures of upper and lower case. */
    private static String mixed(String name, int number) {
        StringBuilder mixed = new StringBuilder(name);
        for (int i = 0; i < name.length(); i++) {
            if ((number >> (i % 4) & 1) == 1) {
                mixed.setCharAt(i, Character.toUpperCase(name.charAt(i)));
            }
        }
        return mixed.toString();
    }

    @Test
    void a_user_is_found_by_number_name_and_address() {
        NewUser newcomer = newcomer("Zoe", "Zoe@Example.org");
        User user = register(newcomer);
        assertThat(user)
                .isEqualTo(new User(
                        user.id(),
                        newcomer.username(),
                        newcomer.email(),
                        false,
                        newcomer.displayName(),
                        newcomer.language(),
                        NOON));
        assertThat(users().find(List.of(user.id()))).isEqualTo(Map.of(user.id(), user));
        Credentials credentials = new Credentials(user, HASH);
        assertThat(users().findByUsername(new Username("zOE"))).contains(credentials);
        assertThat(users().findByEmail(new Email("zoe@EXAMPLE.ORG"))).contains(credentials);
        assertThat(anotherNode().users().findByUsername(new Username("Zoe"))).contains(credentials);
    }

    @Test
    void users_without_address_and_language_do_not_collide() {
        User first = register(newcomer("first"));
        User second = register(newcomer("second"));
        assertThat(first.email()).isNull();
        assertThat(first.language()).isNull();
        assertThat(users().find(List.of(first.id(), second.id(), new UserId(4711))))
                .isEqualTo(Map.of(first.id(), first, second.id(), second));
    }

    @Test
    void who_does_not_exist_is_not_found() {
        register(newcomer("somebody", "somebody@example.org"));
        assertThat(users().find(List.of())).isEmpty();
        assertThat(users().find(List.of(new UserId(4711)))).isEmpty();
        assertThat(users().findByUsername(new Username("some_body"))).isEmpty();
        assertThat(users().findByUsername(new Username("somebod."))).isEmpty();
        assertThat(users().findByEmail(new Email("nobody@example.org"))).isEmpty();
    }

    @Test
    void a_name_or_address_is_taken_whatever_its_case() {
        register(newcomer("taken", "taken@example.org"));
        UserDirectory other = anotherNode().users();
        assertThat(other.register(newcomer("TAKEN", "free@example.org")))
                .isInstanceOf(Registration.UsernameTaken.class);
        assertThat(other.register(newcomer("free", "Taken@Example.org"))).isInstanceOf(Registration.EmailTaken.class);
        assertThat(other.register(newcomer("Taken", "Taken@Example.org")))
                .isInstanceOf(Registration.UsernameTaken.class);
        assertThat(other.register(newcomer("Taken"))).isInstanceOf(Registration.UsernameTaken.class);
        assertThat(users().findByUsername(new Username("free"))).isEmpty();
        assertThat(users().findByEmail(new Email("free@example.org"))).isEmpty();
    }

    @Test
    void a_refused_registration_takes_neither_the_name_nor_the_address() {
        register(newcomer("taken", "taken@example.org"));
        users().register(newcomer("free", "taken@example.org"));
        users().register(newcomer("taken", "free@example.org"));
        User user = register(newcomer("free", "free@example.org"));
        assertThat(users().findByEmail(new Email("free@example.org")))
                .map(Credentials::user)
                .contains(user);
    }

    @Test
    void of_sixteen_registrations_of_one_name_exactly_one_adds() {
        UserDirectory other = anotherNode().users();
        List<Registration> results = Together.run(
                THREADS, i -> (i % 2 == 0 ? users() : other).register(newcomer(mixed("racer", i), i + "@example.org")));
        assertThat(results)
                .filteredOn(Registration.Registered.class::isInstance)
                .hasSize(1);
        assertThat(results)
                .filteredOn(Registration.UsernameTaken.class::isInstance)
                .hasSize(THREADS - 1);
    }

    @Test
    void of_sixteen_registrations_of_one_address_exactly_one_adds() {
        UserDirectory other = anotherNode().users();
        List<Registration> results = Together.run(
                THREADS, i -> (i % 2 == 0 ? users() : other).register(newcomer("racer" + i, mixed("race@e.org", i))));
        assertThat(results)
                .filteredOn(Registration.Registered.class::isInstance)
                .hasSize(1);
        assertThat(results)
                .filteredOn(Registration.EmailTaken.class::isInstance)
                .hasSize(THREADS - 1);
    }

    @Test
    void sixteen_newcomers_get_sixteen_numbers() {
        List<User> added = Together.run(THREADS, i -> register(newcomer("user" + i, i + "@example.org")));
        List<UserId> ids = added.stream().map(User::id).toList();
        assertThat(ids).doesNotHaveDuplicates();
        assertThat(users().find(ids).values()).containsExactlyInAnyOrderElementsOf(added);
    }

    @Test
    void a_thousand_numbers_are_asked_for_at_once() {
        User user = register(newcomer("needle"));
        List<UserId> asked = new ArrayList<>(List.of(user.id()));
        for (int i = 1; i < 1000; i++) {
            asked.add(new UserId(user.id().value() + i));
        }
        assertThat(users().find(asked)).isEqualTo(Map.of(user.id(), user));
    }

    private User shown(String username, String displayName) {
        return register(new NewUser(new Username(username), null, new DisplayName(displayName), null, HASH, NOON));
    }

    private List<String> found(String part) {
        return users().search(part, 0, UserDirectory.MAX_PAGE).stream()
                .map(user -> user.username().value())
                .toList();
    }

    @Test
    void people_are_found_by_a_part_of_either_name_whatever_its_case() {
        shown("Zoe_K", "Zoë Müller");
        shown("nikos", "ΝΙΚΟΣ ΣΟΦΟΣ");
        shown("mia", "MÜLLER, Mia");
        shown("hiro", "ﾋﾛ 日本");

        assertThat(found("OE_k")).containsExactly("Zoe_K");
        assertThat(found("müll")).containsExactly("Zoe_K", "mia");
        assertThat(found("MU\u0308LL")).as("composed otherwise").containsExactly("Zoe_K", "mia");
        assertThat(found("νικος")).containsExactly("nikos");
        assertThat(found("ΚΟΣ")).as("a sigma inside or at the end").containsExactly("nikos");
        assertThat(found("ヒロ")).as("of another width").containsExactly("hiro");
        assertThat(found("本")).containsExactly("hiro");
        assertThat(found("")).containsExactly("Zoe_K", "nikos", "mia", "hiro");
        assertThat(found("nobody")).isEmpty();
    }

    @Test
    void what_is_searched_is_text_and_no_pattern() {
        shown("plain", "Plain");
        shown("under_score", "100% (a+b)*[c] \\E !x");

        for (String part : List.of("_", "%", "0% (", "(a+b)*[c]", "\\e", "\\E !", "!X", "*[")) {
            assertThat(found(part)).as(part).containsExactly("under_score");
        }
        for (String part : List.of(
                ".*", "p_ain", "pl%n", "p.ain", "^plain", "\\Qplain", "plain\n", "plain\0", "x".repeat(5_000))) {
            assertThat(found(part)).as(part).isEmpty();
        }
    }

    @Test
    void people_are_searched_page_by_page() {
        List<User> all = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            all.add(shown("page" + i, "Somebody"));
            register(newcomer("other" + i));
        }
        List<User> read = new ArrayList<>();
        List<User> page;
        do {
            long after = read.isEmpty() ? 0 : read.get(read.size() - 1).id().value();
            page = users().search("SOMEBODY", after, 3);
            read.addAll(page);
        } while (page.size() == 3);

        assertThat(read).isEqualTo(all);
    }

    @Test
    void a_change_is_seen_by_all_and_found_under_its_new_name_alone() {
        User user = register(newcomer("changer", "changer@example.org"));
        User changed = users().update(user.id(), new ProfileChange(new DisplayName("Änne"), true, new Language("de")))
                .orElseThrow();
        assertThat(changed)
                .isEqualTo(new User(
                        user.id(),
                        user.username(),
                        user.email(),
                        false,
                        new DisplayName("Änne"),
                        new Language("de"),
                        user.createdAt()));
        assertThat(anotherNode().users().find(List.of(user.id()))).containsValue(changed);
        assertThat(found("änne")).containsExactly("changer");
        assertThat(found("zoë")).isEmpty();
        assertThat(users().findByUsername(user.username()))
                .map(Credentials::passwordHash)
                .contains(HASH);
    }

    @Test
    void what_is_not_to_change_stays() {
        User user = register(newcomer("stable", "stable@example.org"));
        assertThat(users().update(user.id(), new ProfileChange(null, false, null)))
                .contains(user);
        User named = users().update(user.id(), new ProfileChange(new DisplayName("New"), false, null))
                .orElseThrow();
        assertThat(named.language()).isEqualTo(user.language());
        User mute =
                users().update(user.id(), new ProfileChange(null, true, null)).orElseThrow();
        assertThat(mute.language()).isNull();
        assertThat(mute.displayName()).isEqualTo(new DisplayName("New"));
        assertThat(users().update(new UserId(4711), new ProfileChange(new DisplayName("New"), true, null)))
                .isEmpty();
        reopen();
        assertThat(users().find(List.of(user.id()))).containsValue(mute);
    }

    @Test
    void changes_of_different_things_at_once_are_all_made() {
        User user = register(newcomer("busy"));
        UserDirectory other = anotherNode().users();
        for (int round = 0; round < 10; round++) {
            DisplayName name = new DisplayName("Name " + round);
            Language language = new Language(round % 2 == 0 ? "de" : "fr");
            var unused = Together.run(
                    2,
                    i -> (i == 0 ? users() : other)
                            .update(
                                    user.id(),
                                    i == 0
                                            ? new ProfileChange(name, false, null)
                                            : new ProfileChange(null, true, language)));
            User now = Objects.requireNonNull(users().find(List.of(user.id())).get(user.id()));
            assertThat(now.displayName()).isEqualTo(name);
            assertThat(now.language()).isEqualTo(language);
        }
    }

    @Test
    void a_user_is_there_after_a_restart_and_its_number_stays_its_own() {
        User user = register(newcomer("stayer", "stayer@example.org"));
        reopen();
        assertThat(users().find(List.of(user.id()))).containsValue(user);
        assertThat(register(newcomer("next")).id()).isNotEqualTo(user.id());
    }

    @Test
    void an_address_is_proved_by_its_owner_and_as_it_is_now() {
        User user = register(newcomer("prover", "Prover@example.org"));
        User other = register(newcomer("other", "other@example.org"));
        assertThat(users().verify(other.id(), new Email("prover@example.org"))).isEmpty();
        assertThat(users().verify(new UserId(4711), new Email("prover@example.org")))
                .isEmpty();
        assertThat(users().verify(register(newcomer("mute")).id(), new Email("prover@example.org")))
                .isEmpty();
        User proved = users().verify(user.id(), new Email("prover@EXAMPLE.org")).orElseThrow();
        assertThat(proved.emailVerified()).isTrue();
        assertThat(users().verify(user.id(), new Email("prover@example.org"))).contains(proved);
        assertThat(users().update(user.id(), new ProfileChange(null, true, null)))
                .map(User::emailVerified)
                .contains(true);
        reopen();
        assertThat(users().findByEmail(new Email("prover@example.org")))
                .map(found -> found.user().emailVerified())
                .contains(true);
        assertThat(users().find(List.of(other.id())).values())
                .extracting(User::emailVerified)
                .containsExactly(false);
    }

    @Test
    void a_password_is_changed_by_who_knows_the_one_before() {
        User user = register(newcomer("changer", "changer@example.org"));
        User other = register(newcomer("other"));
        PasswordHash next = new PasswordHash("$2a$04$another");
        assertThat(users().changePassword(user.id(), next, HASH)).isFalse();
        assertThat(users().changePassword(new UserId(4711), HASH, next)).isFalse();
        assertThat(users().changePassword(user.id(), HASH, next)).isTrue();
        assertThat(users().changePassword(user.id(), HASH, new PasswordHash("$2a$04$third")))
                .isFalse();
        reopen();
        assertThat(users().findByUsername(user.username()))
                .map(Credentials::passwordHash)
                .contains(next);
        assertThat(users().findByUsername(other.username()))
                .map(Credentials::passwordHash)
                .contains(HASH);
    }

    @Test
    void of_sixteen_who_change_a_password_at_once_one_does() {
        User user = register(newcomer("busy"));
        UserDirectory other = anotherNode().users();
        List<Boolean> results = Together.run(
                THREADS,
                i -> (i % 2 == 0 ? users() : other)
                        .changePassword(user.id(), HASH, new PasswordHash("$2a$04$number" + i)));
        assertThat(results).filteredOn(changed -> changed).hasSize(1);
        assertThat(users().findByUsername(user.username()))
                .map(Credentials::passwordHash)
                .contains(new PasswordHash("$2a$04$number" + results.indexOf(true)));
    }
}
