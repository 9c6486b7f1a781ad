package dev.parley.files;

import java.io.IOException;
import javax.imageio.stream.ImageInputStream;

/**
 * What stands before the first picture of a GIF (GIF89a, §18 to §26), all of which the JDK's decoder keeps: its comments, its
 * profiles, its extensions.
 */
final class GifHeader {
    private static final int TO_FLAGS = 10;
    private static final int TO_TABLE = 13;
    private static final int HAS_TABLE = 0x80;
    private static final int PICTURE = 0x2c;
    private static final int EXTENSION = 0x21;
    private static final int MAX_EXTENSIONS = 1_000;
    private static final int MAX_LENGTH = 256 << 10;

    private GifHeader() {}

    /** @throws IOException if there is more than a thousand extensions, or a quarter of a megabyte, or no such form */
    static void demandShort(ImageInputStream gif) throws IOException {
        gif.seek(TO_FLAGS);
        int flags = gif.readUnsignedByte();
        int table = (flags & HAS_TABLE) == 0 ? 0 : 3 << ((flags & 7) + 1);
        gif.seek(TO_TABLE + table);
        for (int i = 0; i <= MAX_EXTENSIONS; i++) {
            int block = gif.readUnsignedByte();
            if (block == PICTURE) {
                return;
            }
            if (block != EXTENSION) {
                break;
            }
            skip(gif, size(gif.readUnsignedByte()));
        }
        throw new IOException("a GIF of another form, or too much before its picture");
    }

    /** How long the first block of an extension is, which the decoder does not look at; -1 for any length. */
    private static int size(int label) {
        return switch (label) {
            case 0xf9 -> 4;
            case 0x01 -> 12;
            case 0xff -> 11;
            default -> -1;
        };
    }

    private static void skip(ImageInputStream gif, int first) throws IOException {
        int length = gif.readUnsignedByte();
        if (first >= 0 && length != first) {
            throw new IOException("no extension of GIF");
        }
        while (length != 0) {
            gif.seek(gif.getStreamPosition() + length);
            if (gif.getStreamPosition() > MAX_LENGTH) {
                throw new IOException("too much before the picture of a GIF");
            }
            length = gif.readUnsignedByte();
        }
    }
}
