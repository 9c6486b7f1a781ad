package dev.parley.benchmarks.scenario;

import dev.parley.benchmarks.report.Row;
import dev.parley.testkit.tinode.TinodeServer;
import java.util.Map;
import java.util.Optional;
import org.opentest4j.TestAbortedException;

/** Starts a Tinode, and tells Parley of it. */
public final class Tinodes {
    private Tinodes() {}

    /** A fresh one; empty, with a row that says so, where its programs are missing. */
    public static Optional<TinodeServer> start(Lab lab, String scenario) {
        try {
            return Optional.of(TinodeServer.start());
        } catch (TestAbortedException e) {
            lab.report().add(new Row(scenario).note("not available here: " + e.getMessage()));
            return Optional.empty();
        }
    }

    /** What Parley is told so that it joins the Tinode at this address. */
    public static Map<String, String> settings(String url) {
        return Map.of(
                "TINODE_URL",
                url,
                "TINODE_API_KEY",
                TinodeServer.API_KEY,
                "TINODE_LOGIN",
                TinodeServer.LOGIN,
                "TINODE_PASSWORD",
                TinodeServer.PASSWORD);
    }
}
