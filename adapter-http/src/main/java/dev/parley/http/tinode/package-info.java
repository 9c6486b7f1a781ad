/**
 * What Tinode asks of its {@code rest} authenticator, so that people sign in to their Tinode apps with what signs them in
 * here. Stated in {@code server/auth/rest} of Tinode 0.25; {@code docs/tinode.md} says how it is set up.
 */
@NullMarked
package dev.parley.http.tinode;

import org.jspecify.annotations.NullMarked;
