package dev.parley.benchmarks.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Collects the rows: prints each scenario's as a table when it is done, and every row as a line of JSON. */
public final class Report {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final PrintStream table;
    private final Consumer<String> jsonLines;
    private final List<Row> rows = new ArrayList<>();
    private int printed;

    public Report(PrintStream table, Consumer<String> jsonLines) {
        this.table = table;
        this.jsonLines = jsonLines;
    }

    /** Writes what the figures stand under: the machine, the options. */
    public void context(Map<String, ?> what) {
        table.println(what);
        jsonLines.accept(json(what));
    }

    public void add(Row row) {
        rows.add(row);
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("scenario", row.scenario());
        row.values().forEach((name, value) -> line.put(jsonName(name), value));
        line.put("verdict", row.verdict());
        jsonLines.accept(json(line));
    }

    /** A column's name as a JSON key: {@code us/msg} is {@code us_per_msg}. */
    private static String jsonName(String column) {
        return column.replace("/", "_per_").replace(' ', '_').toLowerCase(Locale.ROOT);
    }

    /** Prints the rows that came since the last time. */
    public void printNew(String title) {
        List<Row> fresh = rows.subList(printed, rows.size());
        printed = rows.size();
        if (fresh.isEmpty()) {
            return;
        }
        Set<String> names = new LinkedHashSet<>();
        fresh.forEach(row -> names.addAll(row.values().keySet()));
        List<List<String>> cells = new ArrayList<>();
        List<String> head = new ArrayList<>(names);
        head.add("verdict");
        cells.add(head);
        for (Row row : fresh) {
            List<String> line = new ArrayList<>();
            names.forEach(name -> line.add(cell(row.values().get(name))));
            line.add(row.verdict());
            cells.add(line);
        }
        table.println();
        table.println(title);
        print(cells);
    }

    private void print(List<List<String>> cells) {
        int columns = cells.get(0).size();
        int[] widths = new int[columns];
        cells.forEach(line -> {
            for (int i = 0; i < columns; i++) {
                widths[i] = Math.max(widths[i], line.get(i).length());
            }
        });
        for (List<String> line : cells) {
            StringBuilder text = new StringBuilder();
            for (int i = 0; i < columns - 1; i++) {
                text.append("  ")
                        .append(line.get(i))
                        .append(" ".repeat(widths[i] - line.get(i).length()));
            }
            table.println(text.append("  ").append(line.get(columns - 1)));
        }
    }

    private static String cell(@Nullable Object value) {
        if (value == null) {
            return "-";
        }
        if (value instanceof Double number) {
            return String.format(Locale.ROOT, Math.abs(number) >= 1000 ? "%.0f" : "%.2f", number);
        }
        return value.toString();
    }

    /** Whether a row has failed. */
    public boolean hasFailures() {
        return rows.stream().anyMatch(Row::isFailed);
    }

    /** Whether the generator spoiled a row. */
    public boolean hasWorthless() {
        return rows.stream().anyMatch(Row::isWorthless);
    }

    private static String json(Map<String, ?> line) {
        try {
            return JSON.writeValueAsString(line);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
