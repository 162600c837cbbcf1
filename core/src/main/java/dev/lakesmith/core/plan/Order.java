package dev.lakesmith.core.plan;

import dev.lakesmith.vocabulary.TableName;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** Sorts models so that each comes after those it reads. */
final class Order {

    private final Map<TableName, List<TableName>> reads;
    private final Consumer<List<TableName>> onCycle;
    private final List<TableName> sorted = new ArrayList<>();
    private final Set<TableName> done = new HashSet<>();
    private final List<TableName> path = new ArrayList<>();

    private Order(Map<TableName, List<TableName>> reads, Consumer<List<TableName>> onCycle) {
        this.reads = reads;
        this.onCycle = onCycle;
    }

    /**
     * The models in order; those of equal rank keep their order.
     *
     * @param onCycle gets each circle once; its models are in the result all the same
     */
    static List<TableName> inputsFirst(Map<TableName, List<TableName>> reads, Consumer<List<TableName>> onCycle) {
        Order order = new Order(reads, onCycle);
        reads.keySet().forEach(order::visit);
        return order.sorted;
    }

    private void visit(TableName name) {
        if (done.contains(name) || !reads.containsKey(name)) {
            return;
        }
        int begun = path.indexOf(name);
        if (begun >= 0) {
            onCycle.accept(List.copyOf(path.subList(begun, path.size())));
            return;
        }
        path.add(name);
        reads.get(name).forEach(this::visit);
        path.remove(path.size() - 1);
        done.add(name);
        sorted.add(name);
    }
}
