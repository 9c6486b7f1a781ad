package dev.parley.testkit;

import static dev.parley.testkit.Drafts.ANN;
import static dev.parley.testkit.Drafts.BOB;
import static dev.parley.testkit.Drafts.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.domain.account.Session;
import dev.parley.domain.account.SessionId;
import dev.parley.domain.account.SessionLedger;
import dev.parley.domain.account.SessionLedger.Exchange;
import dev.parley.domain.account.SessionLedger.Ticket;
import dev.parley.domain.account.TokenHash;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Every promise of {@link SessionLedger}. */
public abstract class SessionLedgerContract extends StoreContract {
    private static final int THREADS = 16;
    private static final Duration GRACE = Duration.ofSeconds(10);
    private static final Instant END = NOON.plus(Duration.ofDays(30));
    private static final Exchange EXCHANGED = new Exchange.Exchanged(ANN);
    private static final Exchange REUSED = new Exchange.Reused();
    private static final Exchange NO_SESSION = new Exchange.NoSession();

    private SessionLedger sessions() {
        return store().sessions();
    }

    private static SessionId id(int number) {
        return new SessionId("session_%020d".formatted(number));
    }

    private static TokenHash token(String name) {
        return TokenHash.of(name);
    }

    private void open(int number, String token) {
        sessions().open(new Session(id(number), ANN, NOON, END), token(token));
    }

    private Exchange exchange(int number, String presented, String next, Duration afterNoon) {
        Instant now = NOON.plus(afterNoon);
        return sessions().exchange(id(number), token(presented), token(next), now, GRACE, END.plus(afterNoon));
    }

    private boolean isOpen(int number, Instant now) {
        return !sessions().stillOpen(List.of(id(number)), now).isEmpty();
    }

    @Test
    void each_token_is_exchanged_for_the_next_one() {
        open(1, "t0");
        for (int i = 0; i < 20; i++) {
            assertThat(exchange(1, "t" + i, "t" + (i + 1), Duration.ofMinutes(i)))
                    .isEqualTo(EXCHANGED);
        }
        assertThat(anotherNode()
                        .sessions()
                        .exchange(id(1), token("t20"), token("t21"), NOON.plusSeconds(9000), GRACE, END))
                .isEqualTo(EXCHANGED);
    }

    @Test
    void an_exchange_moves_the_end_of_the_session() {
        open(1, "t0");
        assertThat(isOpen(1, END.plusMillis(1))).isFalse();
        assertThat(exchange(1, "t0", "t1", Duration.ofHours(1))).isEqualTo(EXCHANGED);
        assertThat(isOpen(1, END.plusMillis(1))).isTrue();
        assertThat(isOpen(1, END.plus(Duration.ofHours(1)).plusMillis(1))).isFalse();
    }

    @Test
    void a_token_is_exchanged_again_within_the_grace_and_either_answer_is_good() {
        for (int number = 1; number <= 2; number++) {
            open(number, "t0");
            assertThat(exchange(number, "t0", "first", Duration.ZERO)).isEqualTo(EXCHANGED);
            assertThat(exchange(number, "t0", "second", GRACE.minusMillis(1))).isEqualTo(EXCHANGED);
        }
        assertThat(exchange(1, "first", "t2", GRACE.plusMinutes(1))).isEqualTo(EXCHANGED);
        assertThat(exchange(2, "second", "t2", GRACE.plusMinutes(1))).isEqualTo(EXCHANGED);
    }

    @Test
    void two_who_go_on_with_answers_to_one_token_end_the_session() {
        open(1, "t0");
        assertThat(exchange(1, "t0", "owner", Duration.ZERO)).isEqualTo(EXCHANGED);
        assertThat(exchange(1, "t0", "thief", Duration.ofSeconds(5))).isEqualTo(EXCHANGED);
        // As long as each may be an answer that came late.
        assertThat(exchange(1, "owner", "owner2", Duration.ofSeconds(6))).isEqualTo(EXCHANGED);
        assertThat(exchange(1, "thief", "thief2", Duration.ofSeconds(7))).isEqualTo(EXCHANGED);
        assertThat(exchange(1, "thief2", "thief3", Duration.ofMinutes(15))).isEqualTo(EXCHANGED);
        assertThat(exchange(1, "owner2", "owner3", Duration.ofMinutes(16))).isEqualTo(REUSED);
        assertThat(exchange(1, "thief3", "thief4", Duration.ofMinutes(16))).isEqualTo(NO_SESSION);
    }

    @Test
    void a_token_presented_again_after_the_grace_ends_the_session() {
        open(1, "t0");
        open(2, "other");
        assertThat(exchange(1, "t0", "t1", Duration.ZERO)).isEqualTo(EXCHANGED);
        assertThat(exchange(1, "t0", "stolen", GRACE.plusMillis(1))).isEqualTo(REUSED);
        assertThat(isOpen(1, NOON)).isFalse();
        assertThat(exchange(1, "t1", "t2", GRACE.plusMillis(2))).isEqualTo(NO_SESSION);
        assertThat(exchange(1, "stolen", "t2", GRACE.plusMillis(2))).isEqualTo(NO_SESSION);
        assertThat(exchange(2, "other", "next", GRACE)).isEqualTo(EXCHANGED);
    }

    @Test
    void a_token_of_long_ago_or_of_another_session_ends_the_session() {
        open(1, "t0");
        for (int i = 0; i < 5; i++) {
            exchange(1, "t" + i, "t" + (i + 1), Duration.ofDays(i));
        }
        assertThat(exchange(1, "t0", "x", Duration.ofDays(5))).isEqualTo(REUSED);
        open(2, "a");
        open(3, "b");
        assertThat(exchange(2, "b", "x", Duration.ZERO)).isEqualTo(REUSED);
        assertThat(exchange(3, "b", "c", Duration.ZERO)).isEqualTo(EXCHANGED);
    }

    @Test
    void a_session_has_a_limited_number_of_live_tokens() {
        open(1, "t0");
        for (int i = 1; i <= SessionLedger.MAX_LIVE_TOKENS; i++) {
            assertThat(exchange(1, "t0", "n" + i, Duration.ofMillis(i))).isEqualTo(EXCHANGED);
        }
        assertThat(exchange(1, "t0", "more", Duration.ofMillis(9))).isEqualTo(REUSED);
        assertThat(isOpen(1, NOON)).isFalse();
    }

    @Test
    void a_token_that_was_never_exchanged_is_exchanged_however_many_are_live() {
        open(1, "t0");
        for (int i = 1; i <= SessionLedger.MAX_LIVE_TOKENS; i++) {
            assertThat(exchange(1, "t0", "n" + i, Duration.ofMillis(i))).isEqualTo(EXCHANGED);
        }
        assertThat(exchange(1, "n1", "m1", Duration.ofMillis(8))).isEqualTo(EXCHANGED);
        assertThat(exchange(1, "n4", "m4", Duration.ofMillis(9))).isEqualTo(EXCHANGED);
    }

    @Test
    void answers_lost_over_a_long_time_do_not_end_the_session() {
        open(1, "t0");
        for (int i = 0; i < 12; i++) {
            Duration day = Duration.ofDays(i);
            assertThat(exchange(1, "t" + i, "lost" + i, day)).isEqualTo(EXCHANGED);
            assertThat(exchange(1, "t" + i, "t" + (i + 1), day.plusSeconds(1))).isEqualTo(EXCHANGED);
        }
    }

    @Test
    void concurrent_exchanges_of_one_token_succeed_up_to_the_limit() {
        int limit = SessionLedger.MAX_LIVE_TOKENS;
        SessionLedger other = anotherNode().sessions();
        for (int round = 1; round <= 5; round++) {
            int number = round;
            open(number, "t0");
            List<Exchange> results = Together.run(
                    limit,
                    i -> (i % 2 == 0 ? sessions() : other)
                            .exchange(id(number), token("t0"), token("n" + i), NOON, GRACE, END));
            assertThat(results).containsOnly(EXCHANGED);
            assertThat(exchange(number, "n" + (round % limit), "m", GRACE.plusMinutes(1)))
                    .isEqualTo(EXCHANGED);
        }
    }

    @Test
    void sixteen_concurrent_exchanges_of_one_token_end_the_session_once() {
        open(1, "t0");
        SessionLedger other = anotherNode().sessions();
        List<Exchange> results = Together.run(
                THREADS,
                i -> (i % 2 == 0 ? sessions() : other).exchange(id(1), token("t0"), token("n" + i), NOON, GRACE, END));
        assertThat(results).filteredOn(EXCHANGED::equals).hasSize(SessionLedger.MAX_LIVE_TOKENS);
        assertThat(results).filteredOn(REUSED::equals).hasSize(1);
        assertThat(results).filteredOn(NO_SESSION::equals).hasSize(THREADS - SessionLedger.MAX_LIVE_TOKENS - 1);
        assertThat(isOpen(1, NOON)).isFalse();
    }

    @Test
    void a_session_that_is_over_or_was_never_there_cannot_be_exchanged() {
        open(1, "t0");
        assertThat(exchange(2, "t0", "t1", Duration.ZERO)).isEqualTo(NO_SESSION);
        assertThat(exchange(1, "t0", "t1", Duration.between(NOON, END).plusMillis(1)))
                .isEqualTo(NO_SESSION);
        assertThat(sessions().stillOpen(List.of(id(1), id(2)), END.plusMillis(1)))
                .isEmpty();
        assertThat(sessions().stillOpen(List.of(), NOON)).isEmpty();
    }

    @Test
    void a_revoked_session_is_not_open() {
        open(1, "t0");
        open(2, "u0");
        assertThat(sessions().stillOpen(List.of(id(1), id(2), id(3)), NOON)).containsExactlyInAnyOrder(id(1), id(2));
        assertThat(anotherNode().sessions().revoke(id(1))).isTrue();
        assertThat(sessions().revoke(id(1))).isFalse();
        assertThat(sessions().revoke(id(3))).isFalse();
        assertThat(sessions().stillOpen(List.of(id(1), id(2), id(3)), NOON)).containsExactly(id(2));
        assertThat(exchange(1, "t0", "t1", Duration.ZERO)).isEqualTo(NO_SESSION);
    }

    @Test
    void a_session_is_revoked_by_one_of_sixteen() {
        open(1, "t0");
        SessionLedger other = anotherNode().sessions();
        assertThat(Together.run(THREADS, i -> (i % 2 == 0 ? sessions() : other).revoke(id(1))))
                .filteredOn(revoked -> revoked)
                .hasSize(1);
    }

    @Test
    void a_ticket_is_redeemed_by_one_of_sixteen() {
        SessionLedger other = anotherNode().sessions();
        open(1, "t0");
        Ticket ticket = new Ticket(ANN, id(1), NOON.plusSeconds(900), NOON.plusSeconds(30));
        for (int round = 0; round < 5; round++) {
            TokenHash hash = token("ticket" + round);
            sessions().issueTicket(hash, ticket);
            List<Optional<Ticket>> results =
                    Together.run(THREADS, i -> (i % 2 == 0 ? sessions() : other).redeemTicket(hash, NOON));
            assertThat(results).filteredOn(Optional::isPresent).containsExactly(Optional.of(ticket));
        }
    }

    @Test
    void an_expired_or_unknown_ticket_is_not_found() {
        open(1, "t0");
        Ticket ticket = new Ticket(ANN, id(1), NOON.plusSeconds(900), NOON.plusSeconds(30));
        sessions().issueTicket(token("late"), ticket);
        sessions().issueTicket(token("good"), ticket);
        assertThat(sessions().redeemTicket(token("late"), NOON.plusSeconds(31))).isEmpty();
        assertThat(sessions().redeemTicket(token("unknown"), NOON)).isEmpty();
        assertThat(sessions().redeemTicket(token("good"), NOON.plusSeconds(29))).contains(ticket);
    }

    @Test
    void purge_forgets_what_has_expired_and_nothing_else() {
        Instant soon = NOON.plusSeconds(60);
        List<SessionId> all = new ArrayList<>();
        for (int i = 1; i <= 10; i++) {
            all.add(id(i));
            sessions().open(new Session(id(i), BOB, NOON, i <= 4 ? soon : END), token("t" + i));
        }
        sessions().issueTicket(token("old"), new Ticket(BOB, id(5), END, soon));
        sessions().issueTicket(token("good"), new Ticket(BOB, id(5), END, END));
        assertThat(sessions().purge(NOON)).isZero();
        assertThat(sessions().purge(soon.plusMillis(1))).isEqualTo(5);
        assertThat(sessions().purge(soon.plusMillis(1))).isZero();
        assertThat(sessions().stillOpen(all, NOON)).containsExactlyInAnyOrderElementsOf(all.subList(4, 10));
        assertThat(sessions().redeemTicket(token("good"), soon)).isPresent();
    }

    @Test
    void purge_forgets_some_at_a_time_until_nothing_is_left() {
        Instant soon = NOON.plusSeconds(30);
        open(1, "t0");
        for (int i = 0; i < 3; i++) {
            sessions().open(new Session(id(2 + i), ANN, NOON, soon), token("u" + i));
        }
        int tickets = SessionLedger.MOST_PURGED + 1;
        Together.run(THREADS, thread -> {
            for (int i = thread; i < tickets; i += THREADS) {
                sessions().issueTicket(token("ticket" + i), new Ticket(ANN, id(1), END, soon));
            }
            return thread;
        });
        assertThat(sessions().purge(soon)).isEqualTo(SessionLedger.MOST_PURGED);
        assertThat(sessions().purge(soon)).isEqualTo(4);
        assertThat(sessions().purge(soon)).isZero();
        assertThat(isOpen(1, soon)).isTrue();
    }

    @Test
    void sessions_and_tickets_are_there_after_a_restart() {
        open(1, "t0");
        Ticket ticket = new Ticket(ANN, id(1), NOON.plusSeconds(900), NOON.plusSeconds(30));
        sessions().issueTicket(token("ticket"), ticket);
        exchange(1, "t0", "t1", Duration.ZERO);
        reopen();
        assertThat(exchange(1, "t1", "t2", Duration.ofMinutes(1))).isEqualTo(EXCHANGED);
        assertThat(sessions().redeemTicket(token("ticket"), NOON)).contains(ticket);
        assertThat(sessions().redeemTicket(token("ticket"), NOON)).isEmpty();
    }
}
