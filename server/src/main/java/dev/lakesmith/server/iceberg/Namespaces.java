package dev.lakesmith.server.iceberg;

import dev.lakesmith.vocabulary.ErrorCode;
import dev.lakesmith.vocabulary.LakesmithException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.rest.requests.CreateNamespaceRequest;
import org.apache.iceberg.rest.requests.UpdateNamespacePropertiesRequest;
import org.apache.iceberg.rest.responses.CreateNamespaceResponse;
import org.apache.iceberg.rest.responses.GetNamespaceResponse;
import org.apache.iceberg.rest.responses.ListNamespacesResponse;
import org.apache.iceberg.rest.responses.UpdateNamespacePropertiesResponse;

/** The schemas of a lake as namespaces of one level. */
final class Namespaces {

    private final Pointers pointers;
    private final Rules rules;

    Namespaces(Pointers pointers, Rules rules) {
        this.pointers = pointers;
        this.rules = rules;
    }

    ListNamespacesResponse list(Optional<String> parent, Optional<String> token, Optional<String> size) {
        List<String> schemas = List.copyOf(pointers.namespaces().keySet());
        if (parent.filter(text -> !text.isEmpty()).isPresent()) {
            pointers.requireNamespace(Identifiers.schema(parent.get()));
            schemas = List.of();
        }
        Page<String> page = Page.of(schemas, Function.identity(), token, size);
        return ListNamespacesResponse.builder()
                .addAll(page.entries().stream().map(Namespace::of).toList())
                .nextPageToken(page.nextOrNull())
                .build();
    }

    CreateNamespaceResponse create(CreateNamespaceRequest request) {
        String schema = Identifiers.newSchema(request.namespace());
        requireTexts(request.properties());
        CreateNamespaceResponse answer = CreateNamespaceResponse.builder()
                .withNamespace(request.namespace())
                .setProperties(request.properties())
                .build();
        try {
            pointers.createNamespace(schema, request.properties(), answer);
        } catch (LakesmithException e) {
            if (e.code() == ErrorCode.LAKE_CONFLICT) {
                throw Refusal.exists("Namespace already exists: " + schema);
            }
            throw e;
        }
        return answer;
    }

    private static void requireTexts(Map<String, String> properties) {
        for (Map.Entry<String, String> property : properties.entrySet()) {
            if (property.getKey().isEmpty() || Objects.isNull(property.getValue())) {
                throw Refusal.badRequest("the property '" + property.getKey() + "' has no name or no value");
            }
        }
    }

    GetNamespaceResponse load(String schema) {
        return GetNamespaceResponse.builder()
                .withNamespace(Namespace.of(schema))
                .setProperties(pointers.requireNamespace(schema))
                .build();
    }

    UpdateNamespacePropertiesResponse change(String schema, UpdateNamespacePropertiesRequest request) {
        Set<String> removals = new HashSet<>(request.removals());
        requireTexts(request.updates());
        rules.requireWritable(schema);
        Map<String, String> before = pointers.requireNamespace(schema);
        UpdateNamespacePropertiesResponse answer = UpdateNamespacePropertiesResponse.builder()
                .addUpdated(request.updates().keySet())
                .addRemoved(removals.stream().filter(before::containsKey).toList())
                .addMissing(removals.stream()
                        .filter(key -> !before.containsKey(key))
                        .toList())
                .build();
        try {
            pointers.changeNamespace(schema, request.updates(), removals, answer);
        } catch (LakesmithException e) {
            throw e.code() == ErrorCode.LAKE_CONFLICT ? Refusal.noSuchNamespace(schema) : e;
        }
        return answer;
    }

    void drop(String schema) {
        rules.requireWritable(schema);
        pointers.requireNamespace(schema);
        try {
            pointers.dropNamespace(schema);
        } catch (LakesmithException e) {
            throw e.code() == ErrorCode.LAKE_CONFLICT
                    ? new Refusal(
                            409,
                            "NamespaceNotEmptyException",
                            "Namespace is not empty: " + schema + "; drop its tables and views first")
                    : e;
        }
    }
}
