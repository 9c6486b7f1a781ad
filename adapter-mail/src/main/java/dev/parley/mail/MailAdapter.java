package dev.parley.mail;

import dev.parley.domain.mail.Mail;
import dev.parley.domain.mail.MailException;
import dev.parley.domain.mail.Mailer;
import java.time.InstantSource;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The door to mail: letters go to an SMTP server, or into the log.
 *
 * <p>It may be handed out before {@link #start()} and used after it. Safe for concurrent use.
 */
public final class MailAdapter implements Mailer {
    private final MailConfig config;
    private final InstantSource clock;
    private final RandomGenerator random;
    private volatile @Nullable Mailer started;

    /** @param random for the names of letters */
    public MailAdapter(MailConfig config, InstantSource clock, RandomGenerator random) {
        this.config = config;
        this.clock = clock;
        this.random = random;
    }

    /**
     * Reads the certificates that are to be trusted. Nothing is said to the mail server before there is a letter.
     *
     * @throws IllegalStateException if they cannot be read
     */
    public void start() {
        started = config instanceof MailConfig.Smtp smtp ? new SmtpMailer(smtp, clock, random) : new LogMailer();
    }

    @Override
    public void send(Mail mail) throws MailException {
        Mailer mailer = started;
        if (mailer == null) {
            throw new IllegalStateException("not started");
        }
        mailer.send(mail);
    }
}
