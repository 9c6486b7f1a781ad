/** Draft. */
@NullMarked
package dev.parley.mongo;

import org.jspecify.annotations.NullMarked;
