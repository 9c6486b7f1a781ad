package dev.parley.domain.file;

/** Seals what is said in a link to a file, so that nobody else can say it. Safe for concurrent use. */
public interface FileSeals {
    /** The seal of a text: it can stand in a URL, and only this server's nodes can make it. */
    String seal(String text);

    /** Whether this is the text's seal; how long that takes says nothing about the right one. */
    boolean fits(String text, String seal);
}
