package dev.parley.bootstrap;

/** A text that never prints itself: passwords, keys, addresses with a password in them. */
record Secret(String value) {
    @Override
    public String toString() {
        return "redacted";
    }
}
