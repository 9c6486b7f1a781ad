package dev.parley.application.bridge;

import java.util.concurrent.atomic.AtomicBoolean;

/** What has happened around a room since it was last looked at: said by anybody, taken in the room's turns. */
final class Signs {
    /** Something was committed. */
    final AtomicBoolean news = new AtomicBoolean(true);

    /** Something may have been committed that nobody told of. */
    final AtomicBoolean doubt = new AtomicBoolean();

    /** The session may not be attached any more. */
    final AtomicBoolean detached = new AtomicBoolean();

    /** The room is called otherwise, or other people are in it, or it is gone. */
    final AtomicBoolean changed = new AtomicBoolean();

    /** The topic has other members. */
    final AtomicBoolean regrouped = new AtomicBoolean();
}
