/** {@code /api/v1} over HTTP: the full, coherent API. */
@NullMarked
package dev.parley.http.api;

import org.jspecify.annotations.NullMarked;
