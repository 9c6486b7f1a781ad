package dev.parley.bootstrap;

import dev.parley.application.bridge.Bridge;
import dev.parley.application.bridge.Bridges;
import dev.parley.application.node.Nodes;
import dev.parley.application.profile.Profiles;
import dev.parley.application.realtime.Realtime;
import dev.parley.application.schedule.Scheduling;
import dev.parley.tinode.TinodeAdapter;
import dev.parley.tinode.TinodeConfig;
import org.jspecify.annotations.Nullable;

/** The bridge to Tinode, on threads of its own: it waits for Tinode, and nobody else does. */
final class BridgePart {
    private BridgePart() {}

    /** Null without Tinode. */
    static @Nullable Bridge of(Ground ground, Nodes nodes, Profiles profiles, Realtime realtime) {
        Config.Tinode tinode = ground.config().tinode();
        if (tinode == null) {
            return null;
        }
        boolean impersonating = tinode.identity() == Config.TinodeIdentity.OBO;
        Scheduling own = ground.on(Workers.blocking("parley-bridge"));
        TinodeConfig account = new TinodeConfig(
                tinode.url(),
                tinode.apiKey().value(),
                tinode.login(),
                tinode.password().value(),
                tinode.scheme(),
                impersonating);
        Store store = ground.store();
        return Bridges.build(
                new TinodeAdapter(account, own, ground.random()),
                new Bridges.Ground(
                        store.log(),
                        store.users(),
                        store.rooms(),
                        store.bridge(),
                        store.roll(),
                        store.shared() ? store.leases() : null,
                        nodes.self(),
                        nodes::isAlone),
                new Bridges.Plan(impersonating, ground.config().limits().maxMessageLength(), ground.random()),
                profiles,
                realtime,
                own);
    }
}
