package dev.parley.bootstrap;

import dev.parley.application.account.CodeSender;
import dev.parley.application.account.Codes;
import dev.parley.mail.MailAdapter;
import dev.parley.mail.MailConfig;
import dev.parley.security.HmacCodeSeal;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes one-time codes and sends them, on threads that wait for mail servers and for nothing else. */
final class MailPart {
    private static final Logger LOG = LoggerFactory.getLogger(MailPart.class);
    private static final int THREADS = 2;

    private final @Nullable MailAdapter mail;
    private final Codes codes;
    private final CodeSender sender;

    MailPart(Ground ground) {
        this.mail = mail(ground);
        this.codes =
                new Codes(ground.store().codes(), new HmacCodeSeal(ground.keys()), ground.clock(), ground.random());
        this.sender = new CodeSender(
                codes, ground.store().users(), mail, ground.on(Workers.platform("parley-mail", THREADS)));
    }

    Codes codes() {
        return codes;
    }

    CodeSender sender() {
        return sender;
    }

    /** @throws IllegalStateException if mail cannot be sent as it is configured */
    void start() {
        if (mail != null) {
            mail.start();
        }
    }

    /** Null if nothing sends mail. */
    private static @Nullable MailAdapter mail(Ground ground) {
        MailConfig mail = ground.config().mail();
        if (mail == null) {
            return null;
        }
        if (mail instanceof MailConfig.ToLog) {
            LOG.warn(
                    "EMAIL_TRANSPORT is 'log': no mail is sent, whoever reads the log can sign in as anybody by its codes");
        } else if (mail instanceof MailConfig.Smtp smtp && smtp.security() == MailConfig.Security.NONE) {
            LOG.warn(
                    "EMAIL_SECURITY is 'none': whoever listens on the way to {} reads passwords and codes",
                    smtp.host());
        }
        return new MailAdapter(mail, ground.clock(), ground.random());
    }
}
