package dev.parley.security;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.domain.ChatException;
import org.assertj.core.api.ThrowingConsumer;

/** What a refused token must look like to its caller. */
final class Refusals {
    private Refusals() {}

    static ThrowingConsumer<Throwable> withCode(String wireName) {
        return thrown -> {
            assertThat(thrown).isInstanceOf(ChatException.Unauthenticated.class);
            assertThat(((ChatException) thrown).code().wireName()).isEqualTo(wireName);
        };
    }
}
