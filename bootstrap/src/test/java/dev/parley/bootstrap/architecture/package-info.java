/** The rules of the house that a compiler does not know, checked on the classes of every module. */
@NullMarked
package dev.parley.bootstrap.architecture;

import org.jspecify.annotations.NullMarked;
