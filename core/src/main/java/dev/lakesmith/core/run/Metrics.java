package dev.lakesmith.core.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.lakesmith.core.contract.Check;
import dev.lakesmith.core.contract.Check.Rule;
import dev.lakesmith.core.engine.CheckOutcome;
import dev.lakesmith.lake.LakeProperties;
import dev.lakesmith.lake.LakeTable;
import dev.lakesmith.vocabulary.ErrorCode;
import dev.lakesmith.vocabulary.LakesmithException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * What checks measured in earlier runs that published a table, kept with the table itself, so that it is as durable as
 * the rows. Immutable.
 *
 * @param points of each measured number, oldest first
 */
record Metrics(SortedMap<String, List<Point>> points) {

    /** The most runs a change may be held against. */
    static final int MOST_RUNS = 100;

    static final Metrics NONE = new Metrics(new TreeMap<>());

    private static final Pattern FINITE = Pattern.compile("-?[0-9]+(\\.[0-9]*)?([eE][-+]?[0-9]+)?");
    private static final ObjectMapper JSON = new ObjectMapper();

    /** One number of one run. */
    record Point(String run, double value) {}

    /** What a table's property holds. */
    static Metrics of(LakeTable table) {
        Optional<String> text = table.property(LakeProperties.METRICS);
        if (text.isEmpty()) {
            return NONE;
        }
        try {
            return new Metrics(JSON.readValue(text.get(), new TypeReference<TreeMap<String, List<Point>>>() {}));
        } catch (JsonProcessingException e) {
            throw new LakesmithException(
                    ErrorCode.LAKE_UNREADABLE,
                    table.name() + ": the property " + LakeProperties.METRICS + " is no JSON of this program: "
                            + e.getOriginalMessage() + "; remove the property, the history of its checks begins anew",
                    e);
        }
    }

    /** A measured number; empty when it is not finite. */
    static Optional<Double> number(String text) {
        return FINITE.matcher(text).matches() ? Optional.of(Double.valueOf(text)) : Optional.empty();
    }

    /** The run that wrote a table last. */
    static Optional<String> runOf(LakeTable table) {
        return table.property(LakeProperties.RUN);
    }

    /** What a check measures, whatever the check is called. */
    static String key(Check check) {
        Rule.Measured rule = (Rule.Measured) check.rule();
        return rule.measure().word()
                + rule.column().map(column -> "(" + column + ")").orElse("")
                + check.where().map(where -> " where " + where).orElse("");
    }

    /** The numbers of a measure in runs other than this one, oldest first. */
    List<Double> before(String run, String key) {
        return points.getOrDefault(key, List.of()).stream()
                .filter(point -> !point.run().equals(run))
                .map(Point::value)
                .toList();
    }

    /** With the numbers of one more run, for those checks that ask for a history; the others' are forgotten. */
    Metrics with(String run, List<CheckOutcome> outcomes) {
        SortedMap<String, List<Point>> all = new TreeMap<>();
        for (CheckOutcome outcome : outcomes) {
            if (outcome.check().rule() instanceof Rule.Measured rule
                    && rule.change().isPresent()) {
                String key = key(outcome.check());
                List<Point> kept = new ArrayList<>(points.getOrDefault(key, List.of()));
                kept.removeIf(point -> point.run().equals(run));
                outcome.measured().flatMap(Metrics::number).ifPresent(value -> kept.add(new Point(run, value)));
                all.put(key, kept.subList(Math.max(0, kept.size() - MOST_RUNS), kept.size()));
            }
        }
        return new Metrics(all);
    }

    /** As a table's property keeps it; empty when there is nothing to keep. */
    Map<String, String> property() {
        if (points.isEmpty()) {
            return Map.of();
        }
        try {
            return Map.of(LakeProperties.METRICS, JSON.writeValueAsString(points));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("numbers and texts are always JSON", e);
        }
    }
}
