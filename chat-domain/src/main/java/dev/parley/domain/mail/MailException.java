package dev.parley.domain.mail;

/** Says that a letter was not handed over, and whether another try may help. Its text is for the operator. */
public final class MailException extends Exception {
    private static final long serialVersionUID = 1L;

    private final boolean passing;

    /** @param passing whether the same letter may be taken later */
    public MailException(String text, boolean passing, Throwable cause) {
        super(text, cause);
        this.passing = passing;
    }

    public boolean isPassing() {
        return passing;
    }
}
