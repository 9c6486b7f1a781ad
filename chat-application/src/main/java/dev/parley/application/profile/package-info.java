/** Who wrote what: the names beside the messages. */
@NullMarked
package dev.parley.application.profile;

import org.jspecify.annotations.NullMarked;
