package dev.parley.benchmarks.chat;

import java.net.InetSocketAddress;
import java.util.function.IntFunction;

/**
 * A running server that speaks {@code /api/v1/ws}: Parley, or an anchor to compare it with.
 *
 * @param pid its process, whose CPU and memory are measured
 * @param tokens a valid access token for the n-th connection
 */
public record Target(String name, InetSocketAddress address, long pid, IntFunction<String> tokens) {
    /** The value of the {@code Host} header. */
    public String host() {
        return address.getHostString() + ":" + address.getPort();
    }
}
