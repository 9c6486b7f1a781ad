package dev.parley.testkit.tinode;

import java.io.Serial;

/** Tinode, or its client, does not do what a native user asked for. */
public final class NativeRefusal extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    private final int code;

    NativeRefusal(int code, String message) {
        super(message);
        this.code = code;
    }

    /** As Tinode gives it, such as 403; 503 without a connection, 504 where nothing came in time, 0 from the client. */
    public int code() {
        return code;
    }
}
