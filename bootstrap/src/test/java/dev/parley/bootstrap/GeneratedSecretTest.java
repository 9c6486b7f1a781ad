package dev.parley.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.security.SigningKeys;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GeneratedSecretTest {
    @TempDir
    Path directory;

    private final SecureRandom random = new SecureRandom();

    @Test
    void it_is_made_once_of_256_bits_and_read_ever_after() throws Exception {
        GeneratedSecret first = GeneratedSecret.in(directory, random);
        GeneratedSecret second = GeneratedSecret.in(directory, random);

        assertThat(first.made()).isTrue();
        assertThat(second.made()).isFalse();
        assertThat(second.keys()).isEqualTo(first.keys());
        assertThat(Base64.getUrlDecoder().decode(first.keys().keys().get(0).secret()))
                .hasSize(32);
        assertThat(first.toString()).doesNotContain(first.keys().keys().get(0).secret());
    }

    @Test
    void two_directories_have_two_secrets() throws Exception {
        Path other = Files.createDirectory(directory.resolve("other"));

        assertThat(GeneratedSecret.in(directory, random).keys())
                .isNotEqualTo(GeneratedSecret.in(other, random).keys());
    }

    @Test
    void a_file_that_others_could_read_is_taken_from_them() throws Exception {
        Path file = GeneratedSecret.in(directory, random).file();
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        assertThat(GeneratedSecret.in(directory, random).made()).isFalse();

        assertThat(DataDirectoryTest.rights(file)).isEqualTo("rw-------");
    }

    @Test
    void its_file_is_for_the_owner_alone_and_nothing_else_is_left() throws Exception {
        Files.writeString(directory.resolve("jwt-secret.new"), "of a start that crashed");

        GeneratedSecret secret = GeneratedSecret.in(directory, random);

        assertThat(secret.file()).isEqualTo(directory.resolve("jwt-secret"));
        assertThat(DataDirectoryTest.rights(secret.file())).isEqualTo("rw-------");
        assertThat(directory).isDirectoryNotContaining("glob:**.new");
    }

    @Test
    void one_that_somebody_put_there_is_taken_without_its_last_newline() throws Exception {
        Files.writeString(directory.resolve("jwt-secret"), "x".repeat(32) + "\n");

        assertThat(GeneratedSecret.in(directory, random).keys()).isEqualTo(SigningKeys.of("main", "x".repeat(32)));
    }

    @Test
    void a_short_one_or_an_unreadable_one_stops_the_start() throws Exception {
        Path file = Files.writeString(directory.resolve("jwt-secret"), "x".repeat(31) + "\n");
        assertThatThrownBy(() -> GeneratedSecret.in(directory, random))
                .isInstanceOf(StartException.class)
                .hasMessage(file + ": a secret needs at least 32 bytes, this one has 31;"
                        + " delete the file to have a new one made (everybody logs in again)");

        Files.write(file, new byte[] {(byte) 0xff});
        assertThatThrownBy(() -> GeneratedSecret.in(directory, random))
                .isInstanceOf(StartException.class)
                .hasMessageStartingWith(file + " cannot be read: ");
        assertThat(Files.readAllBytes(file)).isEqualTo(new byte[] {(byte) 0xff});

        Files.delete(file);
        Files.createDirectory(file);
        assertThatThrownBy(() -> GeneratedSecret.in(directory, random))
                .isInstanceOf(StartException.class)
                .hasMessageStartingWith(file + " cannot be read: ");
    }

    @Test
    void a_directory_that_cannot_be_written_stops_the_start() {
        assertThatThrownBy(() -> GeneratedSecret.in(directory.resolve("not-there"), random))
                .isInstanceOf(StartException.class)
                .hasMessageContaining("jwt-secret cannot be made: ");
    }

    @Test
    void the_file_is_plain_text() throws Exception {
        GeneratedSecret secret = GeneratedSecret.in(directory, random);

        assertThat(Files.readString(secret.file(), StandardCharsets.US_ASCII))
                .isEqualTo(secret.keys().keys().get(0).secret() + "\n");
    }
}
