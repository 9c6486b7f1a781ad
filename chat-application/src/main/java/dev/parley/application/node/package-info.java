/** Nodes: which others share the store. */
@NullMarked
package dev.parley.application.node;

import org.jspecify.annotations.NullMarked;
