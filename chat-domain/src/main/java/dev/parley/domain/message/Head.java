package dev.parley.domain.message;

/** Where a room's log ends: the last seq and the last rev that were given; both 0 in an empty room. */
public record Head(Seq lastSeq, Rev lastRev) {
    public static final Head EMPTY = new Head(Seq.ZERO, Rev.ZERO);
}
