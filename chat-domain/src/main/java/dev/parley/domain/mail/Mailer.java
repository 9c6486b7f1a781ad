package dev.parley.domain.mail;

/** Hands letters over for delivery. Safe for concurrent use; blocks for tens of seconds at most where nobody is malicious. */
public interface Mailer {
    /**
     * Hands the letter over. After the return somebody else is responsible for it, which does not mean that it arrives.
     *
     * @throws MailException if it was not taken, or nobody knows whether it was
     */
    void send(Mail mail) throws MailException;
}
