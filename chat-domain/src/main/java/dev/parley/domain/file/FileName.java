package dev.parley.domain.file;

import dev.parley.domain.Texts;

/**
 * What its owner calls a file: 1 to {@value #MAX_LENGTH} characters on one line, the last part of a path, without characters
 * that would show it otherwise than it is written. What others call it is never a path here.
 */
public record FileName(String value) {
    public static final int MAX_LENGTH = 255;

    /** @throws IllegalArgumentException if it is not so */
    public FileName {
        if (!Texts.isName(value, MAX_LENGTH) || value.indexOf('/') >= 0 || value.indexOf('\\') >= 0) {
            throw new IllegalArgumentException("no name of a file");
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
