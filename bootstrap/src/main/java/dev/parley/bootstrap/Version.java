package dev.parley.bootstrap;

import java.util.Optional;

/** Says which Parley this is, from the manifest of the jar. */
final class Version {
    private Version() {}

    static String text() {
        String version = Optional.ofNullable(Version.class.getPackage().getImplementationVersion())
                .orElse("(built from source)");
        return "Parley " + version + " on Java " + Runtime.version();
    }
}
