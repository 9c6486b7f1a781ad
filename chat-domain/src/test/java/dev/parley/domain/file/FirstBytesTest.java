package dev.parley.domain.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class FirstBytesTest {
    static Arguments[] signatures() {
        return new Arguments[] {
            Arguments.of("\u0089PNG\r\n\u001a\n\0\0\0\rIHDR....", "image/png"),
            Arguments.of("\u00ff\u00d8\u00ff\u00e0\0\u0010JFIF", "image/jpeg"),
            Arguments.of("GIF89a\1\0\1\0\0\0\0", "image/gif"),
            Arguments.of("RIFF....WEBPVP8L", "image/webp"),
            Arguments.of("%PDF-1.7\n", "application/pdf"),
            Arguments.of("PK\3\4[Content_Types].xml", "application/zip"),
            Arguments.of("PK\3\4META-INF/MANIFEST.MF", "application/zip"),
            Arguments.of("PK\5\6\0\0", "application/zip"),
            Arguments.of("\0\0\0\u0018ftypmp42....", "video/mp4"),
            Arguments.of("\0\0\0\u0018ftypisom....", "video/mp4"),
            Arguments.of("\0\0\0\u0014ftypqt  ....", "video/quicktime"),
            Arguments.of("\0\0\0\u0014ftypM4A ....", "audio/mp4"),
            Arguments.of("\0\0\0\u0014ftypheic....", "application/octet-stream"),
            Arguments.of("\u001aE\u00df\u00a3\u009fB\u0082\u0084webm", "video/webm"),
            Arguments.of("\u001aE\u00df\u00a3\u009fB\u0082\u0088matroska", "video/x-matroska"),
            Arguments.of("ID3\4\0\0", "audio/mpeg"),
            Arguments.of("OggS\0\2........\1vorbis", "audio/ogg"),
            Arguments.of("OggS\0\2........\u0080theora", "video/ogg"),
            Arguments.of("RIFF....WAVEfmt ", "audio/wav"),
            Arguments.of("fLaC\0\0", "audio/flac"),
            Arguments.of("\u001f\u008b\u0008\0", "application/gzip"),
            Arguments.of("RIFF\0\0\0\0AVI ", "application/octet-stream"),
            Arguments.of("\u007fELF\1\1\1\0", "application/octet-stream"),
            Arguments.of("MZ\u0090\0", "application/octet-stream"),
            Arguments.of("\0", "application/octet-stream"),
            Arguments.of("", "application/octet-stream"),
            Arguments.of("\u0089PNG", "application/octet-stream"),
        };
    }

    private static MediaType type(String bytes) {
        return FirstBytes.type(bytes.getBytes(StandardCharsets.ISO_8859_1));
    }

    @ParameterizedTest
    @MethodSource("signatures")
    void a_file_is_known_by_how_it_begins(String bytes, String type) {
        assertThat(type(bytes).value()).isEqualTo(type);
    }

    @Test
    void an_mp3_without_a_tag_is_known_by_two_frames() {
        byte[] frames = new byte[1_000];
        for (int at : new int[] {0, 417}) { // 128 kbit/s at 44.1 kHz
            frames[at] = (byte) 0xff;
            frames[at + 1] = (byte) 0xfb;
            frames[at + 2] = (byte) 0x90;
        }
        assertThat(FirstBytes.type(frames).value()).isEqualTo("audio/mpeg");
        frames[417] = 0;
        assertThat(FirstBytes.type(frames)).isEqualTo(MediaType.UNKNOWN);
        for (int i = 0; i < 1 << 24; i += 251) {
            FirstBytes.type(new byte[] {(byte) 0xff, (byte) (i >> 16), (byte) (i >> 8), (byte) i});
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "hello\n",
                "Grüße, 世界 😀\r\n\t",
                "<!doctype html><script>alert(1)</script>",
                "<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
                "<?xml version='1.0'?><a/>",
                "#!/bin/sh\nrm -rf /",
                "alert(1)",
                "{\"a\":1}",
            })
    void whatever_is_text_is_only_that(String text) {
        assertThat(FirstBytes.type(text.getBytes(StandardCharsets.UTF_8)).value())
                .isEqualTo("text/plain");
    }

    @Test
    void text_is_told_from_its_beginning_even_if_that_ends_in_a_character() {
        byte[] text = "éa".repeat(2_000).getBytes(StandardCharsets.UTF_8);
        byte[] first = Arrays.copyOf(text, FirstBytes.LENGTH);
        assertThat(first[FirstBytes.LENGTH - 1]).isNegative();
        assertThat(FirstBytes.type(first).value()).isEqualTo("text/plain");
        assertThat(FirstBytes.type(Arrays.copyOf(text, 4))).isEqualTo(MediaType.UNKNOWN);
        assertThat(FirstBytes.type("latin\u00e9 text".getBytes(StandardCharsets.ISO_8859_1)))
                .isEqualTo(MediaType.UNKNOWN);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GIF89a/*\0\0\0\0\0*/=1;<script>alert(1)</script>",
                "GIF89a<HTML><body onload=alert(1)>.....",
                "\u00ff\u00d8\u00ff\u00feXX<svg onload=alert(1)>",
                "\u0089PNG\r\n\u001a\n\0\0\0\rIHDR....<?PHP system($_GET[0]);",
                "RIFF....WEBPVP8 <iframe src=//evil>",
            })
    void an_image_with_a_page_inside_is_unknown(String bytes) {
        assertThat(type(bytes)).isEqualTo(MediaType.UNKNOWN);
    }
}
