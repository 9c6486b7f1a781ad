/**
 * A gateway to Tinode, protocol 0.25 (docs/API.md of tinode/chat), by a WebSocket of okhttp.
 *
 * <p>Threads: okhttp brings the frames of a connection one after another on a thread of its own; what is done about them
 * there does not block.
 */
@NullMarked
package dev.parley.tinode;

import org.jspecify.annotations.NullMarked;
