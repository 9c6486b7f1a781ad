package dev.parley.application.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.application.fixture.MemorySessionLedger;
import dev.parley.application.fixture.MemoryUserDirectory;
import dev.parley.application.fixture.PlainTokens;
import dev.parley.application.fixture.TestTime;
import dev.parley.application.profile.Profiles;
import dev.parley.domain.ChatException;
import dev.parley.domain.ErrorCode;
import dev.parley.domain.account.AccessClaims;
import dev.parley.domain.account.SessionId;
import dev.parley.domain.account.SessionLedger;
import dev.parley.domain.account.User;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SessionsTest {
    private static final Duration HOUR = Duration.ofHours(1);

    private final TestTime time = new TestTime();
    private final MemoryUserDirectory users = new MemoryUserDirectory();
    private final MemorySessionLedger ledger = new MemorySessionLedger();
    private final Sessions sessions = new Sessions(
            ledger,
            new PlainTokens(),
            new Profiles(users, time::nanoTime),
            time,
            time::nanoTime,
            new Random(1),
            Duration.ofDays(1));
    private final List<SessionId> ended = new ArrayList<>();
    private final User ann = users.add("ann");

    @Test
    void a_token_proves_its_session_until_it_runs_out() {
        SignedIn signedIn = sessions.open(ann, HOUR);
        assertThat(claims(signedIn).user()).isEqualTo(ann.id());
        advance(HOUR);

        assertRefused(() -> claims(signedIn), ErrorCode.TOKEN_EXPIRED);
    }

    @Test
    void a_refresh_gives_the_next_tokens_and_moves_the_end() {
        SignedIn first = sessions.open(ann, HOUR);
        SessionId id = claims(first).session();
        advance(Duration.ofHours(20));
        SignedIn second = sessions.refresh(first.refreshToken(), HOUR);

        assertThat(second.refreshToken()).isNotEqualTo(first.refreshToken());
        assertThat(claims(second).session()).isEqualTo(id);
        assertThat(ledger.end(id)).isEqualTo(time.instant().plus(Duration.ofDays(1)));
    }

    @Test
    void a_session_outlives_the_access_token_that_it_gave() {
        SignedIn signedIn = sessions.open(ann, Duration.ofDays(7));
        advance(Duration.ofDays(6));

        assertThat(claims(signedIn).user()).isEqualTo(ann.id());
    }

    @Test
    void a_refresh_whose_answer_was_lost_may_be_repeated_for_seconds() {
        SignedIn first = sessions.open(ann, HOUR);
        sessions.refresh(first.refreshToken(), HOUR);
        advance(Duration.ofSeconds(9));

        assertThat(sessions.refresh(first.refreshToken(), HOUR).user()).isEqualTo(ann);
    }

    @Test
    void an_old_refresh_token_ends_the_session_for_everybody_at_once() {
        sessions.onEnd(ended::add);
        SignedIn first = sessions.open(ann, HOUR);
        SignedIn second = sessions.refresh(first.refreshToken(), HOUR);
        SessionId id = claims(second).session();
        advance(Duration.ofSeconds(11));
        assertRefused(() -> sessions.refresh(first.refreshToken(), HOUR), ErrorCode.INVALID_REFRESH_TOKEN);

        assertThat(ended).containsExactly(id);
        assertRefused(() -> claims(second), ErrorCode.SESSION_REVOKED);
        assertRefused(() -> sessions.refresh(second.refreshToken(), HOUR), ErrorCode.INVALID_REFRESH_TOKEN);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "x.y", "no dot", "aaaaaaaaaaaaaaaaaaaaaa.", "aaaaaaaaaaaaaaaaaaaaaa.x"})
    void what_is_no_refresh_token_is_refused(String token) {
        assertRefused(() -> sessions.refresh(token, HOUR), ErrorCode.INVALID_REFRESH_TOKEN);
        assertRefused(
                () -> sessions.refresh("a".repeat(22) + "." + "x".repeat(1 << 20), HOUR),
                ErrorCode.INVALID_REFRESH_TOKEN);
    }

    @Test
    void an_end_counts_at_once_also_for_who_was_trusted_a_moment_ago() {
        sessions.onEnd(ended::add);
        SignedIn signedIn = sessions.open(ann, HOUR);
        SessionId id = claims(signedIn).session();
        sessions.end(id);

        assertThat(ended).containsExactly(id);
        assertRefused(() -> claims(signedIn), ErrorCode.SESSION_REVOKED);
    }

    @Test
    void an_end_is_not_undone_by_an_answer_that_was_on_its_way() {
        SignedIn signedIn = sessions.open(ann, HOUR);
        SessionId id =
                new PlainTokens().verify(signedIn.accessToken(), time.instant()).session();
        ledger.afterQuestion(() -> sessions.end(id));

        assertRefused(() -> claims(signedIn), ErrorCode.SESSION_REVOKED);
        advance(Duration.ofMinutes(1));
        assertRefused(() -> claims(signedIn), ErrorCode.SESSION_REVOKED);
    }

    @Test
    void the_store_is_asked_once_a_second_and_another_nodes_end_is_seen_then() {
        SignedIn signedIn = sessions.open(ann, HOUR);
        SessionId id = claims(signedIn).session();
        claims(signedIn);
        assertThat(ledger.questions()).isEqualTo(1);
        ledger.revoke(id);
        claims(signedIn);
        advance(Duration.ofSeconds(1));

        assertRefused(() -> claims(signedIn), ErrorCode.SESSION_REVOKED);
    }

    @Test
    void a_store_that_is_away_is_said_and_not_taken_for_an_end() {
        SignedIn signedIn = sessions.open(ann, HOUR);
        ledger.away(true);
        assertRefused(() -> claims(signedIn), ErrorCode.STORE_UNAVAILABLE);
        ledger.away(false);

        assertThat(claims(signedIn).user()).isEqualTo(ann.id());
    }

    @Test
    void a_recheck_finds_those_that_were_ended_elsewhere_once() {
        sessions.onEnd(ended::add);
        SessionId kept = claims(sessions.open(ann, HOUR)).session();
        SessionId gone = claims(sessions.open(ann, HOUR)).session();
        ledger.revoke(gone);
        sessions.recheck(List.of(kept, gone));

        assertThat(ended).containsExactly(gone);
    }

    @Test
    void a_ticket_is_good_once_and_for_half_a_minute() {
        AccessClaims claims = claims(sessions.open(ann, HOUR));
        String ticket = sessions.issueTicket(claims);
        assertThat(sessions.redeemTicket(ticket)).isEqualTo(claims);
        assertRefused(() -> sessions.redeemTicket(ticket), ErrorCode.INVALID_TOKEN);

        String late = sessions.issueTicket(claims);
        advance(Sessions.TICKET_LIFE);
        assertRefused(() -> sessions.redeemTicket(late), ErrorCode.INVALID_TOKEN);
        assertRefused(() -> sessions.redeemTicket("x".repeat(1_000)), ErrorCode.INVALID_TOKEN);
    }

    @Test
    void a_ticket_of_an_ended_session_opens_nothing() {
        AccessClaims claims = claims(sessions.open(ann, HOUR));
        String ticket = sessions.issueTicket(claims);
        sessions.end(claims.session());

        assertRefused(() -> sessions.redeemTicket(ticket), ErrorCode.SESSION_REVOKED);
    }

    @Test
    void all_that_has_expired_is_forgotten_in_one_round_however_much_it_is() {
        AccessClaims caller = claims(sessions.open(ann, HOUR));
        for (int i = 0; i <= 2 * SessionLedger.MOST_PURGED; i++) {
            sessions.issueTicket(caller);
        }
        advance(Sessions.TICKET_LIFE);
        String good = sessions.issueTicket(caller);
        sessions.purge();

        assertThat(ledger.tickets()).isEqualTo(1);
        assertThat(sessions.redeemTicket(good)).isEqualTo(caller);
    }

    private AccessClaims claims(SignedIn signedIn) {
        return sessions.authenticate(signedIn.accessToken());
    }

    private void advance(Duration by) {
        time.advance(by, () -> {});
    }

    private static void assertRefused(Runnable call, ErrorCode code) {
        assertThatThrownBy(call::run)
                .isInstanceOfSatisfying(
                        ChatException.class,
                        refusal -> assertThat(refusal.code()).isEqualTo(code));
    }
}
