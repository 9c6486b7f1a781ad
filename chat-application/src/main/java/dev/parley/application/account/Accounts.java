package dev.parley.application.account;

import dev.parley.application.limit.RateLimiter;
import dev.parley.domain.ChatException;
import dev.parley.domain.ErrorCode;
import dev.parley.domain.account.Credentials;
import dev.parley.domain.account.DeviceName;
import dev.parley.domain.account.DisplayName;
import dev.parley.domain.account.Email;
import dev.parley.domain.account.NewUser;
import dev.parley.domain.account.Password;
import dev.parley.domain.account.PasswordHash;
import dev.parley.domain.account.PasswordHasher;
import dev.parley.domain.account.User;
import dev.parley.domain.account.UserDirectory;
import dev.parley.domain.account.UserDirectory.Registration;
import dev.parley.domain.account.UserDirectory.Registration.Registered;
import dev.parley.domain.account.UserDirectory.Registration.UsernameTaken;
import dev.parley.domain.account.Username;
import java.time.Duration;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lets people in: makes accounts and checks passwords. Safe for concurrent use; both block for a password hash. */
public final class Accounts {
    private static final Logger LOG = LoggerFactory.getLogger(Accounts.class);
    private static final Duration HASH_PATIENCE = Duration.ofSeconds(5);

    /** Longer names belong to nobody, and are not worth remembering whole. */
    private static final int MAX_LOGIN = 254;

    /** One that is changed so often under our hands is changed by somebody else. */
    private static final int MAX_ATTEMPTS = 5;

    /** Nobody's password: what is checked when there is no such user, so that it takes the same time. */
    private static final Password DECOY = new Password("nobody has this password");

    private final UserDirectory directory;
    private final PasswordHasher hasher;
    private final Sessions sessions;
    private final InstantSource clock;
    private final RateLimiter loginsPerAccount;
    private final PasswordGate gate;
    private final AtomicReference<@Nullable PasswordHash> decoyHash = new AtomicReference<>();

    /**
     * @param loginsPerAccount counts attempts at each name, whoever makes them
     * @param hashing two platform threads or more, which compute password hashes
     */
    public Accounts(
            UserDirectory directory,
            PasswordHasher hasher,
            Sessions sessions,
            InstantSource clock,
            RateLimiter loginsPerAccount,
            Executor hashing) {
        this.directory = directory;
        this.hasher = hasher;
        this.sessions = sessions;
        this.clock = clock;
        this.loginsPerAccount = loginsPerAccount;
        this.gate = new PasswordGate(HASH_PATIENCE, hashing);
    }

    /** Prepares what the first login would have to wait for; if there is no time for it, that one waits. */
    public void warmUp() {
        try {
            gate.run(this::decoyHash);
        } catch (ChatException.Unavailable e) {
            LOG.debug("The first login waits for one more hash", e);
        }
    }

    /**
     * Makes an account.
     *
     * @throws ChatException.Conflict if the name or the address is taken
     * @throws ChatException.Unavailable if too many hashes wait, or the store does not answer
     */
    public User signUp(SignUp wish) {
        refuseIfTaken(wish);
        PasswordHash hash = hash(wish.password());
        Username username = wish.username();
        if (username != null) {
            return demandRegistered(register(wish, username, hash));
        }
        Registration registration = new UsernameTaken();
        for (int attempt = 0; attempt < Suggestion.ATTEMPTS && registration instanceof UsernameTaken; attempt++) {
            registration = register(wish, Suggestion.of(wish, attempt), hash);
        }
        return demandRegistered(registration);
    }

    /**
     * Opens a session for who knows the password.
     *
     * @param accessLife how long each access token of the session lasts
     * @throws ChatException as {@link #authenticate}
     */
    public SignedIn login(String login, String password, Duration accessLife) {
        return login(login, password, accessLife, null);
    }

    /** As {@link #login(String, String, Duration)}, on a device with a name. */
    public SignedIn login(String login, String password, Duration accessLife, @Nullable DeviceName device) {
        Credentials proved = prove(login, password);
        SignedIn signedIn = sessions.open(proved.user(), accessLife, device);
        boolean same = false;
        try {
            PasswordHash now = credentials(proved.user()).passwordHash();
            same = now.equals(proved.passwordHash()) || matches(new Password(password), now);
        } finally {
            if (!same) {
                // Changed meanwhile: who changed it has ended the sessions that were open then, and this one may not
                // have been.
                sessions.end(Sessions.sessionOf(signedIn.refreshToken()));
            }
        }
        if (!same) {
            throw new ChatException.Unauthenticated(ErrorCode.INVALID_CREDENTIALS);
        }
        return signedIn;
    }

    private boolean matches(Password password, PasswordHash hash) {
        return gate.run(() -> hasher.matches(password, hash));
    }

    /**
     * Who knows the password. No session is opened.
     *
     * @param login an e-mail address or a username
     * @throws ChatException.Unauthenticated {@code invalid_credentials}, the same after the same time for an unknown
     *     user, a wrong password, and one that nobody can have
     * @throws ChatException.TooMany if this name was tried too often. An account whose other name was tried too often, by
     *     whomever, is refused as for a wrong password: which address belongs to which username is nobody's business.
     * @throws ChatException.Unavailable if too many hashes wait, or the store does not answer
     */
    public User authenticate(String login, String password) {
        return prove(login, password).user();
    }

    private Credentials prove(String login, String password) {
        loginsPerAccount.take(name(login));
        Optional<Credentials> credentials = find(login.strip());
        boolean possible = credentials.isPresent()
                && credentials.get().passwordHash().isUsable()
                && loginsPerAccount.tryTake(number(credentials.get().user())).isEmpty()
                && Password.isAcceptable(password);
        Password candidate = possible ? new Password(password) : DECOY;
        PasswordHash hash = possible ? credentials.get().passwordHash() : null;
        if (!gate.run(() -> hasher.matches(candidate, hash == null ? decoyHash() : hash)) || !possible) {
            throw new ChatException.Unauthenticated(ErrorCode.INVALID_CREDENTIALS);
        }
        return renewed(credentials.get(), candidate);
    }

    /** Whose hash costs another time than that of nobody could be told from nobody; if there is no time now, the next login does it. */
    private Credentials renewed(Credentials proved, Password password) {
        if (!hasher.isOutdated(proved.passwordHash()) || gate.isBusy()) {
            return proved;
        }
        try {
            PasswordHash hash = hash(password);
            return changePassword(proved.user(), proved.passwordHash(), hash)
                    ? new Credentials(proved.user(), hash)
                    : proved;
        } catch (ChatException.Unavailable e) {
            LOG.debug("User {} keeps an outdated hash", proved.user().id(), e);
            return proved;
        }
    }

    /**
     * The user's credentials, if this is the user's password.
     *
     * @throws ChatException.Forbidden {@code wrong_password} if not
     * @throws ChatException.TooMany if too many passwords were tried at this account
     * @throws ChatException.Unavailable if too many hashes wait, or the store does not answer
     */
    Credentials demandPassword(User user, String password) {
        loginsPerAccount.take(number(user));
        Credentials known = credentials(user);
        boolean possible = known.passwordHash().isUsable() && Password.isAcceptable(password);
        if (!possible || !matches(new Password(password), known.passwordHash())) {
            throw new ChatException.Forbidden(ErrorCode.WRONG_PASSWORD);
        }
        return known;
    }

    /** Counts an attempt at what belongs to the address. @throws ChatException.TooMany if there were too many */
    void count(Email address) {
        loginsPerAccount.take(name(address.value()));
    }

    /** The hash of a password. @throws ChatException.Unavailable if too many wait */
    PasswordHash hash(Password password) {
        return gate.run(() -> hasher.hash(password));
    }

    /** Whose the address is. */
    Optional<User> withAddress(Email address) {
        return directory.findByEmail(address).map(Credentials::user);
    }

    /** Changes the password if it is still the one that is known. Returns whether it did. */
    boolean changePassword(User user, PasswordHash known, PasswordHash next) {
        return directory.changePassword(user.id(), known, next);
    }

    /** Changes the password, whatever it is. @throws ChatException.Unavailable if others do so all the time */
    void setPassword(User user, PasswordHash next) {
        for (int attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
            if (directory.changePassword(user.id(), credentials(user).passwordHash(), next)) {
                return;
            }
        }
        throw new ChatException.Unavailable(ErrorCode.OVERLOADED);
    }

    /** What the user, who exists, is checked against now. */
    private Credentials credentials(User user) {
        return directory
                .findByUsername(user.username())
                .orElseThrow(() -> new IllegalStateException("there is no user " + user.id()));
    }

    /** The user with this name who can log in. */
    public Optional<User> named(Username username) {
        return directory
                .findByUsername(username)
                .filter(credentials -> credentials.passwordHash().isUsable())
                .map(Credentials::user);
    }

    /** Whether the user can ever log in: guests from elsewhere cannot. */
    public boolean canLogIn(User user) {
        return named(user.username()).isPresent();
    }

    /** Opens a session for who has just signed up. */
    public SignedIn welcome(User user, Duration accessLife) {
        return welcome(user, accessLife, null);
    }

    /**
     * Opens a session for who has just signed up, on a device with a name.
     *
     * @throws ChatException.Conflict if somebody else has proved meanwhile that the address is theirs
     */
    public SignedIn welcome(User user, Duration accessLife, @Nullable DeviceName device) {
        SignedIn signedIn = sessions.open(user, accessLife, device);
        if (user.email() != null
                && !user.emailVerified()
                && credentials(user).user().emailVerified()) {
            sessions.end(Sessions.sessionOf(signedIn.refreshToken()));
            throw new ChatException.Conflict(ErrorCode.EMAIL_TAKEN);
        }
        return signedIn;
    }

    /** What attempts at a name are counted under, whoever has it. */
    private static String name(String login) {
        String name = login.strip().toLowerCase(Locale.ROOT);
        return "?" + (name.length() > MAX_LOGIN ? name.substring(0, MAX_LOGIN) : name);
    }

    /** What attempts at an account are counted under, by whatever name. */
    private static String number(User user) {
        return "#" + user.id();
    }

    private Optional<Credentials> find(String login) {
        try {
            return login.indexOf('@') >= 0
                    ? directory.findByEmail(new Email(login))
                    : directory.findByUsername(new Username(login));
        } catch (ChatException.Invalid e) {
            return Optional.empty();
        }
    }

    /** Spares the hash where the answer is known; {@link UserDirectory#register} decides. */
    private void refuseIfTaken(SignUp wish) {
        Username username = wish.username();
        if (username != null && directory.findByUsername(username).isPresent()) {
            throw new ChatException.Conflict(ErrorCode.USERNAME_TAKEN);
        }
        Email email = wish.email();
        if (email != null && directory.findByEmail(email).isPresent()) {
            throw new ChatException.Conflict(ErrorCode.EMAIL_TAKEN);
        }
    }

    private Registration register(SignUp wish, Username username, PasswordHash hash) {
        DisplayName displayName = wish.displayName();
        return directory.register(new NewUser(
                username,
                wish.email(),
                displayName == null ? new DisplayName(username.value()) : displayName,
                wish.language(),
                hash,
                clock.instant().truncatedTo(ChronoUnit.MILLIS)));
    }

    private static User demandRegistered(Registration registration) {
        if (registration instanceof Registered registered) {
            return registered.user();
        }
        throw new ChatException.Conflict(
                registration instanceof UsernameTaken ? ErrorCode.USERNAME_TAKEN : ErrorCode.EMAIL_TAKEN);
    }

    private PasswordHash decoyHash() {
        PasswordHash hash = decoyHash.get();
        if (hash == null) {
            hash = hasher.hash(DECOY);
            decoyHash.set(hash);
        }
        return hash;
    }
}
