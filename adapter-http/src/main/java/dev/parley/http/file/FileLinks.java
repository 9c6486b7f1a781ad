package dev.parley.http.file;

import dev.parley.application.file.FileLink;
import java.util.Optional;
import org.eclipse.jetty.util.Fields;

/** Writes links as queries of URLs, and reads them there. */
public final class FileLinks {
    private static final String EXPIRES = "expires";
    private static final String SEAL = "signature";

    private FileLinks() {}

    /** What is put behind the path of a file. */
    public static String query(FileLink link) {
        return "?" + EXPIRES + "=" + link.expires() + "&" + SEAL + "=" + link.seal();
    }

    /** The link, if there is a signature; one that cannot be read is never good. */
    static Optional<FileLink> in(Fields query) {
        String seal = query.getValue(SEAL);
        if (seal == null) {
            return Optional.empty();
        }
        String expires = Optional.ofNullable(query.getValue(EXPIRES)).orElse("");
        return Optional.of(new FileLink(expires.matches("[1-9][0-9]{0,14}") ? Long.parseLong(expires) : 0, seal));
    }
}
