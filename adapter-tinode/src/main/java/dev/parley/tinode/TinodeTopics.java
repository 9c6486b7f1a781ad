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
import org.jspecify.annotations.Nullable;

/** The topics of Tinode, by one session. */
final class TinodeTopics implements ForeignTopics {
    private static final String FIND = "fnd";
    private static final String PLAN_TAG = "parley:";
    private static final String ALIAS_TAG = "alias:parley-";
    private static final int HISTORY_ATTEMPTS = 3;
    private static final int MAX_WORDS = 8;

    private final Session session;
    private final ForeignAccount own;

    TinodeTopics(Session session, ForeignAccount own) {
        this.session = session;
        this.own = own;
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
        for (JsonNode sub : ask("get", Packets.get("me", "sub"), null).meta().path("sub")) {
            String name = sub.path("topic").asText();
            if (!name.isEmpty()) {
                all.put(
                        new Topic(name),
                        new TopicEnd(
                                Math.max(0, sub.path("seq").asLong()),
                                Math.max(0, sub.path("clear").asLong())));
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
        Reply unusedAttached = ask("sub", Packets.attach(FIND), null);
        Reply unusedSet = ask("set", Packets.query(tag), null);
        Reply found = ask("get", Packets.get(FIND, "tags"), null);
        String name = found.meta().path("tags").path(0).asText();
        return name.isEmpty() ? Optional.empty() : Optional.of(topic(name));
    }

    @Override
    public void attach(Topic topic) throws MessengerException {
        Reply unused = ask("sub", Packets.attach(topic.value()), null);
    }

    @Override
    public void detach(Topic topic) throws MessengerException {
        Reply unused = ask("leave", Packets.leave(topic.value()), null);
    }

    /** Whoever is not attached is not told, and that must not look like an empty topic: who is attached is online there. */
    @Override
    public TopicEnd end(Topic topic) throws MessengerException {
        JsonNode desc =
                ask("get", Packets.get(topic.value(), "desc"), null).meta().path("desc");
        if (!desc.path("online").asBoolean() && !desc.has("seq")) {
            throw new MessengerException(Remedy.ATTACH, "the topic is not attached");
        }
        return new TopicEnd(
                Math.max(0, desc.path("seq").asLong()),
                Math.max(0, desc.path("clear").asLong()));
    }

    /** In a cluster some messages of an answer may be dropped, and the number of them tells. */
    @Override
    public List<ForeignPost> posts(Topic topic, long from) throws MessengerException {
        for (int attempt = 0; attempt < HISTORY_ATTEMPTS; attempt++) {
            Reply reply = Answers.await(session.askForHistory(topic.value(), from, from + PAGE));
            List<ForeignPost> posts = new ArrayList<>();
            long packets = reply.data().stream()
                    .map(data -> data.path("seq").asLong())
                    .distinct()
                    .count();
            reply.data().forEach(data -> Posts.read(data).ifPresent(posts::add));
            if (packets >= reply.params().path("count").asLong()) {
                posts.sort(Comparator.comparingLong(ForeignPost::number));
                return posts;
            }
        }
        throw new MessengerException(Remedy.AGAIN, "Tinode's answers have holes");
    }

    @Override
    public Retractions retractions(Topic topic, long after) throws MessengerException {
        JsonNode deleted = ask("get", Packets.deletions(topic.value(), after + 1), null)
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
        ObjectNode packet = Packets.publish(topic.value(), head, publication.text());
        return Answers.translated(
                session.ask("pub", packet, inTheNameOf(author)).thenApply(reply -> number(reply)));
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
        return Answers.translated(
                session.ask("del", Packets.delete(topic.value(), number), null).thenApply(reply -> null));
    }

    @Override
    public void note(Topic topic, ForeignAccount account, Note note) {
        ObjectNode packet = note instanceof Note.Read read
                ? Packets.read(topic.value(), read.number())
                : Packets.typing(topic.value());
        session.tell("note", packet, inTheNameOf(account));
    }

    private @Nullable String inTheNameOf(ForeignAccount account) {
        return account.equals(own) ? null : account.value();
    }

    private Reply ask(String kind, ObjectNode packet, @Nullable String as) throws MessengerException {
        return Answers.await(session.ask(kind, packet, as));
    }
}
