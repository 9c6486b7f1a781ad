package dev.parley.files;

import java.awt.image.BufferedImage;

/**
 * Pixels, as ARGB, row by row.
 *
 * <p>Made smaller and turned by hand: the JDK's way would start its graphics, which servers often have no libraries for.
 *
 * @param argb is not copied
 */
@SuppressWarnings("ArrayRecordComponent") // never compared, and seen by this package alone
record Raster(int width, int height, int[] argb) {
    static Raster of(BufferedImage image) {
        int width = image.getWidth();
        int height = image.getHeight();
        return new Raster(width, height, image.getRGB(0, 0, width, height, null, 0, width));
    }

    /** With a longest side of so many pixels at most, each the mean of those that it stands for. */
    Raster fitted(int side) {
        int longest = Math.max(width, height);
        if (longest <= side) {
            return this;
        }
        int fitWidth = scaled(width, side, longest);
        int fitHeight = scaled(height, side, longest);
        int[] small = new int[fitWidth * fitHeight];
        for (int y = 0; y < fitHeight; y++) {
            for (int x = 0; x < fitWidth; x++) {
                small[y * fitWidth + x] = mean(
                        (int) ((long) x * width / fitWidth),
                        (int) ((long) y * height / fitHeight),
                        (int) (((long) x + 1) * width / fitWidth),
                        (int) (((long) y + 1) * height / fitHeight));
            }
        }
        return new Raster(fitWidth, fitHeight, small);
    }

    private static int scaled(int length, int side, int longest) {
        return Math.max(1, Math.round((float) length * side / longest));
    }

    /** The colours count as much as they are seen. */
    private int mean(int left, int top, int right, int bottom) {
        long alpha = 0;
        long red = 0;
        long green = 0;
        long blue = 0;
        for (int y = top; y < bottom; y++) {
            for (int x = left; x < right; x++) {
                int pixel = argb[y * width + x];
                int seen = pixel >>> 24;
                alpha += seen;
                red += (long) seen * (pixel >> 16 & 0xff);
                green += (long) seen * (pixel >> 8 & 0xff);
                blue += (long) seen * (pixel & 0xff);
            }
        }
        if (alpha == 0) {
            return 0;
        }
        long count = (long) (right - left) * (bottom - top);
        return (int) (((alpha / count) << 24) | ((red / alpha) << 16) | ((green / alpha) << 8) | (blue / alpha));
    }

    /** As it is seen when it was taken with this orientation of Exif. */
    Raster upright(int orientation) {
        if (orientation == 1) {
            return this;
        }
        boolean lying = orientation >= 5;
        int newWidth = lying ? height : width;
        int newHeight = lying ? width : height;
        int[] turned = new int[argb.length];
        for (int y = 0; y < newHeight; y++) {
            for (int x = 0; x < newWidth; x++) {
                turned[y * newWidth + x] = argb[from(orientation, x, y)];
            }
        }
        return new Raster(newWidth, newHeight, turned);
    }

    /** Where the pixel lies that is to be seen here. */
    private int from(int orientation, int x, int y) {
        int right = width - 1;
        int bottom = height - 1;
        return switch (orientation) {
            case 2 -> y * width + (right - x);
            case 3 -> (bottom - y) * width + (right - x);
            case 4 -> (bottom - y) * width + x;
            case 5 -> x * width + y;
            case 6 -> (bottom - x) * width + y;
            case 7 -> (bottom - x) * width + (right - y);
            case 8 -> x * width + (right - y);
            default -> y * width + x;
        };
    }

    boolean isOpaque() {
        for (int pixel : argb) {
            if (pixel >>> 24 != 0xff) {
                return false;
            }
        }
        return true;
    }

    BufferedImage image() {
        int type = isOpaque() ? BufferedImage.TYPE_INT_RGB : BufferedImage.TYPE_INT_ARGB;
        BufferedImage image = new BufferedImage(width, height, type);
        image.setRGB(0, 0, width, height, argb, 0, width);
        return image;
    }
}
