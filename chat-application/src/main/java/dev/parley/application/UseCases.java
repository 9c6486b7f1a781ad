package dev.parley.application;

import dev.parley.application.account.Accounts;
import dev.parley.application.account.CodeSignIn;
import dev.parley.application.account.Devices;
import dev.parley.application.account.Passwords;
import dev.parley.application.account.Sessions;
import dev.parley.application.bridge.ForeignSignIn;
import dev.parley.application.file.Files;
import dev.parley.application.lobby.Lobby;
import dev.parley.application.lobby.Visits;
import dev.parley.application.message.Messaging;
import dev.parley.application.presence.Presence;
import dev.parley.application.profile.Profiles;
import dev.parley.application.realtime.Realtime;
import dev.parley.application.room.Rooms;

/** Everything that a driving adapter may ask for. */
public record UseCases(
        Accounts accounts,
        Sessions sessions,
        Rooms rooms,
        Lobby lobby,
        Visits visits,
        Messaging messaging,
        Profiles profiles,
        Presence presence,
        Realtime realtime,
        ForeignSignIn foreignSignIn,
        Devices devices,
        Passwords passwords,
        CodeSignIn codeSignIn,
        Files files) {}
