package dev.parley.tinode;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.parley.domain.bridge.ForeignAccount;
import dev.parley.domain.bridge.ForeignAccounts;
import dev.parley.domain.bridge.MessengerException;
import dev.parley.domain.bridge.MessengerException.Remedy;
import dev.parley.domain.bridge.Topic;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.random.RandomGenerator;

/** The accounts of Tinode, by a session that is root. */
final class TinodeAccounts implements ForeignAccounts {
    private static final String LOGIN_PREFIX = "parley_";

    private static final int LOGIN_LENGTH = 16;
    static final int LOGIN_CHARACTERS = LOGIN_PREFIX.length() + LOGIN_LENGTH;
    private static final int PASSWORD_LENGTH = 32;
    private static final String ALPHABET = "abcdefghijklmnopqrstuvwxyz234567";

    private final Session session;
    private final ForeignAccount own;
    private final String scheme;
    private final RandomGenerator random;

    /** @param scheme of accounts with a name and a password */
    TinodeAccounts(Session session, ForeignAccount own, String scheme, RandomGenerator random) {
        this.session = session;
        this.own = own;
        this.scheme = scheme;
        this.random = random;
    }

    @Override
    public ForeignAccount own() {
        return own;
    }

    /** The password is drawn and forgotten: only root speaks as this account. */
    @Override
    public ForeignAccount signUp(String name) throws MessengerException {
        String login = LOGIN_PREFIX + drawn(LOGIN_LENGTH);
        try {
            Reply made = Answers.await(
                    session.ask("acc", Packets.newAccount(scheme, login, drawn(PASSWORD_LENGTH), name), null));
            return new ForeignAccount(made.params().path("user").asText());
        } catch (IllegalArgumentException e) {
            throw new MessengerException(Remedy.AGAIN, "Tinode made an account without a name");
        } catch (MessengerException e) { // There is no topic to attach to or to join.
            boolean lasting = e.remedy() == Remedy.JOIN || e.remedy() == Remedy.ATTACH;
            throw lasting ? new MessengerException(Remedy.NEVER, String.valueOf(e.getMessage())) : e;
        }
    }

    private String drawn(int length) {
        StringBuilder drawn = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            drawn.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        return drawn.toString();
    }

    @Override
    public String nameOf(ForeignAccount account) throws MessengerException {
        Reply reply = Answers.await(session.ask("get", Packets.get(account.value(), "desc"), null));
        return reply.meta().path("desc").path("public").path("fn").asText();
    }

    /** Of an account that is not there Tinode says that it has trouble itself (500). */
    @Override
    public void join(Topic topic, ForeignAccount account, long hidden) throws MessengerException {
        if (Talk.is(topic)) {
            return; // The two have always been in it.
        }
        try {
            if (hidden > 0) {
                comeIn(topic, account, hidden);
            } else {
                comeInByItselfOrLetIn(topic, account);
            }
        } catch (MessengerException e) {
            if (e.remedy() == Remedy.AGAIN) {
                String unused = nameOf(account); // Fails if it is missing.
            }
            throw e;
        }
    }

    private void comeInByItselfOrLetIn(Topic topic, ForeignAccount account) throws MessengerException {
        try {
            comeIn(topic, account);
        } catch (MessengerException e) {
            if (e.remedy() != Remedy.JOIN) {
                throw e;
            }
            Reply unused = Answers.await(session.ask("set", Packets.invite(topic.value(), account.value()), null));
            comeIn(topic, account);
        }
    }

    /**
     * An app asks for what was said as soon as it may, so it may when that is hidden. To hide things from itself an account
     * needs to be a member that may take back, no more (topic.go, {@code replyDelMsg}); to become one it must be allowed to
     * attach, which is taken from it in the same breath.
     */
    private void comeIn(Topic topic, ForeignAccount account, long hidden) throws MessengerException {
        String name = topic.value();
        String user = account.value();
        List<CompletableFuture<Reply>> steps = List.of(
                session.ask("set", Packets.inviteBlind(name, user), null),
                session.ask("set", Packets.join(name), user),
                session.ask("set", Packets.keepOut(name, user), null),
                session.ask("del", Packets.hide(name, hidden), user));
        boolean done = false;
        try {
            for (CompletableFuture<Reply> step : steps) {
                Reply unused = Answers.await(step);
            }
            done = true;
        } finally {
            if (!done) { // It is in no list of members, and not to be found again.
                session.tell("del", Packets.expel(name, user), null);
            }
        }
        Reply unused = Answers.await(session.ask("set", Packets.invite(name, user), null));
    }

    private void comeIn(Topic topic, ForeignAccount account) throws MessengerException {
        Reply unused = Answers.await(session.ask("set", Packets.join(topic.value()), account.value()));
    }

    /** Tinode lets whoever has left come in again as before: one that may not is barred first. */
    @Override
    public void expel(Topic topic, ForeignAccount account, boolean barred) throws MessengerException {
        String name = topic.value();
        if (barred) {
            Reply unused = Answers.await(session.ask("set", Packets.bar(name, account.value()), null));
        }
        Reply unused = Answers.await(session.ask("del", Packets.expel(name, account.value()), null));
    }

    @Override
    public Set<ForeignAccount> members(Topic topic) throws MessengerException {
        Set<ForeignAccount> members = new HashSet<>();
        for (JsonNode sub : subscriptions(Packets.get(topic.value(), "sub"))) {
            String user = sub.path("user").asText();
            if (!user.isEmpty() && mayRead(sub)) {
                members.add(new ForeignAccount(user));
            }
        }
        members.remove(own);
        return members;
    }

    @Override
    public boolean isMember(Topic topic, ForeignAccount account) throws MessengerException {
        for (JsonNode sub : subscriptions(Packets.member(topic.value(), account.value()))) {
            if (sub.path("user").asText().equals(account.value()) && mayRead(sub)) {
                return true;
            }
        }
        return false;
    }

    /** Who asks without being attached is refused, and must not take that for an answer. */
    private JsonNode subscriptions(ObjectNode question) throws MessengerException {
        try {
            return Answers.await(session.ask("get", question, null)).meta().path("sub");
        } catch (MessengerException e) {
            throw e.remedy() == Remedy.JOIN ? new MessengerException(Remedy.ATTACH, String.valueOf(e.getMessage())) : e;
        }
    }

    /** Whoever is barred, was let in halfway or does not want to be there, is listed too. */
    private static boolean mayRead(JsonNode sub) {
        String mode = sub.path("acs").path("mode").asText();
        return mode.indexOf('J') >= 0 && mode.indexOf('R') >= 0;
    }
}
