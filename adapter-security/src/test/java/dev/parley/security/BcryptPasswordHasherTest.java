package dev.parley.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.domain.account.Password;
import dev.parley.domain.account.PasswordHash;
import java.security.SecureRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BcryptPasswordHasherTest {
    private static final Password PASSWORD = new Password("correct horse");

    private final BcryptPasswordHasher hasher =
            new BcryptPasswordHasher(BcryptPasswordHasher.MIN_COST, new SecureRandom());

    @Test
    void a_hash_matches_its_password_and_no_other() {
        PasswordHash hash = hasher.hash(PASSWORD);

        assertThat(hasher.matches(PASSWORD, hash)).isTrue();
        assertThat(hasher.matches(new Password("Correct horse"), hash)).isFalse();
        assertThat(hasher.matches(new Password("correct horse "), hash)).isFalse();
    }

    @Test
    void two_hashes_of_one_password_differ() {
        assertThat(hasher.hash(PASSWORD)).isNotEqualTo(hasher.hash(PASSWORD));
    }

    @Test
    void the_cost_is_the_one_that_was_asked_for() {
        assertThat(hasher.hash(PASSWORD).value()).startsWith("$2a$04$").hasSize(60);
        assertThat(new BcryptPasswordHasher(5, new SecureRandom())
                        .hash(PASSWORD)
                        .value())
                .startsWith("$2a$05$");
    }

    @Test
    void a_hash_of_another_cost_is_outdated() {
        PasswordHash hash = hasher.hash(PASSWORD);
        assertThat(hasher.isOutdated(hash)).isFalse();
        BcryptPasswordHasher dearer = new BcryptPasswordHasher(5, new SecureRandom());
        assertThat(dearer.isOutdated(hash)).isTrue();
        assertThat(hasher.isOutdated(dearer.hash(PASSWORD))).isTrue();
        assertThat(hasher.isOutdated(new PasswordHash("what nobody can read"))).isFalse();
    }

    @Test
    void a_hash_of_another_cost_and_another_bcrypt_matches() {
        // A vector of the OpenBSD test suite.
        PasswordHash hash = new PasswordHash("$2a$06$.rCVZVOThsIa97pEDOxvGuRRgzG64bvtJ0938xuqzv18d3ZpQhstC");

        assertThat(hasher.matches(new Password("abcdefghijklmnopqrstuvwxyz"), hash))
                .isTrue();
    }

    @Test
    void all_72_bytes_of_a_password_count() {
        PasswordHash hash = hasher.hash(new Password("ü".repeat(35) + "aa"));

        assertThat(hasher.matches(new Password("ü".repeat(35) + "aa"), hash)).isTrue();
        assertThat(hasher.matches(new Password("ü".repeat(35) + "ab"), hash)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "$2a$",
                "plain text",
                "$2a$04$short",
                "$2a$00$.rCVZVOThsIa97pEDOxvGuRRgzG64bvtJ0938xuqzv18d3ZpQhstC",
                "$2a$31$.rCVZVOThsIa97pEDOxvGuRRgzG64bvtJ0938xuqzv18d3ZpQhstC",
                "$2a$xx$.rCVZVOThsIa97pEDOxvGuRRgzG64bvtJ0938xuqzv18d3ZpQhstC",
                "$2x$06$.rCVZVOThsIa97pEDOxvGuRRgzG64bvtJ0938xuqzv18d3ZpQhstC",
                "$2a$06$.rCVZVOThsIa97pEDOxvGuRRgzG64bvtJ0938xuqzv18d3ZpQhst\u00fc",
                "$2a$06$.rCVZVOThsIa97pEDOxvGuRRgzG64bvtJ0938xuqzv18d3ZpQhstCC"
            })
    void a_damaged_hash_matches_nothing(String damaged) {
        assertThat(hasher.matches(new Password("abcdefghijklmnopqrstuvwxyz"), new PasswordHash(damaged)))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 3, 16, 31})
    void a_cost_out_of_range_is_refused(int cost) {
        assertThatThrownBy(() -> new BcryptPasswordHasher(cost, new SecureRandom()))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
