@NullMarked
package dev.parley.benchmarks.chat;

import org.jspecify.annotations.NullMarked;
