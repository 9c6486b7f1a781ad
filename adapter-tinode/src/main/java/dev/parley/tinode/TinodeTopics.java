package dev.parley.tinode;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.parley.domain.bridge.ForeignAccount;
import dev.parley.domain.bridge.ForeignPost;
import dev.parley.domain.bridge.ForeignTopics;
import dev.parley.domain.bridge.MessengerException;
import dev.parley.domain.bridge.MessengerException.Remedy;
import dev.parley.domain.bridge.Publication;
import dev.parley.domain.bridge.Retractions;
import dev.parley.domain.bridge.Topic;
import dev.parley.domain.bridge.TopicEnd;
import dev.parley.domain.bridge.TopicPlan;
import dev.parley.tinode.Talks.Place;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The topics of Tinode: groups by one session, talks of two by that and as many more as they need. */
final class TinodeTopics implements ForeignTopics {
    private static final Logger LOG = LoggerFactory.getLogger(TinodeTopics.class);
    private static final String FIND = "fnd";
    private static final String ME = "me";
    private static final String USER = "usr";
    private static final String PLAN_TAG = "parley:";
    private static final String ALIAS_TAG = "alias:parley-";
    private static final int HISTORY_ATTEMPTS = 3;
    private static final int MAX_WORDS = 8;

    private final Session session;
    private final Talks talks;
    private final ForeignAccount own;
    /** A session has one query at a time: whose answer is asked for would else be that of another. */
    private final ReentrantLock finding = new ReentrantLock();

    TinodeTopics(Session session, Talks talks, ForeignAccount own) {
        this.session = session;
        this.talks = talks;
        this.own = own;
    }

    @Override
    public Optional<Topic> between(ForeignAccount one, ForeignAccount other) {
        try {
            return Optional.of(Talk.between(one, other));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** Each user is told of its own talks alone: the session is at each of them for a moment. */
    @Override
    public Map<ForeignAccount, TopicEnd> talks(ForeignAccount account) throws MessengerException {
        Place me = new Place(talks.scout(), ME, account.value());
        Map<ForeignAccount, TopicEnd> all = new HashMap<>();
        try {
            Reply unused = ask(me, "sub", Packets.attach(ME));
            Reply reply = ask(me, "get", Packets.get(ME, "sub"));
            Reply unusedLeft = ask(me, "leave", Packets.leave(ME));
            for (JsonNode sub : reply.meta().path("sub")) {
                String name = sub.path("topic").asText();
                if (name.startsWith(USER)) {
                    all.put(new ForeignAccount(name), end(sub));
                }
            }
            return all;
        } catch (MessengerException e) {
            if (e.remedy() == Remedy.LOOK) {
                me.session().close();
            }
            throw e;
        }
    }

    private static TopicEnd end(JsonNode sub) {
        return new TopicEnd(
                Math.max(0, sub.path("seq").asLong()),
                Math.max(0, sub.path("clear").asLong()));
    }

    @Override
    public Topic next(Topic gone) {
        return Talk.next(gone);
    }

    /** How the topic is spoken of. */
    private Place at(Topic topic) throws MessengerException {
        return Talk.is(topic) ? talks.demand(topic) : new Place(session, topic.value(), null);
    }

    @Override
    public Topic make(Topic planned, TopicPlan plan) throws MessengerException {
        String tag = PLAN_TAG + planned.nonce();
        Optional<Topic> made = find(tag);
        if (made.isPresent()) {
            return made.get();
        }
        List<String> tags = new ArrayList<>(List.of(tag));
        if (plan.listed()) {
            tags.add(ALIAS_TAG + plan.alias());
            tags.addAll(words(plan.title()));
        }
        Reply reply = ask("sub", Packets.newTopic(plan.title(), plan.listed(), tags), null);
        return topic(reply.topic());
    }

    /** What people search for. */
    private static List<String> words(String title) {
        return Arrays.stream(title.toLowerCase(Locale.ROOT).split("[^\\p{L}\\p{N}]+"))
                .filter(word -> word.length() > 1)
                .distinct()
                .limit(MAX_WORDS)
                .toList();
    }

    @Override
    public void rename(Topic topic, TopicPlan plan) throws MessengerException {
        String known = ask("get", Packets.get(topic.value(), "desc"), null)
                .meta()
                .path("desc")
                .path("public")
                .path("fn")
                .asText();
        if (known.equals(plan.title())) {
            return;
        }
        List<String> tags = new ArrayList<>();
        if (plan.listed()) {
            ask("get", Packets.get(topic.value(), "tags"), null)
                    .meta()
                    .path("tags")
                    .forEach(tag -> {
                        if (tag.asText().indexOf(':') >= 0) {
                            tags.add(tag.asText());
                        }
                    });
            tags.addAll(words(plan.title()));
        }
        Reply unused = ask("set", Packets.rename(topic.value(), plan.title(), tags), null);
    }

    @Override
    public void delete(Topic topic) throws MessengerException {
        Reply unused = ask("del", Packets.deleteTopic(topic.value()), null);
    }

    @Override
    public Map<Topic, TopicEnd> all() throws MessengerException {
        Map<Topic, TopicEnd> all = new HashMap<>();
        for (JsonNode sub : ask("get", Packets.get(ME, "sub"), null).meta().path("sub")) {
            String name = sub.path("topic").asText();
            if (!name.isEmpty()) {
                all.put(new Topic(name), end(sub));
            }
        }
        return all;
    }

    private static Topic topic(String name) throws MessengerException {
        if (name.isEmpty()) {
            throw new MessengerException(Remedy.LOOK, "Tinode named no topic");
        }
        return new Topic(name);
    }

    private Optional<Topic> find(String tag) throws MessengerException {
        finding.lock();
        try {
            Reply unusedAttached = ask("sub", Packets.attach(FIND), null);
            Reply unusedSet = ask("set", Packets.query(tag), null);
            Reply found = ask("get", Packets.get(FIND, "tags"), null);
            String name = found.meta().path("tags").path(0).asText();
            return name.isEmpty() ? Optional.empty() : Optional.of(topic(name));
        } finally {
            finding.unlock();
        }
    }

    @Override
    public void attach(Topic topic) throws MessengerException {
        if (!Talk.is(topic)) {
            attach(topic, at(topic));
            return;
        }
        Place place = talks.reserve(topic);
        try {
            attachAs(topic, place);
        } catch (MessengerException e) {
            if (e.remedy() != Remedy.JOIN) {
                throw e;
            }
            attachAs(
                    topic,
                    talks.reserveAnother(topic, place)); // One of the two has blocked the talk, and perhaps not both.
        }
    }

    /** Who has blocked a talk by what it wants for itself would have it unblocked by attaching (topic.go, {@code thisUserSub}). */
    private void attachAs(Topic talk, Place place) throws MessengerException {
        JsonNode wanted = ask(place, "get", Packets.get(place.name(), "desc"))
                .meta()
                .path("desc")
                .path("acs")
                .path("want");
        if (wanted.isTextual() && wanted.asText().indexOf('J') < 0) {
            talks.release(talk);
            throw new MessengerException(Remedy.JOIN, "one of the two has blocked the talk");
        }
        attach(talk, place);
    }

    private void attach(Topic topic, Place place) throws MessengerException {
        try {
            Reply unused = ask(place, "sub", Packets.attach(place.name()));
        } catch (MessengerException e) {
            switch (e.remedy()) {
                case MISSING, JOIN, NEVER -> talks.release(topic);
                case LOOK, AGAIN, ATTACH -> {} // It may be attached: nothing else may be called so.
            }
            throw e;
        }
    }

    @Override
    public void detach(Topic topic) throws MessengerException {
        Place place = at(topic);
        Reply unused = ask(place, "leave", Packets.leave(place.name()));
        talks.release(topic); // Not before: what comes under this name is still the talk's.
    }

    /** Whoever is not attached is not told, and that must not look like an empty topic: who is attached is online there. */
    @Override
    public TopicEnd end(Topic topic) throws MessengerException {
        Place place = at(topic);
        JsonNode desc =
                ask(place, "get", Packets.get(place.name(), "desc")).meta().path("desc");
        if (!desc.path("online").asBoolean() && !desc.has("seq") && !isEmpty(place)) {
            throw new MessengerException(Remedy.ATTACH, "the topic is not attached");
        }
        return new TopicEnd(
                Math.max(0, desc.path("seq").asLong()),
                Math.max(0, desc.path("clear").asLong()));
    }

    /** In a talk nobody is told who is online; but who is not attached cannot ask what was said. */
    private static boolean isEmpty(Place place) throws MessengerException {
        if (place.as() == null) {
            return false;
        }
        try {
            return Answers.await(place.session().askForHistory(place.name(), 1, 2, place.as()))
                    .data()
                    .isEmpty();
        } catch (MessengerException e) {
            if (e.remedy() == Remedy.JOIN) {
                return false;
            }
            throw e;
        }
    }

    /** In a cluster some messages of an answer may be dropped, and the number of them tells. */
    @Override
    public List<ForeignPost> posts(Topic topic, long from) throws MessengerException {
        Place place = at(topic);
        for (int attempt = 0; attempt < HISTORY_ATTEMPTS; attempt++) {
            Reply reply = Answers.await(place.session().askForHistory(place.name(), from, from + PAGE, place.as()));
            List<ForeignPost> posts = new ArrayList<>();
            long packets = reply.data().stream()
                    .map(data -> data.path("seq").asLong())
                    .distinct()
                    .count();
            reply.data().forEach(data -> Posts.read(data, topic.value()).ifPresent(posts::add));
            if (packets >= reply.params().path("count").asLong()) {
                posts.sort(Comparator.comparingLong(ForeignPost::number));
                return posts;
            }
        }
        throw new MessengerException(Remedy.AGAIN, "Tinode's answers have holes");
    }

    @Override
    public Retractions retractions(Topic topic, long after) throws MessengerException {
        Place place = at(topic);
        JsonNode deleted = ask(place, "get", Packets.deletions(place.name(), after + 1))
                .meta()
                .path("del");
        List<Retractions.Range> ranges = new ArrayList<>();
        for (JsonNode range : deleted.path("delseq")) {
            long first = range.path("low").asLong();
            long end = range.path("hi").asLong(first + 1);
            if (first > 0) {
                ranges.add(new Retractions.Range(first, Math.max(first, end - 1)));
            }
        }
        return new Retractions(ranges, Math.max(after, deleted.path("clear").asLong()));
    }

    @Override
    public CompletableFuture<Long> publish(Topic topic, ForeignAccount author, Publication publication) {
        ObjectNode head = JsonNodeFactory.instance.objectNode();
        head.put(Posts.ORIGIN, publication.origin().toString());
        if (publication.replaces() > 0) {
            head.put(Posts.REPLACE, ":" + publication.replaces());
        }
        if (publication.byline() != null) {
            head.put(Posts.AUTHOR, publication.byline());
        }
        try {
            Place place = at(topic);
            ObjectNode packet = Packets.publish(nameFor(author, topic), head, publication.text());
            return Answers.translated(
                    place.session().ask("pub", packet, inTheNameOf(author)).thenApply(reply -> number(reply)));
        } catch (MessengerException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    /** As the account calls the topic. In a talk nobody speaks but the two. */
    private String nameFor(ForeignAccount account, Topic topic) throws MessengerException {
        if (!Talk.is(topic)) {
            return topic.value();
        }
        if (account.equals(own)) {
            throw new MessengerException(Remedy.NEVER, "only the two speak in a talk");
        }
        return Talk.of(topic).otherThan(account.value());
    }

    /** Taken without a number it was not stored. */
    private static long number(Reply reply) {
        long number = reply.params().path("seq").asLong();
        if (number < 1) {
            throw new CompletionException(new MessengerException(Remedy.AGAIN, "taken and not stored"));
        }
        return number;
    }

    @Override
    public CompletableFuture<Void> retract(Topic topic, long number) {
        try {
            Place place = at(topic);
            return Answers.translated(place.session()
                    .ask("del", Packets.delete(place.name(), number), place.as())
                    .thenApply(reply -> null));
        } catch (MessengerException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    @Override
    public void note(Topic topic, ForeignAccount account, Note note) {
        try {
            Place place = at(topic);
            String name = nameFor(account, topic);
            ObjectNode packet =
                    note instanceof Note.Read read ? Packets.read(name, read.number()) : Packets.typing(name);
            place.session().tell("note", packet, inTheNameOf(account));
        } catch (MessengerException e) {
            LOG.debug("A note is left out: {}", e.getMessage());
        }
    }

    private @Nullable String inTheNameOf(ForeignAccount account) {
        return account.equals(own) ? null : account.value();
    }

    private static Reply ask(Place place, String kind, ObjectNode packet) throws MessengerException {
        return Answers.await(place.session().ask(kind, packet, place.as()));
    }

    private Reply ask(String kind, ObjectNode packet, @Nullable String as) throws MessengerException {
        return Answers.await(session.ask(kind, packet, as));
    }
}
