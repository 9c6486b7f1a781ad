package dev.parley.benchmarks.chat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The users that the generator signed up, and their tokens.
 *
 * <p>A sign-up costs the server a slow hash, so there are few, with many connections each. Access tokens last minutes:
 * {@link #renew} before each scenario.
 */
public final class Accounts {
    private static final long RENEW_AFTER_NANOS = 240_000_000_000L;

    private final Api api;
    private final String run = Long.toString(System.nanoTime(), 36);
    private final List<Tokens> tokens = new ArrayList<>();
    private long renewed = System.nanoTime();

    private record Tokens(long user, String access, String refresh) {}

    private Accounts(Api api) {
        this.api = api;
    }

    /** Signs up this many users, one after the other. */
    public static Accounts signUp(Api api, int count) {
        Accounts all = new Accounts(api);
        all.growTo(count);
        return all;
    }

    /** Signs up users until there are so many. */
    public void growTo(int count) {
        for (int i = tokens.size(); i < count; i++) {
            Map<String, String> user =
                    Map.of("username", "bench-" + run + "-" + i, "password", "correct horse " + run + i);
            tokens.add(read(api.call("POST", "auth/signup", null, user).orFail("a sign-up")));
        }
    }

    private static Tokens read(JsonNode answer) {
        return new Tokens(
                answer.path("user").path("id").asLong(),
                answer.path("access_token").asText(),
                answer.path("refresh_token").asText());
    }

    public int count() {
        return tokens.size();
    }

    /** The number that the server gave to the n-th user, counted around. */
    public long id(int n) {
        return tokens.get(n % tokens.size()).user();
    }

    /** The access token of the n-th user, counted around. */
    public String token(int n) {
        return tokens.get(n % tokens.size()).access();
    }

    /** Takes new tokens if the present ones are some minutes old. */
    public void renew() {
        if (System.nanoTime() - renewed > RENEW_AFTER_NANOS) {
            tokens.replaceAll(old -> read(api.call("POST", "auth/refresh", null, Map.of("refresh_token", old.refresh()))
                    .orFail("a refresh")));
            renewed = System.nanoTime();
        }
    }
}
