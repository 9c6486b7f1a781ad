/** Files that people send: how messages get them, and how those are removed that nobody needs. */
@NullMarked
package dev.parley.application.file;

import org.jspecify.annotations.NullMarked;
