package dev.parley.translation;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import okhttp3.ConnectionPool;
import okhttp3.HttpUrl;
import okhttp3.Interceptor;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okio.BufferedSource;

/** Asks the service over HTTP: each answer is JSON, whole within {@link #PATIENCE}, and of a bounded size. */
final class Web implements AutoCloseable {
    static final Duration PATIENCE = Duration.ofSeconds(5);
    static final int MAX_ANSWER_BYTES = 512 * 1024;

    /** It serves, but not this text. */
    private static final Set<Integer> REFUSALS = Set.of(400, 413, 414, 422);

    private static final Duration CONNECT = Duration.ofSeconds(2);
    private static final int MAX_DEPTH = 32;

    /** So much of an answer that cannot be used is of interest. */
    private static final int MAX_BEGINNING_BYTES = 2_000;

    private final HttpUrl root;
    private final OkHttpClient client;
    private final JsonMapper mapper = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(MAX_DEPTH)
                            .build())
                    .build())
            .build();

    /** @param root http or https */
    Web(String root) {
        this(root, PATIENCE);
    }

    Web(String root, Duration patience) {
        this.root = HttpUrl.get(root);
        client = new OkHttpClient.Builder()
                .connectTimeout(CONNECT)
                .callTimeout(patience)
                .followRedirects(false)
                .retryOnConnectionFailure(false)
                .connectionPool(new ConnectionPool(0, 1, TimeUnit.SECONDS))
                .addNetworkInterceptor(Web::once)
                .build();
    }

    /**
     * A text may be what makes the service fail: OkHttp is not told when to ask it again, and does not by itself. So it has
     * to connect for each question, as a connection that was kept may be closed by now.
     */
    private static Response once(Interceptor.Chain chain) throws IOException {
        return chain.proceed(chain.request())
                .newBuilder()
                .removeHeader("Retry-After")
                .build();
    }

    /** The service is well, and does not translate what it was given. */
    static final class RefusedException extends IOException {
        private static final long serialVersionUID = 1L;

        RefusedException(String message) {
            super(message);
        }
    }

    JsonNode get(String path) throws IOException {
        return ask(new Request.Builder().url(at(path)).build());
    }

    JsonNode post(String path, RequestBody body) throws IOException {
        return ask(new Request.Builder().url(at(path)).post(body).build());
    }

    JsonMapper mapper() {
        return mapper;
    }

    private HttpUrl at(String path) {
        return root.newBuilder().addPathSegments(path).build();
    }

    private JsonNode ask(Request request) throws IOException {
        try (Response response = execute(request)) {
            BufferedSource source = response.body().source();
            if (!response.isSuccessful()) {
                String answer = "status " + response.code() + ": " + beginning(source);
                throw REFUSALS.contains(response.code()) ? new RefusedException(answer) : new IOException(answer);
            }
            if (source.request(MAX_ANSWER_BYTES + 1L)) {
                throw new IOException("more than " + MAX_ANSWER_BYTES + " bytes");
            }
            return read(source.readByteArray());
        }
    }

    /** OkHttp lets an interruption through, which it does not declare. */
    private Response execute(Request request) throws IOException {
        try {
            return client.newCall(request).execute();
        } catch (IOException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    /** The parser's own words would repeat some of the answer. */
    private JsonNode read(byte[] answer) throws IOException {
        try {
            return mapper.readTree(answer);
        } catch (JsonProcessingException e) {
            String beginning = new String(answer, 0, Math.min(answer.length, MAX_BEGINNING_BYTES), UTF_8);
            throw new IOException("an answer that is no JSON: " + beginning, e);
        }
    }

    private static String beginning(BufferedSource source) throws IOException {
        boolean more = source.request(MAX_BEGINNING_BYTES);
        return source.getBuffer()
                .readUtf8(more ? MAX_BEGINNING_BYTES : source.getBuffer().size());
    }

    @Override
    public void close() {
        client.dispatcher().executorService().shutdown();
        client.connectionPool().evictAll();
    }
}
