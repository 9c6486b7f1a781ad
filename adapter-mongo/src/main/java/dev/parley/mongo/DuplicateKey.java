package dev.parley.mongo;

/** A unique index has refused a document: the adapter's own signal, which never leaves it. */
final class DuplicateKey extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int written;

    DuplicateKey(int written, Throwable cause) {
        super("a unique index has refused a document", cause, false, false);
        this.written = written;
    }

    /** How many documents of the ordered batch are durable: all those before the refused one, and none behind it. */
    int written() {
        return written;
    }
}
