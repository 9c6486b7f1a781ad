/** Real programs: a Tinode, and people with Tinode's own client. */
@NullMarked
package dev.parley.testkit.tinode;

import org.jspecify.annotations.NullMarked;
