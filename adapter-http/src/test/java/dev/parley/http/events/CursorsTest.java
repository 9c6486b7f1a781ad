package dev.parley.http.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.domain.ChatException;
import dev.parley.domain.message.Rev;
import dev.parley.domain.room.RoomId;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CursorsTest {
    private static final long LARGEST = (1L << 53) - 1;

    private static Map<RoomId, Rev> of(long... roomsAndRevs) {
        Map<RoomId, Rev> revs = new HashMap<>();
        for (int i = 0; i < roomsAndRevs.length; i += 2) {
            revs.put(new RoomId(roomsAndRevs[i]), new Rev(roomsAndRevs[i + 1]));
        }
        return revs;
    }

    private static String id(long... roomsAndRevs) {
        return new Cursors(of(roomsAndRevs)).id();
    }

    @Test
    void an_id_stays_what_it_is_for_clients_keep_it_over_a_new_version() {
        assertThat(id()).isEqualTo("AQ");
        assertThat(id(1, 0)).isEqualTo("AQEA");
        assertThat(id(1, 127)).isEqualTo("AQF_");
        assertThat(id(1, 128)).isEqualTo("AQGAAQ");
        assertThat(id(300, 5, 1, 131_071)).isEqualTo("AQH__werAgU");
    }

    @Test
    void an_id_says_what_it_was_made_of() {
        Random random = new Random(7);
        for (int i = 0; i < 500; i++) {
            Map<RoomId, Rev> revs = new HashMap<>();
            for (int n = random.nextInt(40); n > 0; n--) {
                long room = Math.max(1, random.nextLong() >>> (11 + random.nextInt(52)));
                revs.put(new RoomId(room), new Rev(random.nextLong() >>> (11 + random.nextInt(53))));
            }
            assertThat(Cursors.parse(new Cursors(revs).id())).isEqualTo(revs);
        }
        assertThat(Cursors.parse(id(1, LARGEST, LARGEST, LARGEST))).isEqualTo(of(1, LARGEST, LARGEST, LARGEST));
    }

    @Test
    void rooms_move_come_and_go() {
        Random random = new Random(8);
        Map<RoomId, Rev> revs = new HashMap<>();
        Cursors cursors = new Cursors(Map.of());
        for (int i = 0; i < 2_000; i++) {
            long room = 1L + random.nextInt(50);
            if (random.nextInt(4) == 0) {
                cursors.left(room);
                revs.remove(new RoomId(room));
            } else {
                cursors.reached(room, i);
                revs.put(new RoomId(room), new Rev(i));
            }
            assertThat(Cursors.parse(cursors.id())).isEqualTo(revs);
        }
    }

    @Test
    void a_thousand_busy_rooms_fit_into_a_header() {
        Map<RoomId, Rev> revs = new HashMap<>();
        for (int i = 0; i < 1_000; i++) {
            revs.put(new RoomId(1 + i * 10L), new Rev(10_000));
        }

        assertThat(new Cursors(revs).id().length()).isLessThan(StreamText.LONGEST_ID);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "A",
                "?",
                "AQEB.",
                "AQ EA",
                "AA",
                "Ag",
                "AQE",
                "AQAB",
                "AQEBAAE",
                "AYA",
                "AYCAgICAgICAgAEB",
                "AYCAgICAgIAQAQ",
                "AQGAgICAgICAEA",
                "Af___________wEB",
                "ÄQEB"
            })
    void what_is_no_id_is_refused(String text) {
        assertThatThrownBy(() -> Cursors.parse(text))
                .isInstanceOf(ChatException.Invalid.class)
                .hasMessageContaining("Last-Event-ID");
    }
}
