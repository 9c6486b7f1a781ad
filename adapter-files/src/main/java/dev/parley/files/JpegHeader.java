package dev.parley.files;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteOrder;
import javax.imageio.stream.ImageInputStream;

/**
 * What a JPEG says of itself (ITU-T T.81 Annex B) and the JDK does not tell. Read more strictly than the decoder does, which
 * overlooks much: what the two might understand differently has no such form.
 *
 * @param orientation how the camera was held, 1 to 8 as Exif counts (CIPA DC-008 §4.6.4); 1 is upright
 * @param scans how often the decoder goes over the whole image, which it keeps in memory for that; 0 if it goes from row to
 *     row and keeps nothing
 */
record JpegHeader(int orientation, int scans) {
    private static final int APP1 = 0xe1;
    private static final int BASELINE = 0xc0;
    private static final int EXTENDED = 0xc1;
    private static final int START_OF_SCAN = 0xda;
    private static final int END_OF_IMAGE = 0xd9;
    private static final int FIRST_SEGMENT = 0xc0;
    private static final int TO_COMPONENTS = 5;
    private static final long EXIF = 0x457869660000L;
    private static final int ORIENTATION = 0x0112;
    private static final int MAX_SEGMENTS = 1_000;
    private static final int MAX_ENTRIES = 200;

    /** @throws IOException if it has no such form, or more than a thousand segments */
    static JpegHeader of(ImageInputStream jpeg) throws IOException {
        jpeg.seek(2);
        int orientation = 1;
        int components = 0;
        boolean rows = false;
        int scans = 0;
        for (int i = 0; i < MAX_SEGMENTS; i++) {
            int marker = marker(jpeg);
            if (marker == END_OF_IMAGE && scans > 0) {
                return new JpegHeader(orientation, scans);
            }
            long start = jpeg.getStreamPosition();
            long end = start + length(jpeg, marker);
            if (marker == APP1 && orientation == 1) {
                orientation = orientation(jpeg, end);
            } else if (isFrame(marker)) {
                if (components > 0) {
                    throw new IOException("a JPEG of two frames");
                }
                rows = marker == BASELINE || marker == EXTENDED;
                jpeg.skipBytes(TO_COMPONENTS);
                components = jpeg.readUnsignedByte();
            } else if (marker == START_OF_SCAN) {
                if (components == 0) {
                    break;
                }
                if (scans == 0 && rows && jpeg.readUnsignedByte() == components) {
                    return new JpegHeader(orientation, 0);
                }
                scans++;
            }
            jpeg.seek(end);
            if (marker == START_OF_SCAN) {
                skipCoded(jpeg);
            }
        }
        throw new IOException("a JPEG without a frame, or one of too many segments");
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

    /** That of a segment, with the two bytes that say it. */
    private static int length(ImageInputStream jpeg, int marker) throws IOException {
        int length = marker < FIRST_SEGMENT || isAlone(marker) || marker == END_OF_IMAGE ? 0 : jpeg.readUnsignedShort();
        if (length < 2) {
            throw new IOException("no segment of JPEG");
        }
        return length;
    }

    /** A restart, or the start of another image: they have no segment. */
    private static boolean isAlone(int marker) {
        return marker >= 0xd0 && marker <= 0xd8;
    }

    /** Goes to the marker behind what is coded (§B.1.1.5): there a 0xff of its own is followed by 0, and restarts are part of it. */
    private static void skipCoded(ImageInputStream jpeg) throws IOException {
        byte[] window = new byte[8 << 10];
        boolean escaped = false;
        while (true) {
            long start = jpeg.getStreamPosition();
            int read = jpeg.read(window);
            if (read < 0) {
                throw new EOFException("a JPEG without an end");
            }
            for (int i = 0; i < read; i++) {
                int next = window[i] & 0xff;
                if (escaped && next != 0 && next != 0xff && (next < 0xd0 || next > 0xd7)) {
                    jpeg.seek(start + i - 1);
                    return;
                }
                escaped = next == 0xff;
            }
        }
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
