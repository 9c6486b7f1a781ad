package dev.parley.security;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.domain.account.CodeHash;
import dev.parley.domain.account.CodePurpose;
import dev.parley.domain.account.Email;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class HmacCodeSealTest {
    private static final String SECRET = "a secret of the tests, of 32 bytes and more";
    private static final Email ANN = new Email("ann@example.org");

    private final HmacCodeSeal seal = new HmacCodeSeal(SigningKeys.of("main", SECRET));

    @Test
    void a_seal_depends_on_the_purpose_the_address_the_code_and_the_secret() {
        HmacCodeSeal other = new HmacCodeSeal(SigningKeys.of("main", SECRET + "!"));
        List<CodeHash> seals = Arrays.asList(
                seal.seal(CodePurpose.LOGIN, ANN, "123456"),
                seal.seal(CodePurpose.PASSWORD_RESET, ANN, "123456"),
                seal.seal(CodePurpose.LOGIN, new Email("bob@example.org"), "123456"),
                seal.seal(CodePurpose.LOGIN, ANN, "123457"),
                other.seal(CodePurpose.LOGIN, ANN, "123456"));
        assertThat(seals).doesNotHaveDuplicates();
        assertThat(seals)
                .allSatisfy(
                        each -> assertThat(each.value()).matches("[0-9a-f]{64}").doesNotContain("12345"))
                .allSatisfy(each -> assertThat(each).asString().doesNotContain(each.value()));
    }

    @Test
    void a_seal_is_the_same_on_every_node_whatever_the_case_of_the_address_and_the_order_of_the_other_keys() {
        SigningKeys rotated = new SigningKeys(List.of(
                new SigningKey("other", SECRET), new SigningKey("old", "another secret, which is as long as that")));
        assertThat(new HmacCodeSeal(rotated).seal(CodePurpose.LOGIN, new Email("ANN@Example.org"), "000001"))
                .isEqualTo(seal.seal(CodePurpose.LOGIN, ANN, "000001"));
    }
}
