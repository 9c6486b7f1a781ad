package dev.parley.bootstrap.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;

/** Is a socket in the making. */
final class Opening {
    private final int port;
    private final Map<String, String> headers = new LinkedHashMap<>();
    private String path = TestSocket.PATH;
    private String query = "";
    private int receiveBuffer;

    Opening(int port) {
        this.port = port;
    }

    Opening header(String name, String value) {
        headers.put(name, value);
        return this;
    }

    Opening protocols(String protocols) {
        return header("Sec-WebSocket-Protocol", protocols);
    }

    /** A socket of another protocol, in which {@link TestSocket} checks no frames. */
    Opening path(String other) {
        path = other;
        return this;
    }

    Opening as(Person person) {
        return header("Authorization", "Bearer " + person.accessToken());
    }

    Opening query(String withoutQuestionMark) {
        query = "?" + withoutQuestionMark;
        return this;
    }

    Opening receiveBuffer(int bytes) {
        receiveBuffer = bytes;
        return this;
    }

    /**
     * @throws UncheckedIOException if there is no server
     * @throws TestSocket.Refused if it does not open the socket
     */
    TestSocket open() {
        RawSocket wire = connect();
        if (wire.handshake().status() != 101) {
            throw new TestSocket.Refused(witnessed(wire.handshake()));
        }
        return new TestSocket(wire, path.equals(TestSocket.PATH));
    }

    /** What the server says instead of opening the socket. */
    Answer refused() {
        try (RawSocket wire = connect()) {
            return witnessed(wire.handshake());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Answer witnessed(Answer answer) {
        Witness.PRESENT.answer("GET", path + query, answer.status(), answer.header("content-type"), answer.body());
        return answer;
    }

    private RawSocket connect() {
        try {
            return new RawSocket(port, path + query, headers, receiveBuffer);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
