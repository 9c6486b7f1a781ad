package dev.parley.bootstrap.contract;

import dev.parley.application.UseCases;
import dev.parley.application.account.Accounts;
import dev.parley.application.account.CodeSender;
import dev.parley.application.account.CodeSignIn;
import dev.parley.application.account.Codes;
import dev.parley.application.account.Devices;
import dev.parley.application.account.Passwords;
import dev.parley.application.account.Sessions;
import dev.parley.application.bridge.ForeignSignIn;
import dev.parley.application.file.Attachments;
import dev.parley.application.file.Downloads;
import dev.parley.application.file.FileAccess;
import dev.parley.application.file.FileWorkers;
import dev.parley.application.file.Files;
import dev.parley.application.file.Uploads;
import dev.parley.application.language.Languages;
import dev.parley.application.language.TranslationDesk;
import dev.parley.application.limit.RateLimiter;
import dev.parley.application.lobby.Authority;
import dev.parley.application.lobby.Lobby;
import dev.parley.application.lobby.RoomPlans;
import dev.parley.application.lobby.Visits;
import dev.parley.application.message.Composer;
import dev.parley.application.message.Messaging;
import dev.parley.application.node.Nodes;
import dev.parley.application.presence.Presence;
import dev.parley.application.profile.Profiles;
import dev.parley.application.realtime.Realtime;
import dev.parley.application.room.Rooms;
import dev.parley.application.schedule.Scheduling;
import dev.parley.domain.account.AccessTokens;
import dev.parley.domain.account.CodeLedger;
import dev.parley.domain.account.CodeSeal;
import dev.parley.domain.account.DeviceLedger;
import dev.parley.domain.account.PasswordHasher;
import dev.parley.domain.account.SessionLedger;
import dev.parley.domain.account.UserDirectory;
import dev.parley.domain.bridge.BridgeLedger;
import dev.parley.domain.file.FileBytes;
import dev.parley.domain.file.FileCarriers;
import dev.parley.domain.file.FileLedger;
import dev.parley.domain.file.FileSeals;
import dev.parley.domain.file.Thumbnails;
import dev.parley.domain.message.MessageLog;
import dev.parley.domain.node.Leases;
import dev.parley.domain.node.NodeId;
import dev.parley.domain.presence.PresenceLedger;
import dev.parley.domain.room.RoomDirectory;
import dev.parley.http.Health;
import dev.parley.http.HttpAdapter;
import dev.parley.http.HttpConfig;
import java.lang.reflect.Proxy;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import org.jspecify.annotations.Nullable;

/** Makes an adapter with nothing behind it, which can be asked what it would serve. */
public final class Unplugged {
    private Unplugged() {}

    /** One that serves what every server serves. */
    public static HttpAdapter adapter() {
        return adapter(null);
    }

    /** One that serves Tinode's authenticator as well. */
    static HttpAdapter adapterForTinode() {
        return adapter(new HttpConfig.SecretPath("a-path-that-only-tinode-should-know"));
    }

    private static HttpAdapter adapter(HttpConfig.@Nullable SecretPath tinodeAuth) {
        Scheduling scheduling = new Scheduling(
                Runnable::run,
                Runnable::run,
                nothing(ScheduledExecutorService.class),
                Clock.systemUTC(),
                System::nanoTime);
        SecureRandom random = new SecureRandom();
        MessageLog log = nothing(MessageLog.class);
        RoomDirectory directory = nothing(RoomDirectory.class);
        Profiles profiles = new Profiles(nothing(UserDirectory.class), System::nanoTime);
        Sessions sessions = new Sessions(
                nothing(SessionLedger.class),
                nothing(AccessTokens.class),
                profiles,
                Clock.systemUTC(),
                System::nanoTime,
                random,
                Duration.ofDays(1));
        Accounts accounts = new Accounts(
                nothing(UserDirectory.class),
                nothing(PasswordHasher.class),
                sessions,
                Clock.systemUTC(),
                RateLimiter.off(),
                Runnable::run);
        Devices devices = new Devices(nothing(DeviceLedger.class), sessions, Clock.systemUTC());
        Codes codes = new Codes(nothing(CodeLedger.class), nothing(CodeSeal.class), Clock.systemUTC(), random);
        CodeSender sender = new CodeSender(codes, nothing(UserDirectory.class), null, scheduling);
        Passwords passwords = new Passwords(accounts, devices, profiles, codes, sender, random);
        CodeSignIn codeSignIn = new CodeSignIn(sender, codes, accounts, passwords, sessions, profiles);
        Rooms rooms = new Rooms(directory, log, profiles);
        Nodes nodes = new Nodes(nothing(Leases.class), new NodeId("unplugged"), scheduling);
        Realtime realtime = new Realtime(log, rooms, profiles, sessions, nodes, scheduling, 1);
        Presence presence = new Presence(nothing(PresenceLedger.class), nodes, realtime, scheduling);
        Composer composer = new Composer(Clock.systemUTC(), random, 1);
        Attachments attachments = new Attachments(nothing(FileLedger.class), nothing(FileCarriers.class), scheduling);
        Messaging messaging =
                new Messaging(log, directory, profiles, realtime, RateLimiter.off(), composer, attachments);
        Lobby lobby = new Lobby(
                directory,
                new Authority(directory, profiles, List.of()),
                log,
                profiles,
                realtime,
                new RoomPlans(RateLimiter.off(), Clock.systemUTC(), random));
        Visits visits = new Visits(directory, lobby);
        Languages languages = new Languages(text -> Optional.empty());
        ForeignSignIn foreignSignIn = new ForeignSignIn(accounts, sessions, profiles, nothing(BridgeLedger.class));
        return new HttpAdapter(
                config(tinodeAuth),
                new UseCases(
                        accounts,
                        sessions,
                        rooms,
                        lobby,
                        visits,
                        messaging,
                        profiles,
                        presence,
                        realtime,
                        foreignSignIn,
                        files(directory),
                        devices,
                        passwords,
                        codeSignIn,
                        languages,
                        new TranslationDesk(null, languages, messaging, RateLimiter.off())),
                new Health(Map.of(), Map.of()),
                scheduling,
                random);
    }

    private static Files files(RoomDirectory directory) {
        FileBytes bytes = nothing(FileBytes.class);
        FileLedger ledger = nothing(FileLedger.class);
        return new Files(
                new Uploads(
                        new Uploads.Place(bytes, ledger, nothing(Thumbnails.class)),
                        directory,
                        RateLimiter.off(),
                        Clock.systemUTC(),
                        new SecureRandom(),
                        1),
                new Downloads(
                        bytes,
                        ledger,
                        new FileAccess(nothing(FileCarriers.class), directory),
                        nothing(FileSeals.class),
                        Clock.systemUTC()),
                new FileWorkers(Runnable::run, Runnable::run, Runnable::run));
    }

    private static HttpConfig config(HttpConfig.@Nullable SecretPath tinodeAuth) {
        return new HttpConfig(
                null,
                0,
                List.of(),
                List.of(),
                1,
                Duration.ofMinutes(1),
                Duration.ofMinutes(1),
                1,
                RateLimiter.off(),
                RateLimiter.off(),
                RateLimiter.off(),
                false,
                false,
                tinodeAuth);
    }

    private static <T> T nothing(Class<T> port) {
        return port.cast(
                Proxy.newProxyInstance(port.getClassLoader(), new Class<?>[] {port}, (proxy, method, arguments) -> {
                    throw new UnsupportedOperationException(method.getName());
                }));
    }
}
