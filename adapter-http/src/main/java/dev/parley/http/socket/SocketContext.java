package dev.parley.http.socket;

import dev.parley.application.UseCases;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What all sockets share.
 *
 * @param strangers how many are open that have not said who they are
 */
record SocketContext(UseCases services, SocketServer.Time time, SocketServer.Limits limits, AtomicInteger strangers) {}
