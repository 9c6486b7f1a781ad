@NullMarked
package dev.parley.files;

import org.jspecify.annotations.NullMarked;
