package dev.parley.http.socket;

import dev.parley.application.UseCases;
import dev.parley.http.request.Admission;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What all sockets share.
 *
 * @param strangers how many are open that have not said who they are
 */
record SocketContext(
        UseCases services,
        Admission admission,
        SocketServer.Time time,
        SocketServer.Limits limits,
        AtomicInteger strangers) {}
