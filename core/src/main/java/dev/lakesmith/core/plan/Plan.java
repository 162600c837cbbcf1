package dev.lakesmith.core.plan;

import java.util.List;

/**
 * What a run will do.
 *
 * @param steps in an order that respects {@link Step#after}
 * @param upToDate how many tables were looked at and need nothing
 * @param notes what the user should know, such as files held back
 */
public record Plan(List<Step> steps, int upToDate, List<String> notes) {

    public Plan {
        steps = List.copyOf(steps);
        notes = List.copyOf(notes);
    }

    public boolean isEmpty() {
        return steps.isEmpty();
    }
}
