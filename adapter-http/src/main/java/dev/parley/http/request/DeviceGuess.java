package dev.parley.http.request;

import dev.parley.domain.account.DeviceName;
import io.javalin.http.Context;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Finds out what the device is called that sends a request: as it says itself in {@code device}, or else as its {@code
 * User-Agent} lets one guess (RFC 9110 §10.1.5). Both can be anything; they are shown to their user alone.
 */
public final class DeviceGuess {
    private static final int MAX_READ = 512;

    /** A browser calls itself by the names of those before it as well: the last that it is stands first here. */
    private static final List<Word> PROGRAMS = List.of(
            new Word("Edg", "Edge"),
            new Word("OPR/", "Opera"),
            new Word("Firefox/", "Firefox"),
            new Word("FxiOS/", "Firefox"),
            new Word("CriOS/", "Chrome"),
            new Word("Chrome/", "Chrome"),
            new Word("Safari/", "Safari"));

    private static final List<Word> SYSTEMS = List.of(
            new Word("iPhone", "iPhone"),
            new Word("iPad", "iPad"),
            new Word("Android", "Android"),
            new Word("Windows", "Windows"),
            new Word("Mac OS X", "macOS"),
            new Word("CrOS", "ChromeOS"),
            new Word("Linux", "Linux"));

    /** The first product, as {@code curl/8.5.0}. */
    private static final Pattern PRODUCT = Pattern.compile("[^\\s(]+");

    private DeviceGuess() {}

    private record Word(String sign, String name) {}

    /** Null if nothing says it. */
    public static @Nullable DeviceName name(Context ctx, JsonBody body) {
        return said(body).or(() -> guessed(ctx.header("User-Agent"))).orElse(null);
    }

    /** What the body says. */
    public static Optional<DeviceName> said(JsonBody body) {
        return body.optionalText("device").flatMap(DeviceName::cleaned);
    }

    static Optional<DeviceName> guessed(@Nullable String userAgent) {
        if (userAgent == null) {
            return Optional.empty();
        }
        String agent = userAgent.substring(0, Math.min(MAX_READ, userAgent.length()));
        Optional<String> program = find(PROGRAMS, agent);
        Optional<String> system = find(SYSTEMS, agent);
        if (program.isPresent()) {
            return DeviceName.cleaned(
                    program.get() + system.map(name -> " on " + name).orElse(""));
        }
        Matcher product = PRODUCT.matcher(agent);
        return product.find() ? DeviceName.cleaned(product.group()) : Optional.empty();
    }

    private static Optional<String> find(List<Word> words, String agent) {
        return words.stream()
                .filter(word -> agent.contains(word.sign()))
                .map(Word::name)
                .findFirst();
    }
}
