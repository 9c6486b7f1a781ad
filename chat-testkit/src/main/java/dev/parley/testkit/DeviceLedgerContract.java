package dev.parley.testkit;

import static dev.parley.testkit.Drafts.ANN;
import static dev.parley.testkit.Drafts.BOB;
import static dev.parley.testkit.Drafts.NOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.parley.domain.account.Device;
import dev.parley.domain.account.DeviceLedger;
import dev.parley.domain.account.DeviceName;
import dev.parley.domain.account.Session;
import dev.parley.domain.account.SessionId;
import dev.parley.domain.account.SessionLedger;
import dev.parley.domain.account.SessionLedger.Exchange;
import dev.parley.domain.account.TokenHash;
import dev.parley.domain.account.UserId;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Every promise of {@link DeviceLedger}. */
public abstract class DeviceLedgerContract extends StoreContract {
    private static final Duration GRACE = Duration.ofSeconds(10);
    private static final Instant END = NOON.plus(Duration.ofDays(30));
    private static final DeviceName PHONE = new DeviceName("Ann's phone 📱");

    private DeviceLedger devices() {
        return store().devices();
    }

    private static SessionId id(int number) {
        return new SessionId("session_%020d".formatted(number));
    }

    private static TokenHash token(String name) {
        return TokenHash.of(name);
    }

    private void open(int number, UserId user, Instant at, @Nullable DeviceName device) {
        store().sessions().open(new Session(id(number), user, at, END, device), token("t" + number));
    }

    private Exchange exchange(SessionLedger sessions, int number, String presented, String next, Instant now) {
        return sessions.exchange(id(number), token(presented), token(next), now, GRACE, END.plusSeconds(1));
    }

    private List<SessionId> of(UserId user) {
        return devices().of(user, NOON).stream().map(Device::session).toList();
    }

    @Test
    void a_user_sees_its_own_devices_those_used_last_first() {
        open(1, ANN, NOON, PHONE);
        open(2, ANN, NOON.plusSeconds(2), null);
        open(3, BOB, NOON.plusSeconds(3), PHONE);
        open(4, ANN, NOON.plusSeconds(1), new DeviceName("laptop"));
        assertThat(anotherNode().devices().of(ANN, NOON))
                .containsExactly(
                        new Device(id(2), null, NOON.plusSeconds(2), NOON.plusSeconds(2), END),
                        new Device(id(4), new DeviceName("laptop"), NOON.plusSeconds(1), NOON.plusSeconds(1), END),
                        new Device(id(1), PHONE, NOON, NOON, END));
        assertThat(devices().of(new UserId(4711), NOON)).isEmpty();
    }

    @Test
    void what_is_over_is_not_listed() {
        open(1, ANN, NOON, PHONE);
        open(2, ANN, NOON, null);
        store().sessions().revoke(id(1));
        assertThat(of(ANN)).containsExactly(id(2));
        assertThat(devices().of(ANN, END)).isEmpty();
    }

    @Test
    void no_more_are_listed_than_can_be_and_each_is_found() {
        for (int i = 1; i <= DeviceLedger.MAX_LISTED + 5; i++) {
            open(i, ANN, NOON.plusMillis(i), PHONE);
        }
        assertThat(devices().find(ANN, id(5), NOON))
                .contains(new Device(id(5), PHONE, NOON.plusMillis(5), NOON.plusMillis(5), END));
        assertThat(of(ANN))
                .hasSize(DeviceLedger.MAX_LISTED)
                .startsWith(id(DeviceLedger.MAX_LISTED + 5))
                .doesNotContain(id(5));
    }

    @Test
    void a_session_is_found_by_its_user_alone_and_as_long_as_it_is_open() {
        open(1, ANN, NOON, null);
        open(2, ANN, NOON, null);
        assertThat(anotherNode().devices().find(ANN, id(1), END.minusMillis(1)))
                .contains(new Device(id(1), null, NOON, NOON, END));
        assertThat(devices().find(BOB, id(1), NOON)).isEmpty();
        assertThat(devices().find(ANN, id(3), NOON)).isEmpty();
        assertThat(devices().find(ANN, id(1), END)).isEmpty();
        store().sessions().revoke(id(1));
        assertThat(devices().find(ANN, id(1), NOON)).isEmpty();
        devices().used(Map.of(id(2), NOON.plusSeconds(5)));
        assertThat(devices().find(ANN, id(2), NOON)).map(Device::usedAt).contains(NOON.plusSeconds(5));
    }

    @Test
    void an_exchange_is_a_use_and_a_use_does_not_go_back() {
        open(1, ANN, NOON, PHONE);
        open(2, ANN, NOON, null);
        exchange(store().sessions(), 1, "t1", "n1", NOON.plusSeconds(60));
        assertThat(devices().of(ANN, NOON).get(0))
                .isEqualTo(new Device(id(1), PHONE, NOON, NOON.plusSeconds(60), END.plusSeconds(1)));

        devices().used(Map.of(id(1), NOON.plusSeconds(30), id(2), NOON.plusSeconds(70), id(9), NOON));
        devices().used(Map.of());
        assertThat(devices().of(ANN, NOON))
                .extracting(Device::session, Device::usedAt)
                .containsExactly(tuple(id(2), NOON.plusSeconds(70)), tuple(id(1), NOON.plusSeconds(60)));
        assertThat(of(BOB)).isEmpty();
    }

    @Test
    void a_thousand_uses_are_noted_at_once() {
        open(1, ANN, NOON, null);
        Map<SessionId, Instant> uses = new HashMap<>();
        IntStream.rangeClosed(1, 1_000).forEach(i -> uses.put(id(i), NOON.plusSeconds(i)));
        devices().used(uses);
        assertThat(devices().of(ANN, NOON)).extracting(Device::usedAt).containsExactly(NOON.plusSeconds(1));
    }

    @Test
    void all_sessions_of_a_user_end_but_the_one_that_is_kept() {
        IntStream.rangeClosed(1, 4).forEach(i -> open(i, ANN, NOON, null));
        open(5, BOB, NOON, null);
        assertThat(anotherNode().devices().endAll(ANN, id(2))).containsExactlyInAnyOrder(id(1), id(3), id(4));
        assertThat(of(ANN)).containsExactly(id(2));
        assertThat(exchange(store().sessions(), 1, "t1", "n1", NOON)).isEqualTo(new Exchange.NoSession());
        assertThat(store().sessions()
                        .stillOpen(
                                Stream.of(1, 2, 3, 4, 5)
                                        .map(DeviceLedgerContract::id)
                                        .toList(),
                                NOON))
                .containsExactlyInAnyOrder(id(2), id(5));

        assertThat(devices().endAll(ANN, null)).containsExactly(id(2));
        assertThat(devices().endAll(ANN, null)).isEmpty();
        assertThat(devices().endAll(BOB, id(1))).containsExactly(id(5));
    }

    @Test
    void more_than_a_thousand_sessions_end_at_once() {
        IntStream.rangeClosed(1, 1_003).forEach(i -> open(i, ANN, NOON, null));
        assertThat(devices().endAll(ANN, id(7))).hasSize(1_002).doesNotContain(id(7));
        assertThat(of(ANN)).containsExactly(id(7));
    }

    @Test
    void no_session_survives_its_end_by_being_exchanged_meanwhile() {
        SessionLedger other = anotherNode().sessions();
        for (int round = 1; round <= 10; round++) {
            int number = round;
            open(number, ANN, NOON, null);
            var unused = Together.run(
                    4,
                    i -> i == 0
                            ? devices().endAll(ANN, null).isEmpty()
                            : exchange(other, number, "t" + number, "n" + i, NOON)
                                    .equals(new Exchange.NoSession()));
            assertThat(of(ANN)).isEmpty();
            assertThat(other.stillOpen(List.of(id(number)), NOON)).isEmpty();
        }
    }

    @Test
    void a_device_gets_another_name_and_keeps_it_through_exchanges() {
        open(1, ANN, NOON, null);
        SessionLedger other = anotherNode().sessions();
        for (int round = 0; round < 10; round++) {
            String token = round == 0 ? "t1" : "r" + (round - 1);
            String next = "r" + round;
            DeviceName name = new DeviceName("name " + round);
            Instant now = NOON.plusSeconds(60L * round);
            List<Boolean> done = Together.run(2, i -> {
                if (i == 0) {
                    devices().name(id(1), name);
                    return true;
                }
                return exchange(other, 1, token, next, now) instanceof Exchange.Exchanged;
            });
            assertThat(done).containsOnly(true);
            assertThat(devices().of(ANN, NOON)).extracting(Device::name).containsExactly(name);
        }
        devices().name(id(9), PHONE);
        reopen();
        assertThat(devices().of(ANN, NOON)).extracting(Device::name).containsExactly(new DeviceName("name 9"));
    }
}
