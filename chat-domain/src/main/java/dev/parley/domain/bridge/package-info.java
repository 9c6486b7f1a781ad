/**
 * The bridge to another messenger, such as Tinode: whose account there is whose, which topic there is which room, and
 * which of its posts is which message.
 */
@NullMarked
package dev.parley.domain.bridge;

import org.jspecify.annotations.NullMarked;
