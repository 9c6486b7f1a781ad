/**
 * What every adapter must keep: the ports' javadoc as tests, to be run on each store.
 *
 * <p>An adapter's test extends a contract ({@link dev.parley.testkit.MessageLogContract}, {@link
 * dev.parley.testkit.UserDirectoryContract}, …) and opens its store as a {@link dev.parley.testkit.StoreUnderTest}. A
 * test that a store cannot pass is overridden there and disabled with the reason. Waits are bounded, nothing sleeps.
 */
@NullMarked
package dev.parley.testkit;

import org.jspecify.annotations.NullMarked;
