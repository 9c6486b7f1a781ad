package dev.parley.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.parley.domain.account.Email;
import dev.parley.domain.mail.Mail;
import dev.parley.mail.MailConfig.Login;
import dev.parley.mail.MailConfig.Sender;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SenderTest {
    @Test
    void a_sender_is_an_address_with_or_without_a_name() {
        assertThat(Sender.parse(" noreply@example.org ")).isEqualTo(new Sender(null, new Email("noreply@example.org")));
        assertThat(Sender.parse("Our Chat, Inc. <noreply@example.org>"))
                .isEqualTo(new Sender("Our Chat, Inc.", new Email("noreply@example.org")));
    }

    @Test
    void quotes_around_a_name_are_not_part_of_it() {
        Email address = new Email("a@example.org");
        assertThat(Sender.parse("\"A, B\" <a@example.org>")).isEqualTo(new Sender("A, B", address));
        assertThat(Sender.parse("\"A \\\"B\\\\\" <a@example.org>")).isEqualTo(new Sender("A \"B\\", address));
        assertThat(Sender.parse("The \"B\" <a@example.org>")).isEqualTo(new Sender("The \"B\"", address));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Parley",
                "<a@example.org>",
                "Parley <>",
                "\"\" <a@example.org>",
                "A <a@example.org> <b@example.org>",
                "A <a@example.org>, B <b@example.org>",
                "a@example.org\nBcc: b@example.org",
                "A\r\nBcc: b@example.org <a@example.org>"
            })
    void what_is_no_sender_is_refused(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> Sender.parse(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "Code\r\nBcc: bob@example.org", "Code\nX: y", "Code\u2028X: y", "Code\u0000"})
    void a_subject_that_would_begin_another_header_is_refused(String subject) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Mail(new Email("ann@example.org"), subject, "text", "html"));
    }

    @Test
    void passwords_and_letters_do_not_print_themselves() {
        assertThat(new Login("user", "password1")).asString().doesNotContain("password1");
        assertThat(new Mail(new Email("ann@example.org"), "s", "123456", "123456"))
                .asString()
                .doesNotContain("123456");
    }
}
