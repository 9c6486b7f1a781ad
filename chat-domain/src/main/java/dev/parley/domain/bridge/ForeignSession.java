package dev.parley.domain.bridge;

/** An open session with the other messenger. When it has ended, all that it is asked fails. Safe for concurrent use. */
public interface ForeignSession {
    ForeignAccounts accounts();

    ForeignTopics topics();

    /** Gives the session up, of which something is wrong: another one will follow. */
    void abandon();
}
