package dev.parley.files;

import dev.parley.domain.ChatException;
import dev.parley.domain.file.FileBytes;
import dev.parley.domain.file.MediaType;
import dev.parley.domain.file.Pixels;
import dev.parley.domain.file.Thumbnails;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import javax.imageio.ImageIO;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes thumbnails with the decoders of the JDK.
 *
 * <p>An image says how large it is before it is decoded, and one of too many pixels is not. Of others the decoder keeps so few
 * that memory is no matter, a few megabytes; only a JPEG of several scans, such as a progressive one, it keeps whole, outside of the
 * heap, and goes over once for each scan, so those may have fewer. One takes a second or two at most.
 */
final class ImageThumbnails implements Thumbnails {
    private static final Logger LOG = LoggerFactory.getLogger(ImageThumbnails.class);

    static final long MAX_PIXELS = 40_000_000;
    static final long MAX_PIXELS_IN_SCANS = 16_000_000;

    /** How many pixels all the scans together go over. */
    static final long MAX_SCANNED_PIXELS = 20 * MAX_PIXELS_IN_SCANS;

    private static final String JPEG = "jpeg";
    private static final String GIF = "gif";
    private static final String PNG = "png";
    private static final int PNG_BITS = 24;
    private static final JpegHeader NONE = new JpegHeader(1, 0);
    private static final Map<String, String> FORMATS = Map.of("image/png", PNG, "image/jpeg", JPEG, "image/gif", GIF);

    /** Held while one is made, which is work for the processor; there may be a read in it. */
    private final ReentrantLock turn = new ReentrantLock();

    @Override
    public Optional<Thumbnail> of(FileBytes.Source image, MediaType type) {
        String format = FORMATS.get(type.value());
        if (format == null) {
            return Optional.empty();
        }
        turn.lock();
        try (SourceInput input = new SourceInput(image)) {
            return made(input, format);
        } catch (ChatException e) {
            throw e;
        } catch (IOException | RuntimeException e) { // The decoders throw whatever comes of broken bytes.
            LOG.debug("There is no thumbnail of a {}", format, e);
            return Optional.empty();
        } catch (OutOfMemoryError | LinkageError e) { // Of the latter: a Java without its image libraries.
            LOG.warn("There is no thumbnail of a {}", format, e);
            return Optional.empty();
        } finally {
            turn.unlock();
        }
    }

    private static Optional<Thumbnail> made(ImageInputStream input, String format) throws IOException {
        int depth = format.equals(PNG) ? pngDepth(input) : 1;
        JpegHeader header = format.equals(JPEG) ? JpegHeader.of(input) : NONE;
        if (format.equals(GIF)) {
            GifHeader.demandShort(input);
        }
        input.seek(0);
        ImageReader reader = ImageIO.getImageReadersByFormatName(format).next();
        try {
            reader.setInput(input, true, true);
            int width = reader.getWidth(0);
            int height = reader.getHeight(0);
            if (isTooMuch((long) width * height * depth, header.scans())) {
                return Optional.empty();
            }
            boolean lying = header.orientation() >= 5;
            Pixels seen = lying ? new Pixels(height, width) : new Pixels(width, height);
            Raster small = Raster.of(decoded(reader, Math.max(width, height)))
                    .fitted(SIDE)
                    .upright(header.orientation());
            return Optional.of(encoded(small, seen));
        } finally {
            reader.dispose();
        }
    }

    private static boolean isTooMuch(long pixels, int scans) {
        return scans == 0 ? pixels > MAX_PIXELS : pixels > MAX_PIXELS_IN_SCANS || pixels * scans > MAX_SCANNED_PIXELS;
    }

    /** Two of a PNG with more than eight bits for each colour, which is twice as much to inflate (PNG specification, 11.2.2). */
    private static int pngDepth(ImageInputStream png) throws IOException {
        png.seek(PNG_BITS);
        return png.readUnsignedByte() > 8 ? 2 : 1;
    }

    /** One pixel of several, where there are many more than are needed. */
    private static BufferedImage decoded(ImageReader reader, int longest) throws IOException {
        int every = Math.max(1, longest / (2 * SIDE));
        ImageReadParam sampling = reader.getDefaultReadParam();
        sampling.setSourceSubsampling(every, every, 0, 0);
        boolean[] cutOff = {false};
        reader.addIIOReadWarningListener((source, warning) ->
                cutOff[0] |= warning.startsWith("Truncated File") || warning.contains("remature end"));
        BufferedImage image = reader.read(0, sampling);
        if (cutOff[0]) {
            throw new IOException("the image is not whole");
        }
        return image;
    }

    private static Thumbnail encoded(Raster small, Pixels original) throws IOException {
        String format = small.isOpaque() ? JPEG : PNG;
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (MemoryCacheImageOutputStream output = new MemoryCacheImageOutputStream(bytes)) {
            if (!ImageIO.write(small.image(), format, output)) {
                throw new IOException("this Java writes no " + format);
            }
        }
        return new Thumbnail(
                ByteBuffer.wrap(bytes.toByteArray()).asReadOnlyBuffer(), new MediaType("image/" + format), original);
    }
}
