package dev.parley.http.file;

import dev.parley.application.file.Uploads;
import dev.parley.domain.file.StoredFile;
import dev.parley.domain.room.RoomId;
import dev.parley.http.request.Json;
import dev.parley.http.request.MessageJson;
import dev.parley.http.request.Numbers;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Serves the files of {@code /api/v1}, below Javalin. */
public final class FileDoor {
    public static final String UPLOAD = "/api/v1/rooms/{room}/files";
    public static final String FILE = "/api/v1/files/{file}";
    public static final String THUMBNAIL = FILE + "/thumbnail";

    private static final Pattern UPLOADED = Pattern.compile("/api/v1/rooms/([^/]+)/files");
    private static final Pattern DOWNLOADED = Pattern.compile("/api/v1/files/([^/]+)(/thumbnail)?");

    private final Uploads uploads;
    private final FileTransfers transfers;

    public FileDoor(Uploads uploads, FileTransfers transfers) {
        this.uploads = uploads;
        this.transfers = transfers;
    }

    /** Answers if the request is for the bytes of a file. Blocks for no more than to know who asks. */
    public boolean handle(Request request, Response response, Callback callback) {
        String path = Request.getPathInContext(request);
        if (HttpMethod.POST.is(request.getMethod())) {
            Matcher upload = UPLOADED.matcher(path);
            if (upload.matches()) {
                String room = upload.group(1);
                transfers.receive(
                        request,
                        response,
                        callback,
                        user -> uploads.begin(user, new RoomId(Numbers.parse("room", room))),
                        FileDoor::json);
                return true;
            }
        } else if (HttpMethod.GET.is(request.getMethod())) {
            Matcher download = DOWNLOADED.matcher(path);
            if (download.matches()) {
                transfers.give(request, response, callback, download.group(1), download.group(2) != null);
                return true;
            }
        }
        return false;
    }

    private static byte[] json(StoredFile file) {
        return Json.object(json -> {
            MessageJson.writeFileMembers(json, file.attachment());
            json.writeStringField("sha256", file.sha256());
        });
    }
}
