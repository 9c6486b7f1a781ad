/** Signing up, signing in, staying signed in, signing out. */
@NullMarked
package dev.parley.application.account;

import org.jspecify.annotations.NullMarked;
