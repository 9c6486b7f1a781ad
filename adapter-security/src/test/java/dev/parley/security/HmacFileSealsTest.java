package dev.parley.security;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.domain.file.FileSeals;
import java.util.List;
import org.junit.jupiter.api.Test;

class HmacFileSealsTest {
    private static final SigningKey OLD = new SigningKey("old", "an old secret that is long enough for this");
    private static final SigningKey NEW = new SigningKey("new", "a new secret that is long enough for this");

    private final FileSeals seals = new HmacFileSeals(new SigningKeys(List.of(OLD)));

    @Test
    void a_seal_fits_its_text_alone() {
        String seal = seals.seal("file A until 1");

        assertThat(seal).matches("[A-Za-z0-9_-]{43}");
        assertThat(seals.fits("file A until 1", seal)).isTrue();
        assertThat(seals.fits("file A until 2", seal)).isFalse();
        assertThat(seals.fits("file A until 1", seal.substring(1))).isFalse();
        assertThat(seals.fits("file A until 1", "")).isFalse();
        assertThat(seals.fits("file A until 1", seal.toLowerCase(java.util.Locale.ROOT)))
                .isFalse();
    }

    @Test
    void the_secret_makes_it() {
        FileSeals others = new HmacFileSeals(new SigningKeys(List.of(NEW)));

        assertThat(others.fits("a", seals.seal("a"))).isFalse();
        assertThat(new HmacFileSeals(new SigningKeys(List.of(OLD))).seal("a")).isEqualTo(seals.seal("a"));
    }

    @Test
    void when_keys_change_the_links_of_the_old_one_are_good() {
        FileSeals changed = new HmacFileSeals(new SigningKeys(List.of(NEW, OLD)));

        assertThat(changed.fits("a", seals.seal("a"))).isTrue();
        assertThat(seals.fits("a", changed.seal("a"))).isFalse();
        assertThat(changed.fits("a", changed.seal("a"))).isTrue();
    }
}
