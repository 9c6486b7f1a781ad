package dev.parley.http.request;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.domain.account.DeviceName;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeviceGuessTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0 | Firefox on Linux",
                "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1 | Safari on iPhone",
                "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) CriOS/138.0 Mobile/15E148 Safari/604.1 | Chrome on iPhone",
                "Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/138.0.0.0 Mobile Safari/537.36 | Chrome on Android",
                "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/138.0.0.0 Safari/537.36 Edg/138.0.0.0 | Edge on Windows",
                "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Safari/605.1.15 | Safari on macOS",
                "curl/8.5.0 | curl/8.5.0",
                "Java-http-client/17.0.1 | Java-http-client/17.0.1",
                "(strange) thing/1 | strange)",
            })
    void a_program_is_known_by_what_it_calls_itself(String userAgent, String name) {
        assertThat(DeviceGuess.guessed(userAgent)).contains(new DeviceName(name));
    }

    @Test
    void nothing_says_nothing() {
        assertThat(DeviceGuess.guessed(null)).isEqualTo(Optional.empty());
        assertThat(DeviceGuess.guessed(" ( ")).isEqualTo(Optional.empty());
        assertThat(DeviceGuess.guessed("x".repeat(10_000))).contains(new DeviceName("x".repeat(64)));
    }
}
