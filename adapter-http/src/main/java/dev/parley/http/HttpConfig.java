package dev.parley.http;

import dev.parley.application.limit.RateLimiter;
import dev.parley.http.request.Network;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How the server is reached and what it lets through.
 *
 * @param host the address to listen on; all if null
 * @param port 0 takes any that is free
 * @param allowedOrigins from which pages may come; {@code *} is any
 * @param trustedProxies addresses or networks whose {@code X-Forwarded-For} is believed
 * @param maxBodyBytes of a request with JSON
 * @param accessLife of access tokens of {@code /api/v1}
 * @param contractTokenLife of tokens of the published contracts, which know no refresh
 * @param maxMessageLength in code points, to be told to clients
 * @param framesLimited whether a flood of frames is refused
 * @param namesBelieved whether clients of contract E need only say who they are
 * @param tinodeAuth where Tinode's authenticator is served; nowhere if null
 */
public record HttpConfig(
        @Nullable String host,
        int port,
        List<String> allowedOrigins,
        List<String> trustedProxies,
        int maxBodyBytes,
        Duration accessLife,
        Duration contractTokenLife,
        int maxMessageLength,
        RateLimiter loginsPerAddress,
        RateLimiter signUpsPerAddress,
        RateLimiter ticketsPerUser,
        boolean framesLimited,
        boolean namesBelieved,
        @Nullable SecretPath tinodeAuth) {
    /** A part of a path that one caller alone knows. It never prints itself. */
    public record SecretPath(String value) {
        @Override
        public String toString() {
            return "redacted";
        }
    }

    /**
     * Checks what is to stand among {@code trustedProxies}.
     *
     * @throws IllegalArgumentException if it is neither an address nor a network in CIDR notation (RFC 4632)
     */
    public static void demandNetwork(String text) {
        Network.parse(text);
    }
}
