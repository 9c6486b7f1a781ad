package dev.parley.domain.file;

import java.util.regex.Pattern;

/** What a file is, by its first bytes and not by its name: a type and a subtype (RFC 6838), without parameters. */
public record MediaType(String value) {
    private static final Pattern FORM = Pattern.compile("[a-z0-9]{1,32}/[a-z0-9][a-z0-9.+-]{0,94}");

    public static final MediaType UNKNOWN = new MediaType("application/octet-stream");

    /** @throws IllegalArgumentException if it has another form */
    public MediaType {
        if (!FORM.matcher(value).matches()) {
            throw new IllegalArgumentException("no media type: " + value);
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
