@NullMarked
package dev.parley.security;

import org.jspecify.annotations.NullMarked;
