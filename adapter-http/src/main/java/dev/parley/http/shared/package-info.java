/** What several of the published contracts have in common: two paths, and the way their sockets talk. */
@NullMarked
package dev.parley.http.shared;

import org.jspecify.annotations.NullMarked;
