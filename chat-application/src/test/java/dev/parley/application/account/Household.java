package dev.parley.application.account;

import dev.parley.application.fixture.MemoryCodeLedger;
import dev.parley.application.fixture.MemorySessionLedger;
import dev.parley.application.fixture.MemoryUserDirectory;
import dev.parley.application.fixture.PlainTokens;
import dev.parley.application.fixture.TestTime;
import dev.parley.application.fixture.TestWorkers;
import dev.parley.application.limit.Rate;
import dev.parley.application.limit.RateLimiter;
import dev.parley.application.profile.Profiles;
import dev.parley.application.schedule.Scheduling;
import dev.parley.domain.ChatException;
import dev.parley.domain.ErrorCode;
import dev.parley.domain.account.AccessClaims;
import dev.parley.domain.account.CodeHash;
import dev.parley.domain.account.Email;
import dev.parley.domain.account.Password;
import dev.parley.domain.account.PasswordHash;
import dev.parley.domain.account.PasswordHasher;
import dev.parley.domain.account.User;
import dev.parley.domain.account.Username;
import dev.parley.domain.mail.Mail;
import dev.parley.domain.mail.MailException;
import dev.parley.domain.mail.Mailer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Is all that has to do with accounts, on stores in memory, with a letterbox that anybody can look into. */
final class Household {
    static final Duration HOUR = Duration.ofHours(1);
    static final String PASSWORD = "correct horse";
    static final Email ADDRESS = new Email("ann@example.org");

    private static final Pattern CODE = Pattern.compile("\\b[0-9]{6}\\b");

    final TestTime time = new TestTime();
    final TestWorkers workers = new TestWorkers();
    final MemoryUserDirectory users = new MemoryUserDirectory();
    final MemorySessionLedger ledger = new MemorySessionLedger();
    final MemoryCodeLedger codeLedger = new MemoryCodeLedger();
    final Letterbox letterbox = new Letterbox();
    final PlainHasher hasher = new PlainHasher();
    final Profiles profiles = new Profiles(users, time::nanoTime);
    final Sessions sessions =
            new Sessions(ledger, new PlainTokens(), profiles, time, time::nanoTime, new Random(1), Duration.ofDays(30));
    final Accounts accounts =
            new Accounts(users, hasher, sessions, time, RateLimiter.of(new Rate(20, 1), time::nanoTime), Runnable::run);
    final Devices devices = new Devices(ledger, sessions, time);
    final Codes codes = new Codes(
            codeLedger, (purpose, address, code) -> new CodeHash(purpose + address.key() + code), time, new Random(2));
    final CodeSender sender;
    final Passwords passwords;
    final CodeSignIn codeSignIn;

    Household() {
        this(true);
    }

    /** @param mailing whether this server sends mail */
    Household(boolean mailing) {
        sender = new CodeSender(
                codes, users, mailing ? letterbox : null, new Scheduling(workers, workers, time, time, time::nanoTime));
        passwords = new Passwords(accounts, devices, profiles, codes, sender, new Random(3));
        codeSignIn = new CodeSignIn(sender, codes, accounts, passwords, sessions, profiles);
    }

    /** Somebody signs up with the address, and shows nothing. */
    User squat() {
        return accounts.signUp(new SignUp(ADDRESS, new Username("ann"), new Password(PASSWORD), null, null));
    }

    AccessClaims claims(SignedIn signedIn) {
        return sessions.authenticate(signedIn.accessToken());
    }

    /** Moves on, doing all that is due meanwhile. */
    void pass(Duration by) {
        time.advance(by, workers::settle);
    }

    /** The code in the last letter. */
    String code() {
        workers.settle();
        Matcher code =
                CODE.matcher(letterbox.letters.get(letterbox.letters.size() - 1).text());
        if (!code.find()) {
            throw new AssertionError("no code");
        }
        return code.group();
    }

    /** Keeps letters, or refuses them. */
    static final class Letterbox implements Mailer {
        final List<Mail> letters = new ArrayList<>();
        final List<MailException> refusals = new ArrayList<>();
        Runnable whileTrying = () -> {};
        int tries;

        @Override
        public void send(Mail mail) throws MailException {
            tries++;
            whileTrying.run();
            if (!refusals.isEmpty()) {
                throw refusals.remove(0);
            }
            letters.add(mail);
        }
    }

    /** Hashes with a number for salt, and lets something happen meanwhile. */
    static final class PlainHasher implements PasswordHasher {
        /** Stands before the salts of all that is not outdated. */
        String cost = "";
        /** There is time for so many more hashes. */
        int left = Integer.MAX_VALUE;

        private int salt;
        private @Nullable Runnable afterMatch;

        /** Is run once, when a password has been found right and nobody knows it yet. */
        void afterMatch(Runnable task) {
            afterMatch = task;
        }

        @Override
        public PasswordHash hash(Password password) {
            if (left-- == 0) {
                left = 0;
                throw new ChatException.Unavailable(ErrorCode.OVERLOADED);
            }
            return new PasswordHash(cost + salt++ + ":" + password.value());
        }

        @Override
        public boolean isOutdated(PasswordHash hash) {
            return !hash.value().startsWith(cost);
        }

        @Override
        public boolean matches(Password password, PasswordHash hash) {
            boolean right = hash.value().endsWith(":" + password.value());
            if (right && afterMatch != null) {
                Runnable task = Objects.requireNonNull(afterMatch);
                afterMatch = null;
                task.run();
            }
            return right;
        }
    }
}
