/** Threads and time: what runs when, and on what. */
@NullMarked
package dev.parley.application.schedule;

import org.jspecify.annotations.NullMarked;
