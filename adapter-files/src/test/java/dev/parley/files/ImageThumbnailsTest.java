package dev.parley.files;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.parley.domain.file.FileBytes;
import dev.parley.domain.file.MediaType;
import dev.parley.domain.file.Pixels;
import dev.parley.domain.file.Thumbnails;
import dev.parley.domain.file.Thumbnails.Thumbnail;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class ImageThumbnailsTest {
    private static final int RED = 0xffcc2211;
    private static final int BLUE = 0xff1122cc;

    private final Thumbnails thumbnails = new ImageThumbnails();

    /** Red on the left, blue on the right. */
    private static BufferedImage image(int width, int height, int type) {
        BufferedImage image = new BufferedImage(width, height, type);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                image.setRGB(x, y, x < width / 2 ? RED : BLUE);
            }
        }
        return image;
    }

    private static byte[] encoded(BufferedImage image, String format) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        assertThat(ImageIO.write(image, format, bytes)).isTrue();
        return bytes.toByteArray();
    }

    private Optional<Thumbnail> thumbnail(byte[] bytes, String format) {
        return thumbnails.of(new InMemory(bytes), new MediaType("image/" + format));
    }

    private static BufferedImage decoded(Thumbnail thumbnail) throws IOException {
        byte[] bytes = new byte[thumbnail.bytes().remaining()];
        thumbnail.bytes().duplicate().get(bytes);
        return ImageIO.read(new ByteArrayInputStream(bytes));
    }

    private static void assertAlike(int pixel, int expected) {
        for (int shift = 0; shift < 24; shift += 8) {
            assertThat((pixel >> shift) & 0xff).isCloseTo((expected >> shift) & 0xff, within());
        }
    }

    private static Offset<Integer> within() {
        return Offset.offset(12);
    }

    @ParameterizedTest
    @CsvSource({
        "png, 1000, 500, 320, 160",
        "jpeg, 1000, 500, 320, 160",
        "gif, 1000, 500, 320, 160",
        "jpeg, 3000, 4000, 240, 320",
        "png, 40, 20, 40, 20",
        "png, 60000, 3, 320, 1",
        "jpeg, 2, 2000, 1, 320",
        "gif, 1, 1, 1, 1",
    })
    void an_image_becomes_a_small_one_that_looks_alike(String format, int width, int height, int small, int low)
            throws IOException {
        Thumbnail made = thumbnail(encoded(image(width, height, BufferedImage.TYPE_INT_RGB), format), format)
                .orElseThrow();

        assertThat(made.original()).isEqualTo(new Pixels(width, height));
        assertThat(made.type()).isEqualTo(new MediaType("image/jpeg"));
        BufferedImage seen = decoded(made);
        assertThat(seen.getWidth()).isEqualTo(small);
        assertThat(seen.getHeight()).isEqualTo(low);
        if (small > 20) {
            assertAlike(seen.getRGB(small / 8, low / 2), RED);
            assertAlike(seen.getRGB(small - small / 8, low / 2), BLUE);
        }
    }

    @Test
    void what_can_be_seen_through_stays_so() throws IOException {
        BufferedImage image = new BufferedImage(800, 800, BufferedImage.TYPE_INT_ARGB);
        for (int y = 0; y < 400; y++) {
            for (int x = 0; x < 800; x++) {
                image.setRGB(x, y, RED);
            }
        }
        Thumbnail made = thumbnail(encoded(image, "png"), "png").orElseThrow();

        assertThat(made.type()).isEqualTo(new MediaType("image/png"));
        BufferedImage seen = decoded(made);
        assertThat(seen.getRGB(10, 10)).isEqualTo(RED);
        assertThat(seen.getRGB(10, 310) >>> 24).isZero();
    }

    @ParameterizedTest
    @CsvSource({"1, left", "2, right", "3, right", "4, left", "5, top", "6, top", "7, bottom", "8, bottom"})
    void a_photo_is_shown_as_the_camera_was_held(int orientation, String redSide) throws IOException {
        byte[] jpeg = encoded(image(400, 200, BufferedImage.TYPE_INT_RGB), "jpeg");
        Thumbnail made = thumbnail(withOrientation(jpeg, orientation), "jpeg").orElseThrow();

        boolean lying = orientation >= 5;
        assertThat(made.original()).isEqualTo(lying ? new Pixels(200, 400) : new Pixels(400, 200));
        BufferedImage seen = decoded(made);
        int right = seen.getWidth() - 1;
        int bottom = seen.getHeight() - 1;
        int red = switch (redSide) {
            case "left" -> seen.getRGB(5, bottom / 2);
            case "right" -> seen.getRGB(right - 5, bottom / 2);
            case "top" -> seen.getRGB(right / 2, 5);
            default -> seen.getRGB(right / 2, bottom - 5);
        };
        assertAlike(red, RED);
    }

    private static byte[] withOrientation(byte[] jpeg, int orientation) {
        byte[] exif = {
            (byte) 0xff,
            (byte) 0xe1,
            0,
            34,
            'E',
            'x',
            'i',
            'f',
            0,
            0,
            'I',
            'I',
            42,
            0,
            8,
            0,
            0,
            0,
            1,
            0,
            0x12,
            1,
            3,
            0,
            1,
            0,
            0,
            0,
            (byte) orientation,
            0,
            0,
            0,
            0,
            0,
            0,
            0
        };
        ByteArrayOutputStream with = new ByteArrayOutputStream();
        with.write(jpeg, 0, 2);
        with.writeBytes(exif);
        with.write(jpeg, 2, jpeg.length - 2);
        return with.toByteArray();
    }

    @ParameterizedTest
    @ValueSource(strings = {"png", "jpeg", "gif"})
    void of_broken_and_of_truncated_images_there_is_none(String format) throws IOException {
        BufferedImage noise = new BufferedImage(500, 400, BufferedImage.TYPE_INT_RGB);
        Random random = new Random(3);
        for (int i = 0; i < 500 * 400; i++) {
            noise.setRGB(i % 500, i / 500, random.nextInt());
        }
        byte[] bytes = encoded(noise, format);

        assertThat(thumbnail(bytes, format)).isPresent();
        for (int length : new int[] {0, 1, 3, 10, 24, 40, 200, bytes.length / 2}) {
            assertThat(thumbnail(Arrays.copyOf(bytes, length), format)).isEmpty();
        }
        byte[] zeroed = bytes.clone();
        Arrays.fill(zeroed, 4, 40, (byte) 0);
        assertThat(thumbnail(zeroed, format)).isEmpty();
        assertThat(thumbnail("<html><script>".getBytes(StandardCharsets.US_ASCII), format))
                .isEmpty();
    }

    @Test
    void whatever_is_changed_in_an_image_nothing_is_thrown() throws IOException {
        Random random = new Random(5);
        for (String format : new String[] {"png", "jpeg", "gif"}) {
            byte[] bytes = encoded(image(300, 200, BufferedImage.TYPE_INT_RGB), format);
            for (int i = 0; i < 300; i++) {
                byte[] changed = bytes.clone();
                for (int j = 0; j < 4; j++) {
                    changed[random.nextInt(changed.length)] = (byte) random.nextInt();
                }
                thumbnail(changed, format)
                        .ifPresent(made -> assertThat(made.original()).isNotNull());
            }
        }
    }

    @Test
    void an_image_of_too_many_pixels_is_not_decoded() throws IOException {
        assertThat(thumbnail(blankPng(60_000, 60_000, 1_000), "png")).isEmpty();
        assertThat(thumbnail(blankPng(8_000, 5_001, 8_000 / 8 * 5_001), "png")).isEmpty();
        assertThat(thumbnail(blankPng(5_000, 4_000, 5_000 * 4_000 * 2 + 4_000, 16, 0), "png"))
                .isPresent();
        assertThat(thumbnail(blankPng(5_000, 4_001, 5_000 * 4_001 * 2 + 4_001, 16, 0), "png"))
                .isEmpty();
        byte[] gif = encoded(image(10, 10, BufferedImage.TYPE_INT_RGB), "gif");
        int frame = new String(gif, StandardCharsets.ISO_8859_1).indexOf(",\0\0\0\0\n\0\n\0");
        Arrays.fill(gif, frame + 5, frame + 9, (byte) 0xff);
        assertThat(thumbnail(gif, "gif")).isEmpty();
    }

    @Test
    void a_large_image_takes_little_memory() throws IOException {
        byte[] png = blankPng(8_000, 5_000, (8_000 * 3 + 1) * 5_000, 8, 2);
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        Thumbnail made = thumbnail(png, "png").orElseThrow();
        assertThat(threads.getCurrentThreadAllocatedBytes() - before)
                .as("it has 120 MB")
                .isLessThan(20_000_000);
        assertThat(made.original()).isEqualTo(new Pixels(8_000, 5_000));
    }

    @Test
    void a_progressive_image_that_would_fill_memory_is_not_decoded() throws IOException {
        assertThat(thumbnail(progressive(1_000, 1_000), "jpeg")).isPresent();
        byte[] huge = progressive(64, 64);
        int frame = new String(huge, StandardCharsets.ISO_8859_1).indexOf("\u00ff\u00c2");
        Arrays.fill(huge, frame + 5, frame + 9, (byte) 0x10); // 4,112 a side
        assertThat(thumbnail(huge, "jpeg")).isEmpty();
    }

    @Test
    void a_progressive_image_is_not_gone_over_again_and_again() throws IOException {
        byte[] bytes = progressive(4_000, 4_000);
        assertThat(thumbnail(bytes, "jpeg")).isPresent();
        assertThat(thumbnail(repeated(bytes, 500), "jpeg")).isEmpty();
        assertThat(thumbnail(repeated(progressive(100, 100), 500), "jpeg")).isPresent();
        assertThat(thumbnail(repeated(progressive(100, 100), 1_000), "jpeg")).isEmpty();
    }

    /** With its last scan several times: the decoder takes each as one that makes the image finer. */
    private static byte[] repeated(byte[] jpeg, int times) {
        String text = new String(jpeg, StandardCharsets.ISO_8859_1);
        int scan = text.lastIndexOf("\u00ff\u00da");
        int end = text.lastIndexOf("\u00ff\u00d9");
        return (text.substring(0, end) + text.substring(scan, end).repeat(times) + text.substring(end))
                .getBytes(StandardCharsets.ISO_8859_1);
    }

    @ParameterizedTest
    @CsvSource({"4000, true", "4100, false"})
    void an_image_whose_colours_come_one_by_one_is_one_of_several_scans(int side, boolean made) throws IOException {
        assertThat(thumbnail(byComponents(side), "jpeg").isPresent()).isEqualTo(made);
    }

    /** A sequential JPEG of three components in a scan each, black. */
    private static byte[] byComponents(int side) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.writeShort(0xffd8);
        out.writeShort(0xffdb);
        out.writeShort(67);
        out.write(0);
        for (int i = 0; i < 64; i++) {
            out.write(1);
        }
        out.writeShort(0xffc0);
        out.writeShort(17);
        out.write(8);
        out.writeShort(side);
        out.writeShort(side);
        out.write(new byte[] {3, 1, 0x11, 0, 2, 0x11, 0, 3, 0x11, 0});
        for (int table : new int[] {0, 0x10}) {
            out.writeShort(0xffc4);
            out.writeShort(20);
            out.write(table);
            out.write(new byte[] {1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0});
        }
        int blocks = ((side + 7) / 8) * ((side + 7) / 8);
        for (int component = 1; component <= 3; component++) {
            out.writeShort(0xffda);
            out.writeShort(8);
            out.write(new byte[] {1, (byte) component, 0, 0, 63, 0});
            out.write(new byte[(blocks * 2 + 7) / 8]); // For each block, one bit for its mean and one for its end.
        }
        out.writeShort(0xffd9);
        return bytes.toByteArray();
    }

    @ParameterizedTest
    @ValueSource(ints = {0x00, 0x01, 0xd0, 0xd7, 0xd8, 0xc0})
    void what_a_decoder_may_understand_otherwise_is_not_decoded(int marker) throws IOException {
        byte[] decoy = progressive(100, 100);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.write(decoy, 0, 2);
        bytes.writeBytes(new byte[] {(byte) 0xff, (byte) marker, 0, 8, 8, 0, 1, 0, 1, 1});
        bytes.write(decoy, 2, decoy.length - 2);
        assertThat(thumbnail(bytes.toByteArray(), "jpeg")).isEmpty();
    }

    @Test
    void an_image_with_more_before_it_than_in_it_is_not_decoded() throws IOException {
        byte[] gif = encoded(image(10, 10, BufferedImage.TYPE_INT_RGB), "gif");
        byte[] comment = {0x21, (byte) 0xfe, 2, 'h', 'i', 0};
        byte[] nothing = {0x21, (byte) 0xfe, 0};
        byte[] application = "!\u00ff\u000bNETSCAPE2.0\3\1\0\0\0".getBytes(StandardCharsets.ISO_8859_1);
        byte[] odd = {0x21, (byte) 0xf9, 9, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0};
        byte[] large = new byte[2 + 1_100 * 256 + 1];
        large[0] = 0x21;
        large[1] = (byte) 0xfe;
        for (int i = 2; i < large.length - 1; i += 256) {
            large[i] = (byte) 0xff;
        }
        assertThat(thumbnail(before(gif, comment, 1), "gif")).isPresent();
        assertThat(thumbnail(before(gif, application, 900), "gif")).isPresent();
        assertThat(thumbnail(before(gif, nothing, 2_000_000), "gif")).isEmpty();
        assertThat(thumbnail(before(gif, application, 1_001), "gif")).isEmpty();
        assertThat(thumbnail(before(gif, large, 1), "gif")).isEmpty();
        assertThat(thumbnail(before(gif, odd, 1), "gif")).isEmpty();
    }

    private static byte[] before(byte[] gif, byte[] block, int times) {
        int table = (gif[10] & 0x80) == 0 ? 0 : 3 << ((gif[10] & 7) + 1);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.write(gif, 0, 13 + table);
        for (int i = 0; i < times; i++) {
            bytes.writeBytes(block);
        }
        bytes.write(gif, 13 + table, gif.length - 13 - table);
        return bytes.toByteArray();
    }

    @Test
    void of_what_is_no_image_there_is_none() {
        assertThat(thumbnail(new byte[100], "webp")).isEmpty();
        assertThat(thumbnails.of(new InMemory(new byte[100]), MediaType.UNKNOWN))
                .isEmpty();
    }

    private static byte[] progressive(int width, int height) throws IOException {
        ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ImageWriteParam how = writer.getDefaultWriteParam();
        how.setProgressiveMode(ImageWriteParam.MODE_DEFAULT);
        try (MemoryCacheImageOutputStream output = new MemoryCacheImageOutputStream(bytes)) {
            writer.setOutput(output);
            writer.write(null, new IIOImage(image(width, height, BufferedImage.TYPE_INT_RGB), null, null), how);
        }
        return bytes.toByteArray();
    }

    /** One bit a pixel: a few kilobytes that say they are a picture of any size. */
    private static byte[] blankPng(int width, int height, int inflated) throws IOException {
        return blankPng(width, height, inflated, 1, 0);
    }

    private static byte[] blankPng(int width, int height, int inflated, int bits, int colours) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'});
        ByteArrayOutputStream header = new ByteArrayOutputStream();
        DataOutputStream fields = new DataOutputStream(header);
        fields.writeInt(width);
        fields.writeInt(height);
        fields.write(new byte[] {(byte) bits, (byte) colours, 0, 0, 0});
        chunk(bytes, "IHDR", header.toByteArray());
        Deflater deflater = new Deflater();
        deflater.setInput(new byte[inflated]);
        deflater.finish();
        byte[] pixels = new byte[inflated / 100 + 1_000];
        int length = deflater.deflate(pixels);
        assertThat(deflater.finished()).isTrue();
        chunk(bytes, "IDAT", Arrays.copyOf(pixels, length));
        chunk(bytes, "IEND", new byte[0]);
        return bytes.toByteArray();
    }

    private static void chunk(ByteArrayOutputStream png, String type, byte[] content) throws IOException {
        DataOutputStream out = new DataOutputStream(png);
        CRC32 check = new CRC32();
        byte[] name = type.getBytes(StandardCharsets.US_ASCII);
        check.update(name);
        check.update(content);
        out.writeInt(content.length);
        out.write(name);
        out.write(content);
        out.writeInt((int) check.getValue());
    }

    /** Gives out what lies in memory, a bit at a time. */
    private static final class InMemory implements FileBytes.Source {
        private final byte[] bytes;

        InMemory(byte[] bytes) {
            this.bytes = bytes;
        }

        @Override
        public long size() {
            return bytes.length;
        }

        @Override
        public int read(long position, byte[] into, int offset, int length) {
            if (position >= bytes.length) {
                return -1;
            }
            int read = (int) Math.min(Math.min(length, 7_000), bytes.length - position);
            System.arraycopy(bytes, (int) position, into, offset, read);
            return read;
        }

        @Override
        public void close() {}
    }
}
