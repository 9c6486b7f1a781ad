package dev.parley.bootstrap;

import dev.parley.domain.ChatException;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Forgets what has ended, in steps: one that fails keeps none of the others, and is done in the next round. */
final class Purge implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(Purge.class);

    private final List<Runnable> steps;

    Purge(List<Runnable> steps) {
        this.steps = steps;
    }

    @Override
    public void run() {
        steps.forEach(Purge::attempt);
    }

    private static void attempt(Runnable step) {
        try {
            step.run();
        } catch (ChatException.Unavailable e) {
            LOG.debug("What has ended stays until the store is back", e);
        } catch (RuntimeException e) {
            LOG.error("What has ended stays", e);
        }
    }
}
