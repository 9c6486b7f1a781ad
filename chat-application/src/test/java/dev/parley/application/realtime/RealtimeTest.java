package dev.parley.application.realtime;

import static dev.parley.application.realtime.World.ANN;
import static dev.parley.application.realtime.World.BOB;
import static dev.parley.application.realtime.World.GENERAL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.domain.ChatException;
import dev.parley.domain.ErrorCode;
import dev.parley.domain.account.AccessClaims;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RealtimeTest {
    private final World world = new World();
    private final FakeWire wire = new FakeWire();

    @AfterEach
    void stop() {
        world.close();
    }

    @Test
    void a_user_has_a_bounded_number_of_connections_and_gets_the_place_of_one_that_left() {
        Connection first = world.live(ANN, wire);
        world.live(ANN, new FakeWire());
        world.live(ANN, new FakeWire());
        assertThatThrownBy(() -> world.live(ANN, new FakeWire()))
                .isInstanceOfSatisfying(
                        ChatException.TooMany.class,
                        refusal -> assertThat(refusal.code()).isEqualTo(ErrorCode.TOO_MANY_CONNECTIONS));
        world.live(BOB, new FakeWire());
        world.realtime.disconnect(first);

        world.live(ANN, new FakeWire());
    }

    @Test
    void the_end_of_a_session_closes_its_connections_at_once() {
        AccessClaims claims = world.claims(ANN);
        world.connect(claims, wire);
        FakeWire other = new FakeWire();
        world.live(ANN, other);
        world.sessions.end(claims.session());

        assertThat(wire.closes()).containsExactly(CloseReason.SESSION_ENDED);
        assertThat(other.closes()).isEmpty();
    }

    @Test
    void a_session_that_ends_during_the_connect_does_not_stay_open() {
        AccessClaims claims = world.claims(ANN);
        world.ledger.afterQuestion(() -> world.sessions.end(claims.session()));
        assertThatThrownBy(() -> world.connect(claims, wire)).isInstanceOf(ChatException.Unauthenticated.class);

        assertThat(world.realtime.connections().isEmpty()).isTrue();
    }

    @Test
    void a_session_that_another_node_ended_is_found_within_seconds() {
        AccessClaims claims = world.claims(ANN);
        world.connect(claims, wire);
        world.ledger.revoke(claims.session());
        world.advance(Duration.ofSeconds(3));

        assertThat(wire.closes()).containsExactly(CloseReason.SESSION_ENDED);
    }

    @Test
    void a_store_that_is_away_ends_no_session_and_does_not_stop_the_checks() {
        AccessClaims claims = world.claims(ANN);
        world.connect(claims, wire);
        world.ledger.away(true);
        world.advance(Duration.ofSeconds(10));
        assertThat(wire.closes()).isEmpty();
        world.ledger.away(false);
        world.ledger.revoke(claims.session());
        world.advance(Duration.ofSeconds(3));

        assertThat(wire.closes()).containsExactly(CloseReason.SESSION_ENDED);
    }

    @Test
    void a_connect_while_the_store_is_away_leaves_nothing_behind() {
        AccessClaims claims = world.claims(ANN);
        world.ledger.away(true);
        assertThatThrownBy(() -> world.connect(claims, wire)).isInstanceOf(ChatException.Unavailable.class);

        assertThat(world.realtime.connections().isEmpty()).isTrue();
    }

    @Test
    void a_token_that_runs_out_is_announced_once_and_then_closes_the_connection() {
        world.connect(world.claims(ANN, Duration.ofSeconds(90)), wire).heard();
        world.advance(Duration.ofSeconds(28));
        assertThat(wire.frames()).isEmpty();
        world.advance(Duration.ofSeconds(27));
        assertThat(wire.frames()).hasSize(1).first().asString().matches("token_expiring (59|60)");
    }

    @Test
    void a_token_that_has_run_out_closes_the_connection_once() {
        world.connect(world.claims(ANN, Duration.ofSeconds(20)), wire);
        world.advance(Duration.ofSeconds(19));
        assertThat(wire.closes()).isEmpty();
        world.advance(Duration.ofSeconds(10));

        assertThat(wire.closes()).containsExactly(CloseReason.TOKEN_EXPIRED);
    }

    @Test
    void a_renewed_token_is_announced_again_and_keeps_the_connection() {
        Connection connection = world.connect(world.claims(ANN, Duration.ofSeconds(20)), wire);
        world.advance(Duration.ofSeconds(10));
        assertThat(wire.frames("token_expiring")).hasSize(1);
        connection.renew(world.claims(ANN, Duration.ofSeconds(100)));
        world.advance(Duration.ofSeconds(30));
        assertThat(wire.closes()).isEmpty();
        connection.heard();
        world.advance(Duration.ofSeconds(25));

        assertThat(wire.frames("token_expiring")).hasSize(2);
    }

    @Test
    void a_token_of_another_user_does_not_renew() {
        Connection connection = world.connect(world.claims(ANN), wire);
        assertThatThrownBy(() -> connection.renew(world.claims(BOB))).isInstanceOf(ChatException.Forbidden.class);

        assertThat(connection.user()).isEqualTo(ANN);
    }

    @Test
    void a_renewed_connection_ends_with_its_new_session_and_not_with_the_old_one() {
        AccessClaims old = world.claims(ANN);
        AccessClaims fresh = world.claims(ANN);
        Connection connection = world.connect(old, wire);
        connection.renew(fresh);
        world.sessions.end(old.session());
        assertThat(wire.closes()).isEmpty();
        world.sessions.end(fresh.session());

        assertThat(wire.closes()).containsExactly(CloseReason.SESSION_ENDED);
    }

    @Test
    void a_renewal_with_an_ended_session_changes_nothing() {
        AccessClaims ended = world.claims(ANN);
        world.sessions.end(ended.session());
        AccessClaims old = world.claims(ANN);
        Connection connection = world.connect(old, wire);
        assertThatThrownBy(() -> connection.renew(ended)).isInstanceOf(ChatException.Unauthenticated.class);

        assertThat(connection.claims()).isEqualTo(old);
        assertThat(wire.closes()).isEmpty();
    }

    @Test
    void a_session_that_ends_during_the_renewal_closes_the_connection() {
        Connection connection = world.connect(world.claims(ANN), wire);
        AccessClaims fresh = world.claims(ANN);
        world.ledger.afterQuestion(() -> world.sessions.end(fresh.session()));
        assertThatThrownBy(() -> connection.renew(fresh)).isInstanceOf(ChatException.Unauthenticated.class);
        world.advance(Duration.ofSeconds(3));

        assertThat(wire.closes().size()).isLessThanOrEqualTo(1);
        assertThat(connection.claims().session().equals(fresh.session())
                        && wire.closes().isEmpty())
                .isFalse();
    }

    @Test
    void a_connection_that_is_gone_when_it_is_renewed_is_not_counted_for_ever() {
        Connection connection = world.connect(world.claims(ANN), wire);
        AccessClaims fresh = world.claims(ANN);
        world.ledger.afterQuestion(() -> world.realtime.disconnect(connection));
        connection.renew(fresh);
        world.realtime.disconnect(connection);

        assertThat(world.realtime.connections().isEmpty()).isTrue();
    }

    @Test
    void silence_is_asked_after_and_then_ends_the_connection() {
        world.connect(world.claims(ANN), wire);
        world.advance(Duration.ofSeconds(24));
        assertThat(wire.pings()).isZero();
        world.advance(Duration.ofSeconds(2));
        assertThat(wire.pings()).isEqualTo(1);
        world.advance(Duration.ofSeconds(33));
        assertThat(wire.pings()).isEqualTo(2);
        assertThat(wire.closes()).isEmpty();
        world.advance(Duration.ofSeconds(5));

        assertThat(wire.closes()).containsExactly(CloseReason.SILENT);
    }

    @Test
    void how_soon_silence_is_asked_after_is_said_by_the_wire() {
        wire.heartbeat(Duration.ofSeconds(20));
        Connection connection = world.connect(world.claims(ANN), wire);
        for (int i = 1; i <= 4; i++) {
            world.advance(Duration.ofSeconds(19));
            assertThat(wire.pings()).isEqualTo(i - 1);
            world.advance(Duration.ofSeconds(2));
            assertThat(wire.pings()).isEqualTo(i);
            connection.heard();
        }

        assertThat(wire.closes()).isEmpty();
    }

    @Test
    void who_answers_is_asked_again_and_again_and_stays() {
        Connection connection = world.connect(world.claims(ANN), wire);
        for (int i = 0; i < 10; i++) {
            world.advance(Duration.ofSeconds(27));
            connection.heard();
        }

        assertThat(wire.pings()).isEqualTo(10);
        assertThat(wire.closes()).isEmpty();
    }

    @Test
    void a_wire_that_throws_does_not_stop_the_checks_of_the_others() {
        FakeWire broken = new FakeWire();
        broken.breakDown();
        world.connect(world.claims(BOB), broken);
        world.connect(world.claims(ANN), wire);
        world.advance(Duration.ofSeconds(62));

        assertThat(wire.closes()).containsExactly(CloseReason.SILENT);
        assertThat(broken.closes()).containsExactly(CloseReason.GOING_AWAY);
    }

    @Test
    void a_farewell_is_heard_and_closes() {
        world.live(ANN, wire);
        world.realtime.farewell(Duration.ofSeconds(7));

        assertThat(wire.frames()).containsExactly("bye 7");
        assertThat(wire.closes()).containsExactly(CloseReason.GOING_AWAY);
    }

    @Test
    void nobody_connects_to_a_server_that_has_said_farewell() {
        world.realtime.farewell(Duration.ofSeconds(7));
        assertThatThrownBy(() -> world.live(ANN, wire))
                .isInstanceOfSatisfying(
                        ChatException.Unavailable.class,
                        refusal -> assertThat(refusal.code()).isEqualTo(ErrorCode.SHUTTING_DOWN));

        assertThat(world.realtime.connections().isEmpty()).isTrue();
    }

    @Test
    void closing_says_whether_all_was_written() {
        var pending = world.realtime.append(GENERAL, world.draft(ANN, "m1"));
        assertThat(world.realtime.close(Duration.ZERO)).isFalse();
        world.settle();

        assertThat(pending).isCompleted();
        assertThat(world.realtime.close(Duration.ZERO)).isTrue();
    }
}
