package dev.parley.benchmarks.floor;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.LinkedHashSet;
import java.util.Set;

/** A broadcast server on raw NIO that speaks as much of {@code /api/v1/ws} as the generator needs. One thread. */
public final class FloorServer {
    private static final int BACKLOG = 4096;

    private final Selector selector = Selector.open();
    private final Set<FloorClient> clients = new LinkedHashSet<>();
    private final ByteBuffer in = ByteBuffer.allocateDirect(64 * 1024);
    private final FloorFrames frames = new FloorFrames();

    private FloorServer(int port) throws IOException {
        ServerSocketChannel server = ServerSocketChannel.open();
        server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), BACKLOG);
        server.configureBlocking(false);
        server.register(selector, SelectionKey.OP_ACCEPT, server);
    }

    /** Serves until the process is ended: {@code FloorServer <port>}. */
    public static void main(String... args) throws IOException {
        FloorServer server = new FloorServer(Integer.parseInt(args[0]));
        while (server.selector.isOpen()) {
            server.selector.select(server::ready);
        }
    }

    private void ready(SelectionKey key) {
        if (key.attachment() instanceof ServerSocketChannel listening) {
            accept(listening);
        } else if (key.attachment() instanceof FloorClient client) {
            serve(client);
        }
    }

    private void accept(ServerSocketChannel listening) {
        try {
            for (SocketChannel channel = listening.accept(); channel != null; channel = listening.accept()) {
                channel.configureBlocking(false);
                channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
                FloorClient client = new FloorClient(channel);
                client.register(selector);
            }
        } catch (IOException e) {
            throw new IllegalStateException("cannot accept", e);
        }
    }

    private void serve(FloorClient client) {
        try {
            client.flush();
            in.clear();
            int count = client.read(in);
            if (count < 0) {
                leave(client);
            } else if (count > 0) {
                client.take(in.flip(), this);
            }
        } catch (IOException e) {
            leave(client);
        }
    }

    void joined(FloorClient client) throws IOException {
        clients.add(client);
        client.write(frames.hello());
    }

    void said(FloorClient author, byte[] request) throws IOException {
        FloorFrames.Said said = frames.said(request);
        author.write(said.answer());
        for (FloorClient client : clients.toArray(new FloorClient[0])) {
            try {
                client.write(said.message().rewind());
            } catch (IOException e) {
                leave(client);
            }
        }
    }

    void leave(FloorClient client) {
        clients.remove(client);
        client.close();
    }
}
