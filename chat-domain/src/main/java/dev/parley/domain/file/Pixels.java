package dev.parley.domain.file;

/** How large an image is: 1 to 65,535 each way. */
public record Pixels(int width, int height) {
    private static final int MOST = 0xffff;

    /** @throws IllegalArgumentException if it is no such size */
    public Pixels {
        if (width < 1 || height < 1 || width > MOST || height > MOST) {
            throw new IllegalArgumentException("no size of an image: " + width + " x " + height);
        }
    }
}
