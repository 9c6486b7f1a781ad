package dev.parley.http.file;

import dev.parley.application.file.Downloads;
import dev.parley.domain.ChatException;
import dev.parley.domain.ErrorCode;
import dev.parley.domain.file.FileBytes;
import dev.parley.domain.file.FileName;
import dev.parley.domain.file.FirstBytes;
import dev.parley.domain.file.MediaType;
import dev.parley.domain.file.StoredFile;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.stream.Stream;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.util.BufferUtil;
import org.jspecify.annotations.Nullable;

/**
 * Begins to give a file out: what it is, whether the client has it already, and which part of it is wanted.
 *
 * <p>A browser shows pictures and nothing else, and whatever it were to show could do nothing. Caches ask each time, since who
 * may read may change.
 */
final class Answering {
    private static final Set<String> SHOWN = Set.of("image/png", "image/jpeg", "image/gif", "image/webp");

    private final Conversation conversation;
    private final StoredFile file;
    private final boolean thumbnail;
    private final Downloads downloads;
    private final Executor workers;

    Answering(Conversation conversation, StoredFile file, boolean thumbnail, Downloads downloads, Executor workers) {
        this.conversation = conversation;
        this.file = file;
        this.thumbnail = thumbnail;
        this.downloads = downloads;
        this.workers = workers;
    }

    /** Blocks for the disk or a store. */
    void run() {
        FileBytes.Source source = thumbnail ? downloads.openThumbnail(file) : downloads.open(file);
        boolean passedOn = false;
        try {
            passedOn = begin(source);
        } finally {
            if (!passedOn) {
                source.close();
            }
        }
    }

    /** Returns whether the source is still read. */
    private boolean begin(FileBytes.Source source) {
        HttpFields asked = conversation.request().getHeaders();
        String tag = "\"" + file.sha256() + (thumbnail ? "-thumbnail\"" : "\"");
        long size = source.size();
        if (isKnown(asked, tag)) {
            name(tag);
            conversation.response().getHeaders().put(HttpHeader.CONTENT_LENGTH, size); // As with 200 (RFC 9110 §8.6).
            return answer(HttpStatus.NOT_MODIFIED_304);
        }
        ByteRange part = part(asked, tag, size);
        if (part != null && !part.isSatisfiable()) {
            conversation.response().getHeaders().put(HttpHeader.CONTENT_RANGE, part.of(size));
            throw new ChatException.Invalid(ErrorCode.RANGE_NOT_SATISFIABLE);
        }
        ByteRange given = part == null ? new ByteRange(0, size) : part;
        boolean bare = conversation.isHead() || given.length() == 0;
        Giving giving = bare ? null : new Giving(conversation, source, given, workers);
        MediaType type = thumbnail ? sniffed(source) : file.attachment().type();
        name(tag); // From here on nothing is refused.
        describe(type);
        conversation.response().getHeaders().put(HttpHeader.CONTENT_LENGTH, given.length());
        if (part != null) {
            conversation.response().getHeaders().put(HttpHeader.CONTENT_RANGE, part.of(size));
        }
        int status = part == null ? HttpStatus.OK_200 : HttpStatus.PARTIAL_CONTENT_206;
        if (giving == null) {
            return answer(status);
        }
        conversation.response().setStatus(status);
        giving.run();
        return true;
    }

    private boolean answer(int status) {
        conversation.response().setStatus(status);
        conversation.response().write(true, BufferUtil.EMPTY_BUFFER, conversation.callback());
        return false;
    }

    private void name(String tag) {
        HttpFields.Mutable headers = conversation.response().getHeaders();
        headers.put(HttpHeader.ETAG, tag);
        headers.put(HttpHeader.CACHE_CONTROL, "private, no-cache");
    }

    private void describe(MediaType type) {
        HttpFields.Mutable headers = conversation.response().getHeaders();
        String extension = type.value().substring(type.value().indexOf('/') + 1);
        FileName name = thumbnail
                ? new FileName("thumbnail." + extension)
                : file.attachment().name();
        headers.put(
                HttpHeader.CONTENT_TYPE, type.value() + (type.value().startsWith("text/") ? "; charset=utf-8" : ""));
        headers.put(HttpHeader.CONTENT_DISPOSITION, Disposition.of(name, SHOWN.contains(type.value())));
        headers.put("Content-Security-Policy", "sandbox; default-src 'none'");
        headers.put(HttpHeader.ACCEPT_RANGES, "bytes");
    }

    private static MediaType sniffed(FileBytes.Source source) {
        byte[] first = new byte[FirstBytes.LENGTH];
        int read = source.read(0, first, 0, first.length);
        return FirstBytes.type(Arrays.copyOf(first, Math.max(0, read)));
    }

    /** Weakly compared, as RFC 9110 §13.1.2 says. */
    private static boolean isKnown(HttpFields asked, String tag) {
        return asked.getValuesList(HttpHeader.IF_NONE_MATCH.asString()).stream()
                .flatMap(line -> Stream.of(line.split(",", -1)))
                .map(String::strip)
                .anyMatch(known -> known.equals("*") || known.equals(tag) || known.equals("W/" + tag));
    }

    /**
     * Null for all of it. A part is of use only to who has the rest of this very file (RFC 9110 §13.1.5), and can only be got
     * (§14.2).
     */
    private @Nullable ByteRange part(HttpFields asked, String tag, long size) {
        String condition = asked.get(HttpHeader.IF_RANGE);
        if (conversation.isHead() || (condition != null && !condition.strip().equals(tag))) {
            return null;
        }
        return ByteRange.parse(asked.get(HttpHeader.RANGE), size).orElse(null);
    }
}
