/**
 * What proves a person: bcrypt for passwords, signed JSON Web Tokens (RFC 7519) for sessions. No state, no I/O.
 *
 * <p>Two doors, since they share nothing: {@link dev.parley.security.BcryptPasswordHasher} and {@link
 * dev.parley.security.JwtAccessTokens}. Neither reads a clock nor makes its own randomness.
 */
@NullMarked
package dev.parley.security;

import org.jspecify.annotations.NullMarked;
