package dev.parley.http.api;

import dev.parley.application.UseCases;
import dev.parley.application.file.Downloads;
import dev.parley.application.file.FileLink;
import dev.parley.domain.account.UserId;
import dev.parley.domain.file.FileId;
import dev.parley.http.file.FileDoor;
import dev.parley.http.file.FileLinks;
import dev.parley.http.request.Exchange;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;

/** Serves what is to be known of files; their bytes are served by {@link FileDoor}. */
public final class FileRoutes {
    private final UseCases services;
    private final Exchange exchange;

    public FileRoutes(UseCases services, Exchange exchange) {
        this.services = services;
        this.exchange = exchange;
    }

    public void addTo(RoutesConfig routes) {
        routes.post(FileDoor.FILE + "/link", this::link);
    }

    private void link(Context ctx) {
        UserId user = exchange.caller(ctx).user();
        FileId file = new FileId(ctx.pathParam("file"));
        FileLink link = services.files().downloads().link(user, file);
        exchange.answer(ctx, 200, json -> {
            json.writeStringField("url", FileDoor.FILE.replace("{file}", file.value()) + FileLinks.query(link));
            json.writeNumberField("expires_in", Downloads.LINK_LIFE.toSeconds());
        });
    }
}
