package dev.lakesmith.cli.fault;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What the campaign has done so far. */
final class Tally {

    int passes;
    int rounds;
    int commands;
    int kills;
    int tooLate;
    int resumed;
    int pairs;
    int conflicts;
    int states;
    long tables;
    long rows;
    final Map<String, Integer> killsAt = new TreeMap<>();
    final List<String> failures = new ArrayList<>();

    void killed(String place) {
        kills++;
        killsAt.merge(place, 1, Integer::sum);
    }

    /** The figures as a Markdown table. */
    String table(long seed) {
        StringBuilder text = new StringBuilder("| what | count |\n|---|---|\n");
        line(text, "seed", seed);
        line(text, "projects made and gone through", passes);
        line(text, "changes dealt with", rounds);
        line(text, "commands started", commands);
        line(text, "killed", kills);
        killsAt.forEach((place, count) -> line(text, "… at " + place, count));
        line(text, "ended before the kill came", tooLate);
        line(text, "gone on with `--resume`", resumed);
        line(text, "two commands at once", pairs);
        line(text, "… of which one gave way", conflicts);
        line(text, "states of a lake looked at", states);
        line(text, "tables compared", tables);
        line(text, "rows compared", rows);
        line(text, "differences found", failures.size());
        return text.toString();
    }

    private static void line(StringBuilder text, String what, long count) {
        text.append("| ").append(what).append(" | ").append(count).append(" |\n");
    }
}
