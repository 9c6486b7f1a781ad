package dev.parley.http.request;

import dev.parley.application.account.Accounts;
import dev.parley.application.account.Sessions;
import dev.parley.application.message.Messaging;
import dev.parley.application.profile.Profiles;
import dev.parley.application.realtime.Realtime;
import dev.parley.application.room.Rooms;

/** The use cases that the contracts are driven by. */
public record Services(
        Accounts accounts, Sessions sessions, Rooms rooms, Messaging messaging, Profiles profiles, Realtime realtime) {}
