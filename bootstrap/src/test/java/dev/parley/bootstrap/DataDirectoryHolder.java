package dev.parley.bootstrap;

import java.nio.file.Path;

/** A process that holds a data directory until its input ends; started by {@link DataDirectoryTest}. */
final class DataDirectoryHolder {
    private DataDirectoryHolder() {}

    public static void main(String[] arguments) throws Exception {
        try (DataDirectory held = DataDirectory.open(Path.of(arguments[0]))) {
            System.out.println("holding " + held.path());
            while (System.in.read() >= 0) {
                // Waits for the end of the input.
            }
        }
    }
}
