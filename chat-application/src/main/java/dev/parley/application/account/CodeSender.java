package dev.parley.application.account;

import dev.parley.application.schedule.Scheduling;
import dev.parley.domain.ChatException;
import dev.parley.domain.ErrorCode;
import dev.parley.domain.account.CodePurpose;
import dev.parley.domain.account.Credentials;
import dev.parley.domain.account.Email;
import dev.parley.domain.account.UserDirectory;
import dev.parley.domain.mail.Mail;
import dev.parley.domain.mail.MailException;
import dev.parley.domain.mail.Mailer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes codes and mails them, off the request: whoever asks for one learns neither from the answer nor from its time
 * whether there is such an account.
 *
 * <p>An address that nobody has gets a code as well, which is not sent, so that a try at it costs what every try costs.
 * At most {@value #MAX_WAITING} requests wait or are retried; more are refused, for known and unknown addresses alike.
 * Safe for concurrent use.
 */
public final class CodeSender {
    private static final Logger LOG = LoggerFactory.getLogger(CodeSender.class);
    private static final int MAX_WAITING = 200;

    /** Before each further try at a server that may be well again. */
    private static final List<Duration> RETRIES = List.of(Duration.ofSeconds(5), Duration.ofSeconds(30));

    private final Codes codes;
    private final UserDirectory directory;
    private final @Nullable Mailer mailer;
    private final Scheduling scheduling;
    private final AtomicInteger waiting = new AtomicInteger();

    /**
     * @param mailer null if this server sends no mail
     * @param scheduling with workers that do nothing else, for they wait for mail servers
     */
    public CodeSender(Codes codes, UserDirectory directory, @Nullable Mailer mailer, Scheduling scheduling) {
        this.codes = codes;
        this.directory = directory;
        this.mailer = mailer;
        this.scheduling = scheduling;
    }

    /** @throws ChatException.Unsupported if this server sends no mail */
    void demandMail() {
        Mailer unused = carrier();
    }

    private Mailer carrier() {
        if (mailer == null) {
            throw new ChatException.Unsupported(ErrorCode.NO_MAIL);
        }
        return mailer;
    }

    /**
     * Has a code made and mailed, if somebody has the address and none was sent to it a short time ago.
     *
     * @throws ChatException.Unsupported if this server sends no mail
     * @throws ChatException.Unavailable if too many wait
     */
    void request(CodePurpose purpose, Email address) {
        Mailer carrier = carrier();
        if (waiting.incrementAndGet() > MAX_WAITING) {
            waiting.decrementAndGet();
            throw new ChatException.Unavailable(ErrorCode.OVERLOADED);
        }
        if (!scheduling.isTaken(scheduling.workers(), () -> issue(carrier, purpose, address))) {
            waiting.decrementAndGet();
            throw new ChatException.Unavailable(ErrorCode.SHUTTING_DOWN);
        }
    }

    private void issue(Mailer carrier, CodePurpose purpose, Email address) {
        Optional<Mail> mail = Optional.empty();
        Instant madeAt = scheduling.clock().instant();
        try {
            Optional<String> code = codes.issue(purpose, address);
            if (code.isPresent()) {
                mail = owned(address).map(own -> CodeMail.of(purpose, own, code.get()));
            }
        } catch (ChatException.Unavailable e) {
            LOG.warn("A code could not be made, its mail is not sent: {}", e.getMessage());
        } catch (RuntimeException | Error e) {
            LOG.error("A code could not be made", e);
        }
        if (mail.isPresent()) {
            send(carrier, mail.get(), madeAt, 0);
        } else {
            waiting.decrementAndGet();
        }
    }

    /** The address as its owner has written it: who asks may write it otherwise, which some hosts tell apart. */
    private Optional<Email> owned(Email address) {
        return directory.findByEmail(address).map(Credentials::user).map(user -> user.email());
    }

    private void send(Mailer carrier, Mail mail, Instant madeAt, int tries) {
        boolean again = false;
        try {
            if (tries == 0 || isTheLast(madeAt)) {
                carrier.send(mail);
            } else {
                LOG.warn("A mail was not sent: so late that its address may have got another code meanwhile");
            }
        } catch (MailException e) {
            again = e.isPassing() && tries < RETRIES.size();
            LOG.warn("A mail was not sent{}: {}", again ? ", it is tried again" : "", e.getMessage());
        } catch (RuntimeException | Error e) {
            LOG.error("A mail was not sent", e);
        }
        if (again) {
            scheduling.after(RETRIES.get(tries), () -> send(carrier, mail, madeAt, tries + 1));
        } else {
            waiting.decrementAndGet();
        }
    }

    /** Whether nobody can have asked for another code since: a letter with one that is void would be taken for the last. */
    private boolean isTheLast(Instant madeAt) {
        return scheduling.clock().instant().isBefore(madeAt.plus(Codes.PAUSE));
    }
}
