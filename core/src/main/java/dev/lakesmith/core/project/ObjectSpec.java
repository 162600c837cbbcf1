package dev.lakesmith.core.project;

import dev.lakesmith.vocabulary.ErrorCode;
import dev.lakesmith.vocabulary.LakesmithException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.snakeyaml.engine.v2.nodes.Node;

/**
 * The declared keys of one kind of mapping.
 *
 * @param title what the mapping is, such as {@code files stream}; names its section of the reference page
 * @param description one or two sentences; may be empty
 * @param fields the keys, in the order they are documented
 * @param exactlyOneOf of these keys exactly one must be written; empty: no such rule
 */
public record ObjectSpec(String title, String description, List<Field> fields, List<String> exactlyOneOf) {

    /** Refuses a key declared twice: that is a mistake of the declaring class. */
    public ObjectSpec {
        fields = List.copyOf(fields);
        exactlyOneOf = List.copyOf(exactlyOneOf);
        Set<String> names = new HashSet<>();
        for (Field field : fields) {
            if (!names.add(field.name())) {
                throw new IllegalArgumentException("the key " + field.name() + " of " + title + " is declared twice");
            }
        }
    }

    /** A mapping with these keys. */
    public static ObjectSpec of(String title, Field... fields) {
        return new ObjectSpec(title, "", Arrays.asList(fields), List.of());
    }

    /** One or two sentences for the reference page and editors. */
    public ObjectSpec describedAs(String text) {
        return new ObjectSpec(title, text, fields, exactlyOneOf);
    }

    /** Of these keys exactly one must be written. */
    public ObjectSpec exactlyOne(String... keys) {
        return new ObjectSpec(title, description, fields, Arrays.asList(keys));
    }

    /** The same mapping with more keys behind its own. */
    public ObjectSpec with(Field... more) {
        List<Field> all = new ArrayList<>(fields);
        all.addAll(Arrays.asList(more));
        return new ObjectSpec(title, description, all, exactlyOneOf);
    }

    /** The same mapping with another title. */
    public ObjectSpec titled(String otherTitle) {
        return new ObjectSpec(otherTitle, description, fields, exactlyOneOf);
    }

    /** The names of the keys. */
    public List<String> names() {
        return fields.stream().map(Field::name).toList();
    }

    /**
     * What stands in a file of its own.
     *
     * @param secrets what must never be shown
     */
    public record Written(Values values, Secrets secrets) {}

    /**
     * Reads a mapping that stands by itself, without variables from an environment.
     *
     * @param file what to call the text in messages
     * @throws LakesmithException with {@link ErrorCode#PROJECT_INVALID}, listing every mistake
     */
    public Values read(String file, String yaml) {
        return read(file, yaml, Path.of("").toAbsolutePath(), Map.of()).values();
    }

    /**
     * Reads a mapping that stands by itself.
     *
     * @param file what to call the text in messages
     * @param directory where relative paths of {@code ${file:…}} start
     * @throws LakesmithException with {@link ErrorCode#PROJECT_INVALID}, listing every mistake
     */
    public Written read(String file, String yaml, Path directory, Map<String, String> environment) {
        Diagnostics diagnostics = new Diagnostics();
        Optional<Node> root = YamlText.of(file, yaml).compose(diagnostics);
        Variables variables = new Variables(directory, environment);
        Optional<Values> values = root.flatMap(
                node -> new SpecReader(file, variables, Set.of(), diagnostics).read(node, new ValueType.Nested(this)));
        diagnostics.throwIfAny(variables.secrets());
        return new Written(
                values.orElseThrow(() ->
                        new LakesmithException(ErrorCode.PROJECT_INVALID, file + " is empty; it holds a " + title)),
                variables.secrets());
    }

    Optional<Field> field(String name) {
        return fields.stream().filter(field -> field.name().equals(name)).findFirst();
    }
}
