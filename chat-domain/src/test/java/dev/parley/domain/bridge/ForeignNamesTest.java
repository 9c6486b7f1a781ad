package dev.parley.domain.bridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ForeignNamesTest {
    @ParameterizedTest
    @ValueSource(strings = {"", "usr\0", "12345678901234567890123456789012345678901234567890123456789012345"})
    void a_name_that_cannot_be_kept_is_refused(String name) {
        assertThatIllegalArgumentException().isThrownBy(() -> new Topic(name));
        assertThatIllegalArgumentException().isThrownBy(() -> new ForeignAccount(name));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "usr-_AZ09", "1234567890123456789012345678901234567890123456789012345678901234"})
    void any_other_name_is_kept_as_it_is(String name) {
        assertThat(new Topic(name)).hasToString(name);
        assertThat(new ForeignAccount(name)).hasToString(name);
    }
}
