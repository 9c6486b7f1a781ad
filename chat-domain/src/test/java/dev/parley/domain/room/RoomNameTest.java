package dev.parley.domain.room;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RoomNameTest {
    @ParameterizedTest
    @ValueSource(strings = {"general", " GENERAL ", "Gen\u200beral", "General\u200d", "\uff27eneral", "\u202eGeneral"})
    void no_name_looks_like_another_one(String name) {
        assertThat(new RoomName(name).key()).isEqualTo(RoomName.GENERAL.key());
    }

    @Test
    void case_is_that_of_the_language_of_the_name() {
        assertThat(new RoomName("Éuqgmchß").key()).isEqualTo(new RoomName("ÉUQGMCHSS").key());
        assertThat(new RoomName("ΟΔΟΣ").key()).isEqualTo(new RoomName("οδος").key());
    }

    @Test
    void what_a_name_contains_its_key_contains() {
        assertThat(new RoomName("Weiße Straße").key()).contains(RoomName.key("SSE S"));
        assertThat(new RoomName("ΟΔΟΣ ΦΩΣ").key()).contains(RoomName.key("οδος"));
    }
}
