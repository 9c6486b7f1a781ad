/** What every contract over HTTP shares: reading JSON, proving the caller, saying no, the shape of a message. */
@NullMarked
package dev.parley.http.request;

import org.jspecify.annotations.NullMarked;
