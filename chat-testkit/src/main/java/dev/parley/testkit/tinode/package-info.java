/** Real servers, run as programs: a Tinode and the PostgreSQL behind it. */
@NullMarked
package dev.parley.testkit.tinode;

import org.jspecify.annotations.NullMarked;
