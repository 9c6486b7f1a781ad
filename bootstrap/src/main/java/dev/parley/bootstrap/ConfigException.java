package dev.parley.bootstrap;

import java.util.List;

/** All that is wrong with the settings, at once: nobody should have to start a server five times to learn five things. */
final class ConfigException extends Exception {
    private static final long serialVersionUID = 1L;

    private final String[] problems;

    /** @param problems one sentence each, without a secret in it */
    ConfigException(List<String> problems) {
        super(String.join("\n", problems));
        this.problems = problems.toArray(String[]::new);
    }

    List<String> problems() {
        return List.of(problems);
    }
}
