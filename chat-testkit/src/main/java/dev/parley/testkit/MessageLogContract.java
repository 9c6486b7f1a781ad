package dev.parley.testkit;

/** Every promise of {@link dev.parley.domain.message.MessageLog}, by subject. */
public abstract class MessageLogContract extends StoreContract
        implements AppendPromises,
                ChangePromises,
                ReactionPromises,
                ReplyPromises,
                FilePromises,
                PagePromises,
                RacePromises,
                ClosePromises,
                FailurePromises {}
