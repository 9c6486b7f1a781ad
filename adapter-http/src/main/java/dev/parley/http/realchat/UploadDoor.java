package dev.parley.http.realchat;

import dev.parley.application.file.Uploads;
import dev.parley.domain.file.Attachment;
import dev.parley.domain.file.StoredFile;
import dev.parley.http.file.FileTransfers;
import dev.parley.http.request.Json;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Serves the files of contract C, below Javalin. They belong to no room: who uploads one may send it anywhere. */
public final class UploadDoor {
    public static final String UPLOAD = "/upload";
    public static final String FILE = "/uploads/{file}";

    private static final Pattern DOWNLOADED = Pattern.compile("/uploads/([^/]+)");

    private final Uploads uploads;
    private final FileTransfers transfers;

    public UploadDoor(Uploads uploads, FileTransfers transfers) {
        this.uploads = uploads;
        this.transfers = transfers;
    }

    /** Answers if the request is for the bytes of a file. Blocks for no more than to know who asks. */
    public boolean handle(Request request, Response response, Callback callback) {
        String path = Request.getPathInContext(request);
        if (HttpMethod.POST.is(request.getMethod()) && path.equals(UPLOAD)) {
            transfers.receive(request, response, callback, uploads::begin, UploadDoor::json);
            return true;
        }
        Matcher download = DOWNLOADED.matcher(path);
        if (HttpMethod.GET.is(request.getMethod()) && download.matches()) {
            transfers.give(request, response, callback, download.group(1), false);
            return true;
        }
        return false;
    }

    private static byte[] json(StoredFile stored) {
        Attachment file = stored.attachment();
        return Json.object(json -> {
            json.writeStringField("url", FILE.replace("{file}", file.id().value()));
            json.writeStringField("id", file.id().value());
            json.writeStringField("name", file.name().value());
            json.writeStringField("type", file.type().value());
            json.writeNumberField("size", file.size());
        });
    }
}
