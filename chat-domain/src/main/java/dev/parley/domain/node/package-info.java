/** Nodes: processes of Parley that share a store, and what they agree on through it. */
@NullMarked
package dev.parley.domain.node;

import org.jspecify.annotations.NullMarked;
