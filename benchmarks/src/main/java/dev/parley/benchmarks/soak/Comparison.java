package dev.parley.benchmarks.soak;

import dev.parley.benchmarks.soak.ParleyWriter.Logged;
import dev.parley.testkit.tinode.Seen;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The log beside the topic: what was said on one side stands on the other once, in its order, in its last version. */
final class Comparison {
    private static final String ORIGIN = "x-parley-id";

    private final List<String> differences = new ArrayList<>();
    private int in;
    private int out;
    private int lost;
    private int doubled;
    private int disordered;

    private Comparison() {}

    static Comparison of(List<ParleyWriter> writers, List<NativeWriter> natives) {
        List<Logged> log = writers.get(0).history();
        List<Seen> topic = shown(natives.get(0).history());
        Comparison found = new Comparison();
        writers.forEach(writer -> found.kept(writer, log));
        found.carriedOut(log, topic);
        natives.forEach(writer -> found.carriedIn(writer, log, topic));
        return found;
    }

    /** Each post in its latest version, by number. */
    private static List<Seen> shown(List<Seen> history) {
        Map<Long, Seen> shown = new LinkedHashMap<>();
        for (Seen seen : history) {
            Seen first = shown.get(seen.replaces());
            if (seen.replaces() == 0) {
                shown.put(seen.seq(), seen);
            } else if (first != null) {
                shown.put(
                        first.seq(),
                        new Seen(
                                first.seq(), first.from(), first.fromName(), first.head(), seen.content(), first.ts()));
            }
        }
        return List.copyOf(shown.values());
    }

    /** What Parley has acknowledged, it has. */
    private void kept(ParleyWriter writer, List<Logged> log) {
        List<Logged> own = log.stream()
                .filter(logged -> logged.clientId().startsWith(writer + "-"))
                .toList();
        List<Logged> said = writer.said();
        if (!own.stream()
                .map(Logged::seq)
                .toList()
                .equals(said.stream().map(Logged::seq).toList())) {
            lost += Math.max(0, said.size() - own.size());
            doubled += Math.max(0, own.size() - said.size());
            disordered += said.size() == own.size() ? 1 : 0;
            differences.add("Parley acknowledged %d of %s and has %d".formatted(said.size(), writer, own.size()));
        }
        for (Logged message : said) {
            if (!log.contains(message)) {
                lost++;
                differences.add("Parley acknowledged and does not have: " + message);
            }
        }
    }

    private void carriedOut(List<Logged> log, List<Seen> topic) {
        Map<Long, List<Seen>> bySeq = new HashMap<>();
        long last = 0;
        for (Seen seen : topic) {
            String origin = seen.head().path(ORIGIN).asText();
            if (!origin.isEmpty()) {
                long seq = Long.parseLong(origin.split(":", -1)[1]);
                bySeq.computeIfAbsent(seq, none -> new ArrayList<>()).add(seen);
                if (seq < last) {
                    disordered++;
                    differences.add("message " + seq + " is shown after message " + last);
                }
                last = Math.max(last, seq);
            }
        }
        for (Logged message : log) {
            if (!message.clientId().isEmpty()) {
                out++;
                carriedOut(message, bySeq.getOrDefault(message.seq(), List.of()));
            }
        }
    }

    private void carriedOut(Logged message, List<Seen> shown) {
        if (message.deleted() ? !shown.isEmpty() : shown.size() > 1) {
            doubled++;
            differences.add(message + " is shown as " + shown);
        } else if (!message.deleted()
                && (shown.isEmpty() || !shown.get(0).text().equals(message.content()))) {
            lost++;
            differences.add(message + " is shown as " + shown);
        }
    }

    private void carriedIn(NativeWriter writer, List<Logged> log, List<Seen> topic) {
        List<String> published = topic.stream()
                .filter(seen -> seen.from().equals(writer.id()))
                .map(Seen::text)
                .toList();
        List<String> logged = log.stream()
                .filter(message -> message.clientId().isEmpty())
                .map(Logged::content)
                .filter(text -> text.startsWith(writer + " says "))
                .toList();
        in += published.size();
        if (!published.equals(writer.said())) {
            differences.add("%s said %d and Tinode has %d"
                    .formatted(writer, writer.said().size(), published.size()));
        }
        if (logged.equals(published)) {
            return;
        }
        long once = logged.stream().distinct().count();
        List<String> missing =
                published.stream().filter(text -> !logged.contains(text)).toList();
        lost += missing.size();
        doubled += (int) (logged.size() - once);
        if (missing.isEmpty() && logged.size() == once) {
            disordered++;
        }
        differences.add("%s published %d and Parley has %d, %d of them once, without %s"
                .formatted(writer, published.size(), logged.size(), once, missing));
    }

    boolean isSame() {
        return differences.isEmpty();
    }

    /** In words. */
    List<String> differences() {
        return differences;
    }

    /** Messages that native users wrote. */
    int in() {
        return in;
    }

    /** Messages that were written at Parley. */
    int out() {
        return out;
    }

    int lost() {
        return lost;
    }

    int doubled() {
        return doubled;
    }

    int disordered() {
        return disordered;
    }
}
