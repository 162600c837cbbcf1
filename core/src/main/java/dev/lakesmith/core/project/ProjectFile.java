package dev.lakesmith.core.project;

import dev.lakesmith.core.contract.Maintenance;
import dev.lakesmith.functions.FunctionKeys;
import dev.lakesmith.lake.storage.Locations;
import dev.lakesmith.lake.storage.StorageOptions;
import dev.lakesmith.vocabulary.ErrorCode;
import dev.lakesmith.vocabulary.Nearest;
import dev.lakesmith.vocabulary.Place;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** Reads {@code lakesmith.yml}. */
final class ProjectFile {

    static final String NAME = "lakesmith.yml";

    private final ProjectRequest request;
    private final Variables variables;
    private final TableClaims claims;
    private final Diagnostics diagnostics;

    /**
     * What the file says.
     *
     * @param name empty when it has mistakes
     * @param target empty when it has mistakes
     * @param parameters with the values given
     * @param maintenance of the tables
     * @param keys of the secrets
     */
    record Content(
            Optional<String> name,
            Optional<Target> target,
            List<Parameter> parameters,
            Maintenance maintenance,
            FunctionKeys keys) {}

    ProjectFile(ProjectRequest request, Variables variables, TableClaims claims, Diagnostics diagnostics) {
        this.claims = claims;
        this.request = request;
        this.variables = variables;
        this.diagnostics = diagnostics;
    }

    Content read(String text) {
        int before = diagnostics.count();
        Optional<Node> root = YamlText.of(NAME, text).compose(diagnostics);
        if (root.isEmpty()) {
            if (diagnostics.count() == before) {
                diagnostics.add(
                        ErrorCode.KEY_MISSING, Place.of(NAME), "is empty; a project needs the keys name and targets");
            }
            return new Content(Optional.empty(), Optional.empty(), List.of(), Maintenance.DEFAULT, FunctionKeys.NONE);
        }
        SecretSpecs.refuseWritten(root.get(), diagnostics);
        StorageSpecs.refuseWritten(root.get(), diagnostics);
        Optional<Values> values = new SpecReader(NAME, variables, unneeded(root.get()), diagnostics)
                .read(root.get(), new ValueType.Nested(ProjectSpecs.PROJECT));
        return new Content(
                values.flatMap(each -> each.find("name", String.class)),
                values.flatMap(each -> each.find("targets", Values.class)).flatMap(this::target),
                values.map(this::parameters).orElse(List.of()),
                values.map(each -> MaintenanceSpecs.read(each, claims, diagnostics))
                        .orElse(Maintenance.DEFAULT),
                values.flatMap(each -> each.find(SecretSpecs.KEY, Values.class))
                        .map(SecretSpecs::keys)
                        .orElse(FunctionKeys.NONE));
    }

    private Optional<Target> target(Values targets) {
        Set<String> names = targets.keys();
        if (names.isEmpty()) {
            return Optional.empty();
        }
        String name = request.target().orElseGet(() -> names.iterator().next());
        if (!names.contains(name)) {
            diagnostics.add(
                    ErrorCode.VALUE_INVALID,
                    targets.place(),
                    "the target " + Shown.value(name) + " is not declared; declared: " + String.join(", ", names)
                            + Nearest.hint(name, names));
            return Optional.empty();
        }
        return targets.find(name, Values.class).flatMap(values -> target(name, values));
    }

    private Optional<Target> target(String name, Values values) {
        Optional<String> warehouse = values.find("warehouse", String.class).map(this::location);
        if (warehouse.isEmpty()) {
            return Optional.empty();
        }
        Optional<CatalogSettings> catalog =
                CatalogSpecs.read(values, request.directory(), warehouse.get(), diagnostics);
        Optional<Long> memory = values.find("memory", Long.class);
        if (catalog.isEmpty() || memory.isEmpty()) {
            return Optional.empty();
        }
        int threads = values.find("threads", Long.class)
                .map(Math::toIntExact)
                .orElse(Runtime.getRuntime().availableProcessors());
        StorageOptions storage = StorageReader.read(values, warehouse.get(), diagnostics);
        return Optional.of(new Target(
                name,
                warehouse.get(),
                storage,
                catalog.get(),
                CacheSpecs.read(values, request.directory()),
                memory.get(),
                threads));
    }

    private String location(String warehouse) {
        return Locations.isRemote(warehouse)
                ? warehouse.replaceAll("/+$", "")
                : Locations.of(request.directory().resolve(Path.of(warehouse)));
    }

    private List<Parameter> parameters(Values project) {
        Optional<Values> declared = project.find("parameters", Values.class);
        Set<String> names = declared.map(Values::keys).orElse(Set.of());
        request.variables().keySet().stream()
                .filter(name -> !names.contains(name))
                .forEach(name -> diagnostics.add(
                        ErrorCode.PARAMETER_INVALID,
                        Place.of("--var " + name),
                        "no parameter of this name is declared in " + NAME + "; "
                                + (names.isEmpty() ? "none is declared" : "declared: " + String.join(", ", names))
                                + Nearest.hint(name, names)));
        List<Parameter> parameters = new ArrayList<>();
        for (String name : names) {
            declared.ifPresent(each -> parameter(name, each).ifPresent(parameters::add));
        }
        return parameters;
    }

    private Optional<Parameter> parameter(String name, Values declared) {
        Object written = declared.elements(name).stream().findFirst().orElse("");
        Optional<String> typeText = Optional.of(String.valueOf(written)).filter(text -> !text.isEmpty());
        Optional<String> fallback = Optional.empty();
        Place defaultPlace = declared.keyPlace(name);
        if (written instanceof Values more) {
            typeText = more.find("type", String.class);
            fallback = more.find("default", String.class);
            defaultPlace = more.place("default");
        }
        if (typeText.isEmpty()) {
            return Optional.empty();
        }
        String type = SqlTypes.canonical(typeText.get());
        if (fallback.isPresent()) {
            checkFit(name, type, fallback.get(), "the default", defaultPlace);
        }
        String given = request.variables().get(name);
        if (given != null) {
            checkFit(name, type, given, "the value", Place.of("--var " + name));
        }
        return Optional.of(new Parameter(
                name, type, Optional.ofNullable(given).or(() -> defaultOf(written)), declared.keyPlace(name)));
    }

    private static Optional<String> defaultOf(Object written) {
        return written instanceof Values more ? more.find("default", String.class) : Optional.empty();
    }

    private void checkFit(String name, String type, String value, String what, Place place) {
        ParameterTypes.misfit(type, value)
                .ifPresent(wanted -> diagnostics.add(
                        ErrorCode.PARAMETER_INVALID,
                        place,
                        what + " " + Shown.value(value) + " of the parameter '" + name + "' is no " + type + "; write "
                                + wanted));
    }

    // A developer need not have the passwords of production: what only other targets use may stay unresolved.
    private Set<Node> unneeded(Node root) {
        Set<Node> others = Collections.newSetFromMap(new IdentityHashMap<>());
        Set<Node> needed = Collections.newSetFromMap(new IdentityHashMap<>());
        if (root instanceof MappingNode project) {
            for (NodeTuple tuple : project.getValue()) {
                if (isKey(tuple, "targets") && tuple.getValueNode() instanceof MappingNode targets) {
                    divide(targets.getValue(), needed, others);
                } else {
                    collect(tuple.getValueNode(), needed);
                }
            }
        }
        others.removeAll(needed);
        return others;
    }

    private void divide(List<NodeTuple> targets, Set<Node> needed, Set<Node> others) {
        for (int i = 0; i < targets.size(); i++) {
            NodeTuple tuple = targets.get(i);
            boolean chosen = request.target().isEmpty()
                    ? i == 0
                    : isKey(tuple, request.target().get());
            collect(tuple.getValueNode(), chosen ? needed : others);
        }
    }

    private static boolean isKey(NodeTuple tuple, String name) {
        return tuple.getKeyNode() instanceof ScalarNode key && key.getValue().equals(name);
    }

    private static void collect(Node node, Set<Node> into) {
        if (!into.add(node)) {
            return;
        }
        if (node instanceof MappingNode mapping) {
            mapping.getValue().forEach(tuple -> collect(tuple.getValueNode(), into));
        } else if (node instanceof SequenceNode sequence) {
            sequence.getValue().forEach(element -> collect(element, into));
        }
    }
}
