package dev.parley.domain.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DeviceNameTest {
    @ParameterizedTest
    @CsvSource({
        "Ann's phone 📱, Ann's phone 📱",
        "'  a \t\r\n b  ', a b",
        "'x\u202egnp.exe', x gnp.exe",
        "'a\u0000b\u0007c', a b c",
        "'a\u2028b\u00a0c', a b c",
        "'\ud83dx', x",
    })
    void a_name_is_what_can_be_shown_of_a_text(String text, String name) {
        assertThat(DeviceName.cleaned(text)).contains(new DeviceName(name));
    }

    @Test
    void a_long_name_is_cut_between_characters() {
        assertThat(DeviceName.cleaned("📱".repeat(10_000))).contains(new DeviceName("📱".repeat(64)));
        assertThat(DeviceName.cleaned("x".repeat(63) + " y")).contains(new DeviceName("x".repeat(63)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\u200b\u202e", "\n"})
    void nothing_is_no_name(String text) {
        assertThat(DeviceName.cleaned(text)).isEmpty();
        assertThatIllegalArgumentException().isThrownBy(() -> new DeviceName(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\u3164", "\u2800 \u2800", "\ufe0f", "\u115f\u1160"})
    void what_nobody_sees_is_no_name_and_can_be_read_where_it_is_one(String text) {
        assertThat(DeviceName.cleaned(text)).isEmpty();
        assertThat(new DeviceName(text)).hasToString(text);
    }
}
