package dev.parley.http.file;

import dev.parley.domain.ChatException;
import dev.parley.http.request.Refusals;
import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpHeaderValue;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Is one request, and how it is answered, once. */
record Conversation(Request request, Response response, Callback callback, String requestId) {
    private static final Logger LOG = LoggerFactory.getLogger(Conversation.class);

    /** The method that was asked for, as opposed to the one that is done for it. */
    boolean isHead() {
        return HttpMethod.HEAD.is(Request.unWrap(request).getMethod());
    }

    void answer(int status, byte[] json) {
        response.setStatus(status);
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/json");
        response.write(true, ByteBuffer.wrap(json), callback);
    }

    /** Answers, then reads on for a while: who is hung up on while it sends does not read the answer. */
    void refuse(ChatException refusal) {
        refuse(refusal, new Discarding(request, callback));
    }

    /** The same before anything was read: who asks first is spared the sending (RFC 9110 §10.1.1). */
    void refuseUnread(ChatException refusal) {
        boolean asksFirst = request.getHeaders().contains(HttpHeader.EXPECT, HttpHeaderValue.CONTINUE.asString());
        refuse(refusal, asksFirst ? callback : new Discarding(request, callback));
    }

    private void refuse(ChatException refusal, Callback rest) {
        LOG.debug("{} is refused: {}", request.getMethod(), refusal.code());
        Refusals.write(refusal, requestId, response, rest);
    }

    /** A bug. */
    void fail(Throwable failure) {
        Response.writeError(request, response, callback, failure);
    }

    /** Nobody can be told any more, or half of the answer has gone out: ends the connection. */
    void breakOff(Throwable failure) {
        LOG.debug("{} of a file ended early", request.getMethod(), failure);
        callback.failed(failure);
    }
}
