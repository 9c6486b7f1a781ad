package dev.parley.http;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** Serves the two files that describe {@code /api/v1}: what is promised stands where it is kept. */
final class ContractRoutes {
    private ContractRoutes() {}

    static void addTo(RoutesConfig routes) {
        routes.get("/api/v1/openapi.yaml", ctx -> serve(ctx, "openapi.yaml"));
        routes.get("/api/v1/asyncapi.yaml", ctx -> serve(ctx, "asyncapi.yaml"));
    }

    private static void serve(Context ctx, String name) {
        try (InputStream file = ContractRoutes.class.getResourceAsStream("/dev/parley/http/" + name)) {
            if (file == null) {
                throw new IllegalStateException(name + " is missing in the jar");
            }
            ctx.contentType("application/yaml").result(file.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
