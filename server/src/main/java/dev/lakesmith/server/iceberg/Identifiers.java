package dev.lakesmith.server.iceberg;

import dev.lakesmith.vocabulary.TableName;
import java.util.regex.Pattern;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.TableIdentifier;

/** The names of the open API as those of a lake: one schema, one name, and new ones as a project could write them. */
final class Identifiers {

    private static final String SEPARATOR = "\u001f";
    private static final int LONGEST = 100;
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]*");
    private static final String ALLOWED =
            "names here are lower-case letters, digits and _, a letter first, at most " + LONGEST + " characters";

    private Identifiers() {}

    /** The schema that a path or a query names; one of several levels is none that is here. */
    static String schema(String namespace) {
        if (namespace.isBlank() || namespace.contains(SEPARATOR) || namespace.indexOf('.') >= 0) {
            throw Refusal.noSuchNamespace(namespace.replace(SEPARATOR, "."));
        }
        return namespace;
    }

    /** A schema that is to be made. */
    static String newSchema(Namespace namespace) {
        if (namespace.length() != 1) {
            throw Refusal.badRequest("the namespace '" + namespace + "' has " + namespace.length()
                    + " levels; namespaces here have one");
        }
        return newName("namespace", namespace.level(0));
    }

    /** A table or view that is to be made. */
    static TableName newTable(Namespace namespace, String name) {
        return new TableName(newSchema(namespace), newName("table", name));
    }

    static TableName newTable(String schema, String name) {
        return newTable(Namespace.of(schema), name);
    }

    private static String newName(String what, String name) {
        if (!NAME.matcher(name).matches() || name.length() > LONGEST) {
            throw Refusal.badRequest("the " + what + " name '" + shown(name) + "' cannot be used; " + ALLOWED);
        }
        return name;
    }

    /** Refuses a name that no path could have. */
    static void requirePlain(TableName name) {
        if ((name.schema() + name.name()).matches("(?s).*[./\\\\\\p{Cntrl}].*")) {
            throw Refusal.badRequest("the name '" + shown(name.toString()) + "' cannot be used");
        }
    }

    private static String shown(String name) {
        String plain = name.replaceAll("\\p{Cntrl}", "?");
        return plain.length() > LONGEST ? plain.substring(0, LONGEST) + "…" : plain;
    }

    /** A table or view that may be there. */
    static TableName table(String namespace, String name) {
        String schema = schema(namespace);
        if (name.isBlank() || name.indexOf('.') >= 0) {
            throw Refusal.noSuchTable(schema + "." + name);
        }
        return new TableName(schema, name);
    }

    static TableName table(TableIdentifier identifier) {
        return table(String.join(SEPARATOR, identifier.namespace().levels()), identifier.name());
    }

    static TableIdentifier of(TableName name) {
        return TableIdentifier.of(name.schema(), name.name());
    }
}
