package dev.parley.application.bridge;

import dev.parley.domain.account.UserId;
import dev.parley.domain.bridge.ForeignAccount;
import dev.parley.domain.bridge.ForeignPost;
import dev.parley.domain.bridge.MessengerException;
import dev.parley.domain.bridge.Post;
import dev.parley.domain.message.Captions;
import dev.parley.domain.message.Change;
import dev.parley.domain.message.Content;
import dev.parley.domain.message.Draft;
import dev.parley.domain.message.Message;
import dev.parley.domain.message.MessageLog.Appended;
import dev.parley.domain.message.MessageLog.Changed;
import dev.parley.domain.message.Seq;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens the posts of a topic: an own one that has come back tells which message it shows, a guest's becomes a message, or
 * a new version of one. Confined to the room's turns.
 */
final class Letterbox {
    private static final Logger LOG = LoggerFactory.getLogger(Letterbox.class);
    private static final int REPLACEMENT = 0xFFFD;
    private static final String CUT = "…";

    private final Echoes echoes;
    private final Findings findings;
    private final Crew crew;
    private final Scribe scribe;
    private final InstantSource clock;
    private final int maxLength;

    /** @param maxLength of a message, in code points: what is longer is cut */
    Letterbox(Echoes echoes, Findings findings, Crew crew, Scribe scribe, InstantSource clock, int maxLength) {
        this.echoes = echoes;
        this.findings = findings;
        this.crew = crew;
        this.scribe = scribe;
        this.clock = clock;
        this.maxLength = maxLength;
    }

    /** What is in one delivery: what was found out so far, by number, and what is still to be appended. */
    private record Delivery(Attachment at, Map<Long, Post> found, List<ForeignPost> fresh) {
        void say(Post post) {
            found.put(post.number(), post);
        }
    }

    /**
     * Deals with the posts, whose numbers rise.
     *
     * @return what was found out about which of them shows which message
     */
    List<Post> open(List<ForeignPost> posts, Attachment at) throws MessengerException {
        if (posts.isEmpty()) {
            return List.of();
        }
        Map<Long, Post> known = findings.posts(
                at.topic(), posts.stream().map(ForeignPost::number).toList());
        List<ForeignPost> unknown =
                posts.stream().filter(post -> !known.containsKey(post.number())).toList();
        Map<Long, Message> own = echoes.of(unknown, at);
        Delivery delivery = new Delivery(at, new LinkedHashMap<>(), new ArrayList<>());
        for (ForeignPost post : unknown) {
            Message message = own.get(post.number());
            if (post.replaces() > 0) {
                append(delivery);
                replace(post, message, delivery);
            } else if (message != null) {
                echoes.cameBack(post, message, at, delivery.found).forEach(delivery::say);
            } else {
                delivery.fresh.add(post);
            }
        }
        append(delivery);
        return List.copyOf(delivery.found.values());
    }

    /** @param own the message that the post says it shows, if its author may say so; it may not say what it replaces */
    private void replace(ForeignPost post, @Nullable Message own, Delivery delivery) throws MessengerException {
        Post original = delivery.found.get(post.replaces());
        if (original == null) {
            original = findings.posts(post.topic(), List.of(post.replaces())).get(post.replaces());
        }
        if (original != null && own != null && original.message().equals(own.seq())) {
            echoes.cameBack(post, own, delivery.at, delivery.found).forEach(delivery::say);
        } else if (original != null) {
            edit(post, original.message(), delivery);
        }
    }

    private void append(Delivery delivery) throws MessengerException {
        if (delivery.fresh.isEmpty()) {
            return;
        }
        Map<ForeignAccount, UserId> authors = crew.admit(
                delivery.fresh.stream().map(ForeignPost::author).distinct().toList(), delivery.at);
        Map<ForeignPost, Draft> drafts = new LinkedHashMap<>();
        for (ForeignPost post : delivery.fresh) {
            Content content = content(post.text());
            UserId author = authors.get(post.author());
            if (!content.text().isEmpty() && author != null) {
                drafts.put(post, new Draft(Origins.key(post.topic(), post.number()), author, content, sentAt(post)));
            }
        }
        delivery.fresh.clear();
        Iterator<Appended> appended =
                scribe.append(List.copyOf(drafts.values())).iterator();
        drafts.forEach((post, draft) -> message(appended.next()).ifPresent(message -> {
            Post shown = new Post(post.topic(), post.number(), message.seq(), draft.fingerprint());
            delivery.say(shown);
        }));
    }

    private static Optional<Message> message(Appended appended) {
        if (appended instanceof Appended.Added added) {
            return Optional.of(added.message());
        }
        if (appended instanceof Appended.Repeated repeated) {
            return Optional.of(repeated.message());
        }
        if (appended instanceof Appended.Closed) {
            LOG.debug("A post comes too late: the room is gone");
            return Optional.empty();
        }
        LOG.error("A post cannot be appended: {}", appended);
        return Optional.empty();
    }

    /** An own message alone may be written anew. What the topic shows is said before, so that it is not carried out. */
    private void edit(ForeignPost post, Seq seq, Delivery delivery) throws MessengerException {
        Message own = content(post.text()).text().isEmpty() ? null : ownMessage(post, seq);
        Content content = own == null ? Content.NONE : content(Captions.without(post.text(), own.files()));
        if (own == null || (content.text().isEmpty() && own.files().isEmpty())) {
            LOG.debug("Post {} of {} is no new version of an own message", post.number(), post.topic());
            return;
        }
        String state = Captions.fingerprint(content, own.files());
        Post version = new Post(post.topic(), post.number(), seq, state);
        if (!echoes.isLatest(post, seq, delivery.found)) {
            delivery.say(version); // What was written here after it stands there already.
            return;
        }
        Post shown = new Post(post.topic(), post.replaces(), seq, state);
        findings.add(post.topic(), List.of(shown));
        findings.write();
        delivery.found.remove(
                shown.number()); // It is said; said once more, it might undo what another node says of it.
        Changed changed = scribe.change(seq, new Change.Edit(content, sentAt(post)));
        LOG.debug("Message {} was written anew: {}", seq, changed);
        if (changed instanceof Changed.Deleted) {
            delivery.say(echoes.withdrawn(version, delivery.at));
        } else {
            delivery.say(version);
        }
    }

    /** The message, if the post's author has written it; else null. */
    private @Nullable Message ownMessage(ForeignPost post, Seq seq) {
        UserId user = crew.known(List.of(post.author())).get(post.author());
        return user == null
                ? null
                : echoes.message(seq)
                        .filter(message -> message.author().equals(user))
                        .orElse(null);
    }

    private Content content(String raw) {
        StringBuilder text = new StringBuilder();
        raw.replace("\r\n", "\n")
                .codePoints()
                .map(c -> Character.isISOControl(c) && c != '\n' && c != '\t' ? ' ' : c)
                .map(c -> Character.getType(c) == Character.SURROGATE ? REPLACEMENT : c)
                .limit(maxLength + 1L)
                .forEach(text::appendCodePoint);
        if (text.codePointCount(0, text.length()) > maxLength) {
            text.setLength(text.offsetByCodePoints(0, maxLength - 1));
            text.append(CUT);
        }
        return new Content(text.toString());
    }

    /** When it was written, by the other messenger's clock; not in the future. */
    private Instant sentAt(ForeignPost post) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        Instant at = post.at().truncatedTo(ChronoUnit.MILLIS);
        return at.isAfter(now) ? now : at;
    }
}
