package dev.parley.application.account;

import dev.parley.domain.account.CodePurpose;
import dev.parley.domain.account.Email;
import dev.parley.domain.mail.Mail;

/** Is what stands in a letter with a code. Nothing in it comes from anybody else: the account's names are not in it. */
final class CodeMail {
    private CodeMail() {}

    static Mail of(CodePurpose purpose, Email to, String code) {
        return switch (purpose) {
            case LOGIN ->
                letter(
                        to,
                        code,
                        "Your login code",
                        "This code signs you in:",
                        "Did you not ask for it? Then somebody else has, and cannot get in without it."
                                + " There is nothing that you need to do.");
            case PASSWORD_RESET ->
                letter(
                        to,
                        code,
                        "Your code for a new password",
                        "With this code you can choose a new password:",
                        "Did you not ask for it? Then somebody else has. Your password stays as it is;"
                                + " there is nothing that you need to do.");
        };
    }

    private static Mail letter(Email to, String code, String subject, String opening, String closing) {
        String good = "It is good once, for " + Codes.LIFE.toMinutes() + " minutes. Give it to nobody.";
        String text = """
                Hello,

                %s

                    %s

                %s

                %s
                """.formatted(opening, code, good, closing);
        String html = """
                <!DOCTYPE html>
                <html lang="en">
                <head><meta charset="utf-8"><title>%s</title></head>
                <body style="font-family: sans-serif">
                <p>Hello,</p>
                <p>%s</p>
                <p style="font-size: 2em; letter-spacing: 0.2em"><strong>%s</strong></p>
                <p>%s</p>
                <p>%s</p>
                </body>
                </html>
                """.formatted(subject, opening, code, good, closing);
        return new Mail(to, subject, text, html);
    }
}
