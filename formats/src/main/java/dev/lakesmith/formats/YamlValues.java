package dev.lakesmith.formats;

import java.math.BigInteger;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/** Writes nodes of YAML as JSON. Numbers keep their digits; a number with a leading zero is a text, as people mean it. */
final class YamlValues {

    /** What a small text can become when its aliases are written out. */
    private static final int LONGEST = 32 << 20;

    private static final int DEEPEST = 500;
    private static final Pattern NUMBER = Pattern.compile("-?(?:0|[1-9]\\d*)(?:\\.\\d+)?(?:[eE][+-]?\\d+)?");
    private static final Pattern PADDED = Pattern.compile("[+-]?0\\d+");

    private final StringBuilder out = new StringBuilder();

    /** What cannot be a record; the message says why. */
    static final class Mistake extends Exception {

        private static final long serialVersionUID = 1L;

        private final String why;

        Mistake(String message) {
            super(message);
            this.why = message;
        }

        /** The message. */
        String why() {
            return why;
        }
    }

    private YamlValues() {}

    static String json(Node node) throws Mistake {
        YamlValues values = new YamlValues();
        values.write(node, 0);
        return values.out.toString();
    }

    private void write(Node node, int depth) throws Mistake {
        if (depth > DEEPEST) {
            throw new Mistake("the record is more than " + DEEPEST + " levels deep, or contains itself");
        }
        if (out.length() > LONGEST) {
            throw new Mistake("the record is longer than " + (LONGEST >> 20)
                    + " million characters with its aliases written out");
        }
        if (node instanceof MappingNode mapping) {
            mapping(mapping, depth);
        } else if (node instanceof SequenceNode sequence) {
            char before = '[';
            for (Node each : sequence.getValue()) {
                out.append(before);
                write(each, depth + 1);
                before = ',';
            }
            out.append(before == '[' ? "[]" : "]");
        } else if (node instanceof ScalarNode scalar) {
            scalar(scalar);
        } else {
            throw new Mistake("the record contains itself");
        }
    }

    private void mapping(MappingNode mapping, int depth) throws Mistake {
        Set<String> names = new HashSet<>();
        char before = '{';
        for (NodeTuple tuple : mapping.getValue()) {
            if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
                throw new Mistake("a key is no single value");
            }
            if (!names.add(key.getValue())) {
                throw new Mistake("the key '" + key.getValue() + "' comes twice");
            }
            out.append(before).append(JsonText.quoted(key.getValue())).append(':');
            write(tuple.getValueNode(), depth + 1);
            before = ',';
        }
        out.append(before == '{' ? "{}" : "}");
    }

    private void scalar(ScalarNode scalar) {
        String value = scalar.getValue();
        if (scalar.getTag().equals(Tag.NULL)) {
            out.append("null");
        } else if (scalar.getTag().equals(Tag.BOOL)) {
            out.append(value.toLowerCase(Locale.ROOT));
        } else if (scalar.getTag().equals(Tag.INT) && !PADDED.matcher(value).matches()) {
            out.append(whole(value));
        } else if (scalar.getTag().equals(Tag.FLOAT)
                && NUMBER.matcher(value).matches()
                && !WideFractions.isWide(value)) {
            out.append(value);
        } else {
            out.append(JsonText.quoted(value));
        }
    }

    private static String whole(String value) {
        if (NUMBER.matcher(value).matches()) {
            return value;
        }
        String digits = value.startsWith("+") ? value.substring(1) : value;
        if (digits.startsWith("0x")) {
            return new BigInteger(digits.substring(2), 16).toString();
        }
        if (digits.startsWith("0o")) {
            return new BigInteger(digits.substring(2), 8).toString();
        }
        return NUMBER.matcher(digits).matches() ? digits : JsonText.quoted(value);
    }
}
