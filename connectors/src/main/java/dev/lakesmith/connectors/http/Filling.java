package dev.lakesmith.connectors.http;

import dev.lakesmith.core.project.Template.Part.Slot;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * What the slots of one request are filled with.
 *
 * @param bookmark where the last run ended
 * @param window what is asked for
 * @param parent fields of the parent's record
 * @param job fields of the answers about a job
 * @param turn which page it is
 */
record Filling(
        Optional<Scalar> bookmark,
        Optional<Window> window,
        Map<JsonPath, Scalar> parent,
        Map<JsonPath, Scalar> job,
        Turn turn) {

    Filling {
        parent = Map.copyOf(parent);
        job = Map.copyOf(job);
    }

    /** Of a first request. */
    static Filling first(Optional<Scalar> bookmark, Optional<Window> window, Map<JsonPath, Scalar> parent) {
        return new Filling(bookmark, window, parent, Map.of(), Turn.first(1));
    }

    Filling at(Turn other) {
        return new Filling(bookmark, window, parent, job, other);
    }

    Filling of(Map<JsonPath, Scalar> told) {
        return new Filling(bookmark, window, parent, told, turn);
    }

    /** The value of a slot; empty when it has none yet. */
    Optional<Scalar> value(Slot slot) {
        return switch (slot.name()) {
            case Slots.BOOKMARK -> bookmark.map(value -> formatted(value, slot.argument()));
            case Slots.FROM -> window.map(each -> time(each.from(), slot.argument()));
            case Slots.TO -> window.map(each -> time(each.to(), slot.argument()));
            case Slots.LAST -> window.map(each -> time(each.last(), slot.argument()));
            case Slots.PARENT -> Optional.ofNullable(parent.get(JsonPath.parse(slot.argument())));
            case Slots.JOB -> Optional.ofNullable(job.get(JsonPath.parse(slot.argument())));
            case Slots.PAGE -> Optional.of(Scalar.number(turn.page()));
            case Slots.OFFSET -> Optional.of(Scalar.number(turn.offset()));
            case Slots.CURSOR -> turn.cursor();
            default -> throw new IllegalStateException("a slot that was checked before: " + slot);
        };
    }

    private static Scalar formatted(Scalar value, String format) {
        if (format.isEmpty()) {
            return value;
        }
        return TimeFormat.read(value.text())
                .map(moment -> time(moment, format))
                .orElseThrow(() -> new Exchange.Unexpected("the bookmark '" + value.text()
                        + "' is no time, so ${bookmark:" + format + "} cannot be written; write ${bookmark}"));
    }

    private static Scalar time(Instant moment, String format) {
        return new Scalar(TimeFormat.write(moment, format), !TimeFormat.writesNumber(format));
    }
}
