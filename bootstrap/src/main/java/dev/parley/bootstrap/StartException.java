package dev.parley.bootstrap;

import org.jspecify.annotations.Nullable;

/** Why the server cannot start, in a sentence for the operator. Not a bug: it is printed without its stack. */
final class StartException extends Exception {
    private static final long serialVersionUID = 1L;

    StartException(String sentence, @Nullable Throwable cause) {
        super(sentence, cause);
    }
}
