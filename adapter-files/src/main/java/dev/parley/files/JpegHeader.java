package dev.parley.files;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteOrder;
import javax.imageio.stream.ImageInputStream;

/**
 * What stands before the pixels of a JPEG (ITU-T T.81 Annex B) and the JDK does not tell.
 *
 * @param orientation how the camera was held, 1 to 8 as Exif counts (CIPA DC-008 §4.6.4); 1 is upright
 * @param progressive whether all of it has to be in memory to be decoded
 */
record JpegHeader(int orientation, boolean progressive) {
    private static final int APP1 = 0xe1;
    private static final int BASELINE = 0xc0;
    private static final int EXTENDED = 0xc1;
    private static final int START_OF_SCAN = 0xda;
    private static final long EXIF = 0x457869660000L;
    private static final int ORIENTATION = 0x0112;
    private static final int MAX_SEGMENTS = 1_000;
    private static final int MAX_ENTRIES = 200;

    /** @throws IOException if it has no such form */
    static JpegHeader of(ImageInputStream jpeg) throws IOException {
        jpeg.seek(2);
        int orientation = 1;
        for (int i = 0; i < MAX_SEGMENTS; i++) {
            int marker = marker(jpeg);
            long start = jpeg.getStreamPosition();
            int length = jpeg.readUnsignedShort();
            if (marker == APP1 && orientation == 1) {
                orientation = orientation(jpeg, start + length);
            } else if (isFrame(marker)) {
                return new JpegHeader(orientation, marker != BASELINE && marker != EXTENDED);
            } else if (marker == START_OF_SCAN) {
                break;
            }
            jpeg.seek(start + length);
        }
        throw new IOException("a JPEG without a frame");
    }

    private static int marker(ImageInputStream jpeg) throws IOException {
        if (jpeg.readUnsignedByte() != 0xff) {
            throw new IOException("no marker of JPEG");
        }
        int marker;
        do {
            marker = jpeg.readUnsignedByte();
        } while (marker == 0xff);
        return marker;
    }

    /** SOF0 to SOF15; of these numbers, three are something else. */
    private static boolean isFrame(int marker) {
        return marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc;
    }

    /** Upright where there is anything odd about it. */
    private static int orientation(ImageInputStream jpeg, long end) throws IOException {
        long tiff = jpeg.getStreamPosition() + 6;
        try {
            if (tiff + 8 > end || jpeg.readBits(48) != EXIF) {
                return 1;
            }
            int order = jpeg.readUnsignedShort();
            jpeg.setByteOrder(order == 0x4949 ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
            jpeg.readUnsignedShort();
            long directory = tiff + jpeg.readUnsignedInt();
            if (directory + 2 > end) {
                return 1;
            }
            jpeg.seek(directory);
            return entry(jpeg, end);
        } catch (EOFException e) {
            return 1;
        } finally {
            jpeg.setByteOrder(ByteOrder.BIG_ENDIAN);
        }
    }

    private static int entry(ImageInputStream jpeg, long end) throws IOException {
        int entries = Math.min(jpeg.readUnsignedShort(), MAX_ENTRIES);
        for (int i = 0; i < entries && jpeg.getStreamPosition() + 12 <= end; i++) {
            int tag = jpeg.readUnsignedShort();
            jpeg.skipBytes(6);
            int value = jpeg.readUnsignedShort();
            jpeg.skipBytes(2);
            if (tag == ORIENTATION) {
                return value >= 1 && value <= 8 ? value : 1;
            }
        }
        return 1;
    }
}
