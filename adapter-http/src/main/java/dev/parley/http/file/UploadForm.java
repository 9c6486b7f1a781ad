package dev.parley.http.file;

import dev.parley.application.file.Upload;
import dev.parley.domain.ChatException;
import dev.parley.domain.ErrorCode;
import dev.parley.domain.file.FileName;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.MultiPart;
import org.eclipse.jetty.io.Content;
import org.jspecify.annotations.Nullable;

/**
 * Takes the one file out of a form (RFC 7578) as it comes, and lets the other fields go. Confined to its request.
 *
 * <p>Jetty parses, and swallows what its listener throws: so a failure is kept until the chunk is done.
 */
final class UploadForm implements MultiPart.Parser.Listener {
    /** What a form may have beside the bytes of the file. */
    static final int MAX_ENVELOPE = 128 << 10;

    private static final int MAX_PARTS = 20;

    /** Enough for a name of 10,000 characters, of which a good one is made. */
    private static final int MAX_PART_HEADERS = 64 << 10;

    private static final int MAX_BOUNDARY = 70;
    private static final String FIELD = "file";
    private static final String FORM = "multipart/form-data";

    private final Upload upload;
    private final MultiPart.Parser parser;
    private final long maxBytes;
    private long length;
    private Map<String, String> disposition = Map.of();
    private boolean inFile;
    private @Nullable FileName name;
    private boolean complete;
    private @Nullable Throwable failure;

    /** @param maxBytes of the whole form */
    UploadForm(Upload upload, String boundary, long maxBytes) {
        this.upload = upload;
        this.maxBytes = maxBytes;
        this.parser = new MultiPart.Parser(boundary, this);
        parser.setMaxParts(MAX_PARTS);
        parser.setPartHeadersMaxLength(MAX_PART_HEADERS);
    }

    /** @throws ChatException.Invalid if the request carries no form */
    static String boundary(HttpFields headers) {
        String type = Optional.ofNullable(headers.get(HttpHeader.CONTENT_TYPE)).orElse("");
        String boundary = Disposition.parameters(type).getOrDefault("boundary", "");
        boolean form = type.regionMatches(true, 0, FORM, 0, FORM.length());
        if (!form || boundary.isEmpty() || boundary.length() > MAX_BOUNDARY) {
            throw invalid();
        }
        return boundary;
    }

    /**
     * Takes what has come.
     *
     * @throws ChatException if it is no good, or there is no place for it
     */
    void take(Content.Chunk chunk) {
        length += chunk.remaining();
        if (length > maxBytes) {
            throw new ChatException.TooLarge();
        }
        parser.parse(chunk);
        Throwable failed = failure;
        if (failed instanceof RuntimeException unchecked) {
            throw unchecked;
        }
        if (failed instanceof Error error) {
            throw error;
        }
    }

    /** So much has come. */
    long length() {
        return length;
    }

    /** What the file is called, when all has come. @throws ChatException.Invalid if there is none */
    FileName name() {
        FileName found = name;
        if (!complete || found == null) {
            throw invalid();
        }
        return found;
    }

    @Override
    public void onPartBegin() {
        disposition = Map.of();
        inFile = false;
    }

    @Override
    public void onPartHeader(String header, String value) {
        if (HttpHeader.CONTENT_DISPOSITION.is(header)) {
            disposition = Disposition.parameters(value);
        }
    }

    @Override
    public void onPartHeaders() {
        String written = disposition.getOrDefault("filename", "");
        inFile = FIELD.equals(disposition.get("name"));
        if (inFile && name != null) {
            keep(invalid());
        } else if (inFile && disposition.containsKey("filename")) {
            name = FileName.of(written);
        } else if (inFile || !written.isEmpty()) {
            keep(invalid());
        }
    }

    /** The chunk is a part of the one that is parsed, and is not kept. */
    @Override
    public void onPartContent(Content.Chunk chunk) {
        try {
            if (inFile && failure == null) {
                upload.write(chunk.getByteBuffer());
            }
        } catch (RuntimeException | Error e) {
            keep(e);
        }
    }

    @Override
    public void onComplete() {
        complete = true;
    }

    /** What comes from the parser is about the form, or about its end, which has not come. */
    @Override
    public void onFailure(Throwable broken) {
        keep(invalid());
    }

    private void keep(Throwable thrown) {
        failure = failure == null ? thrown : failure;
    }

    private static ChatException.Invalid invalid() {
        return new ChatException.Invalid(ErrorCode.INVALID_UPLOAD);
    }
}
