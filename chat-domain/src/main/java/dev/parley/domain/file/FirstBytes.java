package dev.parley.domain.file;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/**
 * What a file is, told by how it begins.
 *
 * <p>Nothing that a browser would run has a type of its own here: a page, a drawing or a script is plain text, an archive is
 * only that, whatever is in it, and an image with a page inside is unknown.
 */
public final class FirstBytes {
    /** As many are looked at. */
    public static final int LENGTH = 4_096;

    private static final List<String> MARKUP =
            List.of("<script", "<html", "<!doctype", "<body", "<head", "<svg", "<iframe", "<img", "<?php");

    /** What begins so in a container of ISO (ISO/IEC 14496-12 §4.3) is a film; images have others. */
    private static final List<String> FILMS =
            List.of("isom", "iso2", "iso4", "iso5", "iso6", "mp41", "mp42", "avc1", "dash", "M4V ", "MSNV", "3gp");

    private final byte[] bytes;
    private final boolean whole;
    /** Byte by byte, so that signatures can be found in it. */
    private final String text;

    private FirstBytes(byte[] bytes, boolean whole) {
        this.bytes = bytes;
        this.whole = whole;
        this.text = new String(bytes, StandardCharsets.ISO_8859_1);
    }

    /**
     * What a file is.
     *
     * @param bytes its first {@value #LENGTH}, or all if it has fewer
     */
    public static MediaType type(byte[] bytes) {
        FirstBytes first = new FirstBytes(bytes, bytes.length < LENGTH);
        String type = first.signed();
        return type.isEmpty() ? first.unsigned() : new MediaType(type);
    }

    private String signed() {
        String image = image();
        if (!image.isEmpty()) {
            return hasMarkup() ? MediaType.UNKNOWN.value() : image;
        }
        String played = container();
        return played.isEmpty() ? other() : played;
    }

    private String image() {
        if (has(0, "\u0089PNG\r\n\u001a\n") && has(12, "IHDR")) {
            return "image/png";
        }
        if (has(0, "\u00ff\u00d8\u00ff")) {
            return "image/jpeg";
        }
        if (has(0, "GIF87a") || has(0, "GIF89a")) {
            return bytes.length > 12 ? "image/gif" : "";
        }
        return has(0, "RIFF") && has(8, "WEBPVP8") ? "image/webp" : "";
    }

    private String container() {
        if (has(4, "ftyp")) {
            return iso();
        }
        if (has(0, "\u001aE\u00df\u00a3")) {
            return text.indexOf("webm") > 0 && text.indexOf("webm") < 64 ? "video/webm" : "video/x-matroska";
        }
        if (has(0, "OggS")) {
            return text.contains("\u0080theora") ? "video/ogg" : "audio/ogg";
        }
        if (has(0, "RIFF") && has(8, "WAVE")) {
            return "audio/wav";
        }
        if (has(0, "fLaC")) {
            return "audio/flac";
        }
        return has(0, "ID3") || isMp3Frame() ? "audio/mpeg" : "";
    }

    private String iso() {
        String brand = text.length() < 12 ? "" : text.substring(8, 12);
        if (brand.equals("qt  ")) {
            return "video/quicktime";
        }
        if (brand.equals("M4A ") || brand.equals("M4B ")) {
            return "audio/mp4";
        }
        return FILMS.stream().anyMatch(brand::startsWith) ? "video/mp4" : MediaType.UNKNOWN.value();
    }

    /** Layer III with a bit rate and a sampling rate that there are (ISO/IEC 11172-3 §2.4.2.3), twice: two bytes prove little. */
    private boolean isMp3Frame() {
        if (!isMp3Header(0)) {
            return false;
        }
        int version = bytes[1] >> 3 & 3;
        int[] rates = version == 3
                ? new int[] {0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320}
                : new int[] {0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160};
        int[] samplings = {44_100, 48_000, 32_000};
        int sampling = samplings[bytes[2] >> 2 & 3] >> (version == 3 ? 0 : version == 2 ? 1 : 2);
        int length = (version == 3 ? 144 : 72) * rates[bytes[2] >> 4 & 15] * 1_000 / sampling + (bytes[2] >> 1 & 1);
        return isMp3Header(length);
    }

    private boolean isMp3Header(int at) {
        if (bytes.length < at + 4 || (bytes[at] & 0xff) != 0xff || (bytes[at + 1] & 0xe6) != 0xe2) {
            return false;
        }
        int rate = bytes[at + 2] >> 4 & 15;
        return (bytes[at + 1] >> 3 & 3) != 1 && rate != 0 && rate != 15 && (bytes[at + 2] >> 2 & 3) != 3;
    }

    private String other() {
        if (has(0, "%PDF-")) {
            return "application/pdf";
        }
        if (has(0, "PK\u0003\u0004") || has(0, "PK\u0005\u0006")) {
            return "application/zip";
        }
        return has(0, "\u001f\u008b\u0008") ? "application/gzip" : "";
    }

    private MediaType unsigned() {
        return bytes.length > 0 && isText() ? new MediaType("text/plain") : MediaType.UNKNOWN;
    }

    /** UTF-8 without control characters other than those of lines; a character may be cut off at the end. */
    private boolean isText() {
        CharsetDecoder decoder = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        CharBuffer decoded = CharBuffer.allocate(bytes.length);
        CoderResult result = decoder.decode(ByteBuffer.wrap(bytes), decoded, whole);
        return !result.isError()
                && decoded.flip().chars().noneMatch(c -> Character.isISOControl(c) && "\t\n\f\r\u001b".indexOf(c) < 0);
    }

    private boolean hasMarkup() {
        String lower = text.toLowerCase(Locale.ROOT);
        return MARKUP.stream().anyMatch(lower::contains);
    }

    private boolean has(int at, String signature) {
        return text.startsWith(signature, at);
    }
}
