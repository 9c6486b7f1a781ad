package dev.parley.http.file;

import dev.parley.application.file.FileLink;
import dev.parley.application.file.FileWorkers;
import dev.parley.application.file.Files;
import dev.parley.application.file.Upload;
import dev.parley.domain.ChatException;
import dev.parley.domain.ErrorCode;
import dev.parley.domain.account.UserId;
import dev.parley.domain.file.FileId;
import dev.parley.domain.file.StoredFile;
import dev.parley.http.request.Admission;
import dev.parley.http.request.ClientAddress;
import dev.parley.http.request.Origins;
import dev.parley.http.request.Refusals;
import dev.parley.http.request.RequestIds;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import java.util.function.Function;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.Fields;

/** Takes files in and gives them out, for whatever contract. Safe for concurrent use. */
public final class FileTransfers {

    private static final int MOST = 512;
    private static final int MOST_OF_ONE = 256;
    private static final int FEW = 32;

    private final Files files;
    private final Admission admission;
    private final ClientAddress addresses;
    private final RequestIds requestIds;
    private final FileWorkers workers;
    private final Pictures pictures;
    private final Slots uploads = new Slots(MOST, MOST_OF_ONE, FEW);
    private final Slots downloads = new Slots(MOST, MOST_OF_ONE, FEW);

    public FileTransfers(Files files, Admission admission, ClientAddress addresses, RequestIds requestIds) {
        this.files = files;
        this.admission = admission;
        this.addresses = addresses;
        this.requestIds = requestIds;
        this.workers = files.workers();
        this.pictures = new Pictures(workers.pictures());
    }

    /**
     * Takes in the file of a form.
     *
     * @param begin the upload, on a thread that may block; throws what is to be refused
     * @param answer the body of the answer, which has the status 201
     */
    public void receive(
            Request request,
            Response response,
            Callback callback,
            Function<UserId, Upload> begin,
            Function<StoredFile, byte[]> answer) {
        Conversation plain = conversation(request, response, callback);
        try {
            admit(plain);
            UserId user = caller(request);
            long most = files.uploads().maxBytes() + UploadForm.MAX_ENVELOPE;
            if (request.getHeaders().getLongField(HttpHeader.CONTENT_LENGTH) > most) {
                throw new ChatException.TooLarge();
            }
            Conversation counted = counted(plain, uploads.take(user));
            work(counted, workers.uploads(), () -> {
                Upload upload = begin.apply(user);
                UploadForm form = new UploadForm(upload, UploadForm.boundary(request.getHeaders()), most);
                new Receiving(counted, upload, form, workers.uploads(), work -> pictures.take(user, work), answer)
                        .run();
            });
        } catch (ChatException refusal) {
            plain.refuseUnread(refusal);
        }
    }

    /**
     * Gives out a file, or its thumbnail, to whoever may read it or has a link to it.
     *
     * @param file its id, as the URL has it
     */
    public void give(Request request, Response response, Callback callback, String file, boolean thumbnail) {
        Conversation plain = conversation(request, response, callback);
        try {
            admit(plain);
            Fields query = admission.query(request);
            Optional<FileLink> link = FileLinks.in(query);
            UserId reader = link.isPresent() ? null : caller(request);
            Conversation counted = counted(plain, downloads.take(reader == null ? address(request) : reader));
            work(counted, workers.downloads(), () -> {
                StoredFile found = reader == null
                        ? files.downloads().find(new FileId(file), link.orElseThrow())
                        : files.downloads().find(reader, new FileId(file));
                new Answering(counted, found, thumbnail, files.downloads(), workers.downloads()).run();
            });
        } catch (ChatException refusal) {
            plain.refuseUnread(refusal);
        }
    }

    private Conversation conversation(Request request, Response response, Callback callback) {
        String requestId = requestIds.of(request.getHeaders().get(RequestIds.HEADER));
        return new Conversation(request, response, callback, requestId);
    }

    private static Conversation counted(Conversation plain, Runnable giveBack) {
        return new Conversation(
                plain.request(), plain.response(), Callback.from(plain.callback(), giveBack), plain.requestId());
    }

    /** Says what every answer says, and lets foreign pages out. */
    private void admit(Conversation conversation) {
        HttpFields.Mutable headers = conversation.response().getHeaders();
        headers.put(RequestIds.HEADER, conversation.requestId());
        headers.put(HttpHeader.VARY, HttpHeader.ORIGIN.asString());
        Refusals.SECURITY_HEADERS.forEach(headers::put);
        admission.demandOrigin(conversation.request());
        String origin = conversation.request().getHeaders().get(HttpHeader.ORIGIN);
        if (origin != null) {
            headers.put(HttpHeader.ACCESS_CONTROL_ALLOW_ORIGIN, origin);
            headers.put(HttpHeader.ACCESS_CONTROL_EXPOSE_HEADERS, Origins.EXPOSED_HEADERS);
        }
    }

    private UserId caller(Request request) {
        return admission
                .byHeader(request)
                .orElseThrow(() -> new ChatException.Unauthenticated(ErrorCode.UNAUTHENTICATED))
                .user();
    }

    private String address(Request request) {
        List<String> lines = request.getHeaders().getValuesList("X-Forwarded-For");
        String forwardedFor = lines.isEmpty() ? null : String.join(",", lines);
        return ClientAddress.account(addresses.of(Request.getRemoteAddr(request), forwardedFor));
    }

    private static void work(Conversation conversation, Executor threads, Runnable work) {
        Runnable guarded = () -> {
            try {
                work.run();
            } catch (ChatException refusal) {
                conversation.refuseUnread(refusal);
            } catch (Throwable e) { // or a server without memory
                conversation.fail(e);
            }
        };
        execute(threads, guarded, conversation::refuseUnread);
    }

    /** Runs it on one of the threads; where there is none to be had, ends what waits for it. */
    static void execute(Executor threads, Runnable turn, Consumer<ChatException> end) {
        try {
            threads.execute(turn);
        } catch (RejectedExecutionException e) {
            end.accept(new ChatException.Unavailable(ErrorCode.SHUTTING_DOWN, e));
        } catch (OutOfMemoryError e) { // A pool whose threads have ended, on a machine that has none.
            end.accept(new ChatException.Unavailable(ErrorCode.OVERLOADED, e));
        }
    }
}
