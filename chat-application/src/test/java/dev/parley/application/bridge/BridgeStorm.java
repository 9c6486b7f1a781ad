package dev.parley.application.bridge;

import dev.parley.application.fixture.MemoryMessenger;
import dev.parley.application.fixture.MemoryMessenger.Stored;
import dev.parley.domain.account.UserId;
import dev.parley.domain.bridge.BridgedRoom;
import dev.parley.domain.bridge.ForeignAccount;
import dev.parley.domain.bridge.ForeignPost;
import dev.parley.domain.bridge.MessageRef;
import dev.parley.domain.bridge.Topic;
import dev.parley.domain.message.Message;
import dev.parley.domain.message.MessageKey;
import dev.parley.domain.message.Seq;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Writers on both sides and mishaps at random, and what must be true when all is over. */
final class BridgeStorm {
    private static final double[] TROUBLES = {0, 0.01, 0.05, 0.2};

    final BridgeWorld world;
    private final Random random;
    /** Of its own: a storm without reactions is otherwise the same. */
    private final Random reacting;

    private final int nodes;
    private final List<Written> natives = new ArrayList<>();
    private final Set<Seq> editedHere = new HashSet<>();
    private final List<ForeignAccount> guests = new ArrayList<>();
    private final Set<ForeignAccount> hers = new HashSet<>();
    private final List<String> diary = new ArrayList<>();
    private final List<String> faults = new ArrayList<>();
    private final double trouble;
    private boolean quakes;

    /** A post that somebody has written there. */
    private record Written(Topic topic, long number, ForeignAccount author, boolean forged) {}

    BridgeStorm(long seed, int nodes) {
        this.world = new BridgeWorld(seed);
        this.random = new Random(seed * 17 + 3);
        this.reacting = new Random(seed * 19 + 5);
        this.nodes = nodes;
        world.shared = nodes > 1;
        trouble = TROUBLES[random.nextInt(TROUBLES.length)];
        quakes = trouble > 0 && random.nextInt(4) == 0;
    }

    /** What happened. */
    List<String> diary() {
        return diary;
    }

    /** Blows, calms down, and tells what is wrong then. */
    List<String> blow() {
        meet();
        world.trouble = trouble;
        world.messenger.trouble(trouble);
        note("trouble " + trouble);
        int steps = 10 + random.nextInt(60);
        for (int i = 0; i < steps; i++) {
            while (alive().size() < nodes) {
                note("open " + world.open());
            }
            for (int n = random.nextInt(4); n >= 0; n--) {
                step();
            }
            world.advanceMillis(random.nextInt(5) == 0 ? random.nextInt(3_000) : random.nextInt(60));
        }
        calm();
        check();
        return faults;
    }

    private void meet() {
        guests.add(world.messenger.signUp("gil"));
        guests.add(world.messenger.signUp("ida"));
        ForeignAccount ann = world.messenger.signUp("ann");
        if (world.ledger.link(world.ann, null, ann)) {
            hers.add(ann);
        }
    }

    private List<BridgeNode> alive() {
        return world.nodes.stream().filter(BridgeNode::isAlive).toList();
    }

    private void step() {
        List<BridgeNode> alive = alive();
        if (alive.isEmpty()) {
            return;
        }
        BridgeNode node = alive.get(random.nextInt(alive.size()));
        int kind = random.nextInt(100);
        if (kind < 40) {
            write(node);
        } else if (kind < 55) {
            change(node);
        } else if (kind < 90) {
            Topic topic =
                    world.ledger.find(BridgeWorld.ROOM).map(BridgedRoom::topic).orElse(null);
            if (topic != null && world.messenger.isThere(topic)) {
                there(topic);
            }
        } else if (trouble > 0) {
            mishap(node);
        }
    }

    private void write(BridgeNode node) {
        int many = random.nextInt(8) == 0 ? 1 + random.nextInt(150) : 1 + random.nextInt(3);
        UserId author = random.nextBoolean() ? world.ann : world.bob;
        note(node + ": " + many + " by " + author);
        for (int i = 0; i < many; i++) {
            boolean unused = node.attempt(() -> node.write(author, text()));
        }
    }

    private void change(BridgeNode node) {
        long last = world.messages().size();
        if (last == 0) {
            return;
        }
        long seq = random.nextBoolean() ? 1 + random.nextLong(last) : Math.max(1, last - random.nextInt(3));
        Message message = world.message(seq);
        if (reacting.nextInt(4) == 0) {
            note(node + " reacts to " + seq);
            boolean on = reacting.nextInt(3) > 0;
            boolean unused = node.attempt(() -> node.react(world.bob, seq, on));
        }
        if (random.nextInt(3) == 0) {
            note(node + " deletes " + seq);
            boolean unused = node.attempt(() -> node.delete(seq));
        } else if (message.author().equals(world.ann) || message.author().equals(world.bob)) {
            note(node + " edits " + seq);
            editedHere.add(new Seq(seq));
            boolean unused = node.attempt(() -> node.edit(seq, text()));
        }
    }

    private void there(Topic topic) {
        MemoryMessenger messenger = world.messenger;
        List<ForeignAccount> present = new ArrayList<>(guests);
        hers.stream().filter(messenger::isThere).forEach(present::add);
        present.removeIf(account -> !messenger.isThere(account));
        if (present.isEmpty()) {
            return;
        }
        ForeignAccount author = present.get(random.nextInt(present.size()));
        List<Written> own = natives.stream()
                .filter(written -> written.topic.equals(topic) && written.author.equals(author))
                .toList();
        Written one = own.isEmpty() ? null : own.get(random.nextInt(own.size()));
        switch (random.nextInt(8)) {
            case 0 -> {
                if (one != null && !isGone(one)) {
                    note(author + " edits there " + one.number);
                    long unused = messenger.write(topic, author, null, one.number, text());
                }
            }
            case 1 -> {
                if (one != null) {
                    note(author + " takes back there " + one.number);
                    messenger.takeBack(topic, one.number);
                }
            }
            case 2 -> {
                boolean hasAccount = hers.contains(author);
                long last = world.messages().size();
                if (last > 0 && !hasAccount) {
                    Message other = world.message(1 + random.nextLong(last));
                    long replaced = random.nextInt(3) == 0 ? postOfAnother(topic, author) : 0;
                    MessageRef origin = new MessageRef(BridgeWorld.ROOM, other.seq(), other.rev());
                    long number = messenger.write(topic, author, origin, replaced, text());
                    note(author + " forges " + origin + " there as " + number + " for " + replaced);
                    if (replaced == 0) {
                        natives.add(new Written(topic, number, author, true));
                    }
                }
            }
            case 3 -> {
                List<Stored> plain = messenger.posts(topic).stream()
                        .filter(stored -> stored.post().author().equals(author)
                                && stored.byBridge()
                                && !stored.gone()
                                && stored.post().replaces() == 0)
                        .toList();
                if (!plain.isEmpty()) {
                    long number = plain.get(random.nextInt(plain.size())).post().number();
                    note(author + " edits own message there " + number);
                    long unused = messenger.write(topic, author, null, number, text());
                }
            }
            case 4 -> messenger.typing(topic, author);
            case 5 -> messenger.read(topic, author, random.nextInt(50));
            default -> {
                long number = messenger.write(topic, author, text());
                note(author + " writes there " + number);
                natives.add(new Written(topic, number, author, false));
            }
        }
    }

    private long postOfAnother(Topic topic, ForeignAccount author) {
        List<Stored> posts = world.messenger.posts(topic);
        ForeignPost post =
                posts.isEmpty() ? null : posts.get(random.nextInt(posts.size())).post();
        return post == null || post.author().equals(author) ? 0 : post.number();
    }

    private boolean isGone(Written written) {
        return world.messenger
                .posts(written.topic)
                .get((int) written.number - 1)
                .gone();
    }

    private void mishap(BridgeNode node) {
        switch (random.nextInt(6)) {
            case 0 -> {
                note("sessions end");
                world.messenger.endSessions();
            }
            case 1 -> {
                note("detached");
                world.messenger.detachAll();
            }
            case 2 -> {
                note(node + " dies");
                node.kill();
            }
            case 3 -> {
                note(node + " leaves");
                boolean unused = node.attempt(node::close);
            }
            case 4 -> {
                if (quakes && random.nextBoolean()) {
                    note("an empty server");
                    world.messenger.replaceByEmpty();
                    guests.clear();
                    guests.add(world.messenger.signUp("gil"));
                    guests.add(world.messenger.signUp("ida"));
                }
            }
            default -> {
                List<Topic> topics = world.messenger.topics();
                if (quakes && random.nextInt(4) == 0 && !topics.isEmpty()) {
                    note("a topic is removed");
                    world.messenger.remove(topics.get(random.nextInt(topics.size())));
                }
            }
        }
    }

    private void calm() {
        note("calm");
        world.trouble = 0;
        world.messenger.trouble(0);
        while (alive().size() < nodes) {
            note("open " + world.open());
        }
        world.advance(Latecomers.LATEST.plusSeconds(90));
        int before = world.turns;
        world.advanceMillis(20_000);
        int idle = world.turns - before;
        expect(idle < 400 * nodes, () -> "the nodes turned " + idle + " times with nothing to do");
    }

    private String text() {
        return "text " + random.nextInt(1_000_000);
    }

    private void note(String event) {
        diary.add(world.time.nanoTime() / 1_000_000 + " " + event);
    }

    private void expect(boolean holds, Supplier<String> fault) {
        if (!holds) {
            faults.add(fault.get());
        }
    }

    private void check() {
        Topic topic = world.topic();
        List<Message> messages = world.messages();
        if (!world.messenger.isThere(topic)) {
            faults.add("the room's topic " + topic + " is not there");
            return;
        }
        List<Stored> posts = world.messenger.posts(topic);
        Map<Seq, List<Stored>> shown = new HashMap<>();
        for (Stored stored : posts) {
            Seq seq = shownBy(stored, posts, messages, topic);
            if (seq != null) {
                shown.computeIfAbsent(seq, any -> new ArrayList<>()).add(stored);
            }
        }
        messages.forEach(message -> checkShown(message, shown.getOrDefault(message.seq(), List.of()), topic));
        checkOrder(posts, topic);
        checkOrderOfNatives(messages, posts, topic);
        checkNatives(messages);
    }

    /** The message that the post really shows: the test knows who wrote it. */
    private @Nullable Seq shownBy(Stored stored, List<Stored> posts, List<Message> messages, Topic topic) {
        ForeignPost post = stored.post();
        if (stored.byBridge()) {
            return Objects.requireNonNull(post.origin()).seq();
        }
        if (post.replaces() > 0) {
            if (post.replaces() > posts.size()) {
                return null;
            }
            Stored first = posts.get((int) post.replaces() - 1);
            return first.post().author().equals(post.author())
                            && first.post().replaces() == 0
                            && first.post().number() < post.number()
                    ? shownBy(first, posts, messages, topic)
                    : null;
        }
        MessageKey key = Origins.key(topic, post.number());
        return messages.stream()
                .filter(message -> message.key().equals(key))
                .map(Message::seq)
                .findFirst()
                .orElse(null);
    }

    private void checkShown(Message message, List<Stored> shown, Topic topic) {
        if (world.messenger.neverTaken().contains(message.seq())) {
            return;
        }
        Supplier<String> what = () -> message + " in " + topic + " ";
        List<ForeignPost> standing = shown.stream()
                .filter(stored -> !stored.gone())
                // Who takes a post back there may leave later versions of it standing.
                .filter(stored -> stored.byBridge() || !shown.get(0).gone())
                .map(Stored::post)
                .toList();
        if (standing.stream().anyMatch(post -> world.messenger.neverTakenBack().contains(post.number()))) {
            return;
        }
        if (message.deleted()) {
            expect(standing.isEmpty(), () -> what.get() + "is shown by " + standing);
            return;
        }
        List<ForeignPost> firsts =
                standing.stream().filter(post -> post.replaces() == 0).toList();
        expect(firsts.size() == 1, () -> what.get() + "is shown by " + firsts);
        if (firsts.size() != 1) {
            return;
        }
        ForeignPost last = firsts.get(0);
        for (ForeignPost post : standing) {
            if (post.replaces() == firsts.get(0).number()) {
                last = post;
            }
            if (post.origin() != null && !post.author().equals(MemoryMessenger.OWN)) {
                expect(speaksFor(post.author(), message), () -> what.get() + "is published by " + post.author());
            }
        }
        ForeignPost latest = last;
        expect(latest.text().equals(message.content().text()), () -> what.get() + "is shown as " + latest);
        boolean isEcho = Origins.isOf(message.key(), topic)
                && !editedHere.contains(message.seq())
                && shown.stream().anyMatch(Stored::byBridge);
        expect(!isEcho, () -> what.get() + "came from there and is published there: " + shown);
    }

    private boolean speaksFor(ForeignAccount account, Message message) {
        UserId user = world.ledger.usersOf(List.of(account)).get(account);
        return user == null || user.equals(message.author());
    }

    private void checkOrder(List<Stored> posts, Topic topic) {
        long last = 0;
        for (Stored stored : posts) {
            ForeignPost post = stored.post();
            MessageRef origin = post.origin();
            if (stored.byBridge()
                    && !stored.gone()
                    && post.replaces() == 0
                    && origin != null
                    && !world.messenger.overtaken().contains(origin.seq())
                    && !world.messenger.neverTaken().contains(origin.seq())) {
                long before = last;
                expect(
                        origin.seq().value() > last,
                        () -> "message " + origin.seq() + " stands after " + before + " in " + topic);
                last = origin.seq().value();
            }
        }
    }

    /** A post that was taken back may have been appended by one node after others had gone on without it. */
    private void checkOrderOfNatives(List<Message> messages, List<Stored> posts, Topic topic) {
        long last = 0;
        for (Message message : messages) {
            long number = Origins.number(message.key(), topic).orElse(0L);
            boolean mayBeLate =
                    nodes > 1 && number > 0 && posts.get((int) number - 1).gone();
            if (number > 0 && !mayBeLate) {
                long before = last;
                expect(number > last, () -> "post " + number + " stands after " + before + " in the room");
                last = Math.max(last, number);
            }
        }
    }

    private void checkNatives(List<Message> messages) {
        Map<MessageKey, Message> byKey = new HashMap<>();
        messages.forEach(message -> byKey.put(message.key(), message));
        Map<ForeignAccount, UserId> authors = new HashMap<>();
        Map<UserId, ForeignAccount> accounts = new HashMap<>();
        Set<MessageKey> known = new HashSet<>();
        for (Written written : natives) {
            MessageKey key = Origins.key(written.topic, written.number);
            known.add(key);
            Message message = byKey.get(key);
            boolean lost = !world.messenger.isThere(written.topic) || !written.topic.equals(world.topic());
            if (message == null) {
                expect(lost || isGone(written), () -> written + " is not in the log");
                continue;
            }
            expect(lost || !isGone(written) || message.deleted(), () -> written + " was taken back and is not deleted");
            UserId author = message.author();
            if (hers.contains(written.author)) {
                expect(author.equals(world.ann), () -> written + " is by " + author);
            } else {
                expect(!author.equals(world.ann) && !author.equals(world.bob), () -> written + " is by " + author);
                expect(author.equals(authors.getOrDefault(written.author, author)), () -> written + " is by " + author);
                expect(
                        written.author.equals(accounts.getOrDefault(author, written.author)),
                        () -> written + " is by " + author);
                authors.put(written.author, author);
                accounts.put(author, written.author);
            }
        }
        for (Message message : messages) {
            expect(
                    !message.key().value().startsWith("tinode:") || known.contains(message.key()),
                    () -> "nobody has written message " + message);
        }
    }
}
