package dev.lakesmith.core.project;

import dev.lakesmith.functions.FunctionKeys;
import dev.lakesmith.vocabulary.ErrorCode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/** The key {@code secrets} of {@code lakesmith.yml}: values that functions use and SQL only names. */
final class SecretSpecs {

    static final String KEY = "secrets";

    /** Shorter ones can be guessed from a single token. */
    private static final int SHORTEST = 16;

    static final Field FIELD = Field.of(
                    KEY, new ValueType.MapOf("secret name", Names.PART, new ValueType.Text(SecretSpecs::complaint)))
            .secret()
            .describedAs("Keys of functions such as `tokenize(email, 'pii')`, by the name that SQL uses. A value comes"
                    + " from the environment or a file and has 16 characters or more; it stands in no statement,"
                    + " log or history. A model whose key changes is made anew.")
            .example("{ pii: \"${env:PII_KEY}\" }");

    private SecretSpecs() {}

    static FunctionKeys keys(Values secrets) {
        Map<String, String> values = new LinkedHashMap<>();
        secrets.keys().forEach(name -> secrets.find(name, String.class).ifPresent(value -> values.put(name, value)));
        return FunctionKeys.of(values);
    }

    /** A project's files are shared and versioned: no secret may stand in them. */
    static void refuseWritten(Node root, Diagnostics diagnostics) {
        if (root instanceof MappingNode project) {
            for (NodeTuple tuple : project.getValue()) {
                if (tuple.getKeyNode() instanceof ScalarNode key
                        && key.getValue().equals(KEY)
                        && tuple.getValueNode() instanceof MappingNode secrets) {
                    secrets.getValue().forEach(secret -> refuseWritten(secret, diagnostics));
                }
            }
        }
    }

    private static void refuseWritten(NodeTuple secret, Diagnostics diagnostics) {
        if (secret.getKeyNode() instanceof ScalarNode name
                && secret.getValueNode() instanceof ScalarNode value
                && !value.getValue().contains("${")) {
            diagnostics.add(
                    ErrorCode.VALUE_INVALID,
                    YamlText.place(ProjectFile.NAME, value.getStartMark()),
                    "the secret '" + name.getValue() + "' stands in the file itself; write ${env:NAME} or ${file:path}"
                            + " and keep its value there");
        }
    }

    private static Optional<String> complaint(String value) {
        return value.length() >= SHORTEST
                ? Optional.empty()
                : Optional.of("has " + value.length() + " characters; a secret needs " + SHORTEST
                        + " or more, for example from: openssl rand -hex 32");
    }
}
