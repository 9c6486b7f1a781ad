package dev.parley.benchmarks.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One measured line, with the reasons not to believe it, if there are any. */
public final class Row {
    private final String scenario;
    private final Map<String, Object> values = new LinkedHashMap<>();
    private final List<String> failures = new ArrayList<>();
    private final List<String> bounds = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();

    public Row(String scenario) {
        this.scenario = scenario;
    }

    /** Adds a column. */
    public Row put(String name, Object value) {
        values.put(name, value);
        return this;
    }

    /** Promises that the server broke: the row has failed. */
    public Row failed(List<String> promises) {
        failures.addAll(promises);
        return this;
    }

    /** The generator, not the server, set the figure. */
    public Row generatorBound(String why) {
        bounds.add(why);
        return this;
    }

    /** Something to know that does not spoil the figure by itself. */
    public Row note(String what) {
        notes.add(what);
        return this;
    }

    public boolean isFailed() {
        return !failures.isEmpty();
    }

    public boolean isWorthless() {
        return !bounds.isEmpty();
    }

    String scenario() {
        return scenario;
    }

    Map<String, Object> values() {
        return values;
    }

    /** In one phrase: whether to believe the row. */
    String verdict() {
        List<String> all = new ArrayList<>();
        if (isFailed()) {
            all.add("FAILED: " + String.join("; ", failures));
        }
        if (isWorthless()) {
            all.add("GENERATOR BOUND: worthless (" + String.join("; ", bounds) + ")");
        }
        if (all.isEmpty()) {
            all.add("ok");
        }
        if (!notes.isEmpty()) {
            all.add(String.join("; ", notes));
        }
        return String.join(", ", all);
    }
}
