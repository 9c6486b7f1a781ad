package dev.parley.bootstrap;

import dev.parley.security.SigningKeys;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Set;

/**
 * The signing secret that nobody had to think of: made once, kept in the data directory for its owner alone.
 *
 * @param made whether this start made it; otherwise it was read
 */
record GeneratedSecret(SigningKeys keys, Path file, boolean made) {
    static final String FILE = "jwt-secret";
    static final int RANDOM_BYTES = 32;

    private static final String UNFINISHED = FILE + ".new";

    /** Call with the directory locked: the read and the write are two steps. */
    static GeneratedSecret in(Path directory, SecureRandom random) throws StartException {
        Path file = directory.resolve(FILE);
        boolean made = Files.notExists(file);
        try {
            if (made) {
                write(directory, random);
            } else {
                OwnerOnly.keep(file);
            }
            String secret = Files.readString(file).replaceFirst("\r?\n\\z", "");
            return new GeneratedSecret(SigningKeys.of(SettingType.ONLY_KEY, secret), file, made);
        } catch (IOException e) {
            throw new StartException(file + " cannot be " + (made ? "made" : "read") + ": " + e, e);
        } catch (IllegalArgumentException e) {
            throw new StartException(
                    file + ": " + e.getMessage() + "; delete the file to have a new one made (everybody logs in again)",
                    e);
        }
    }

    /** Written whole under another name first: a crash in the middle leaves no half secret behind. */
    private static void write(Path directory, SecureRandom random) throws IOException {
        byte[] bytes = new byte[RANDOM_BYTES];
        random.nextBytes(bytes);
        String secret = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        Path unfinished = directory.resolve(UNFINISHED);
        Files.deleteIfExists(unfinished);
        try (FileChannel channel = FileChannel.open(
                unfinished,
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                OwnerOnly.file(directory))) {
            channel.write(StandardCharsets.US_ASCII.encode(secret + "\n"));
            channel.force(true);
        }
        Files.move(unfinished, directory.resolve(FILE), StandardCopyOption.ATOMIC_MOVE);
        if (OwnerOnly.supported(directory)) {
            try (FileChannel entry = FileChannel.open(directory, StandardOpenOption.READ)) {
                entry.force(true);
            }
        }
    }
}
