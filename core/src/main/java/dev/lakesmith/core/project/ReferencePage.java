package dev.lakesmith.core.project;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** The reference page of a project's files, made from the declarations that parsing uses. */
public final class ReferencePage {

    private static final String GENERATED = "<!-- Generated from the declarations in the code; do not edit. -->\n";

    private static final String INTRODUCTION = """
            # Project reference

            %s
            A project is a folder:

            | file | what it is |
            |---|---|
            | `lakesmith.yml` | the project's name, targets and parameters |
            | `sources/<source>.yml` | one source: its connector and its streams; each stream becomes `bronze.<source>_<stream>` |
            | `models/<schema>/<name>.sql` | one table or view: a header in a comment, then one SELECT |
            | `seeds/<name>.csv` | small reference data; becomes `seeds.<name>` |
            | `tests/<name>.yml` | unit tests of models: given these rows, expect those |

            Files are UTF-8. Names of sources, streams, tables, targets and parameters are lower-case letters, digits and
            `_`, a letter first. The schemas `landing`, `bronze`, `quarantine`, `seeds`, `history` and `lakesmith` are
            reserved. YAML is version 1.2: only `true` and `false` are booleans, anchors and aliases work, one document a
            file.

            **Variables.** In every value, `${env:NAME}` is replaced by an environment variable, `${env:NAME:-default}` by
            the default when it is unset or empty, and `${file:path}` by a file's text; `$${` is a plain `${`. What comes
            from a file, or from an environment variable whose name contains PASSWORD, SECRET, TOKEN, KEY, CREDENTIAL or
            PWD, is never shown.

            **Sizes** are a number and a unit: `KB`, `MB`, `GB`, `TB` count in thousands, `KiB`, `MiB`, `GiB`, `TiB` in
            1024s. **Durations** are numbers and units: `250ms`, `30s`, `5m`, `1h30m`, `7d`.

            **Column types**: `boolean`, `tinyint`, `smallint`, `integer`, `bigint`, `float`, `double`, `decimal(p,s)`,
            `varchar` (or `text`, `string`), `json`, `blob`, `uuid`, `date`, `time`, `timestamp`, `timestamptz`, lists
            (`varchar[]`), `struct(a integer, b varchar)` and `map(varchar, integer)`.
            """;

    private final StringBuilder page;
    private final Map<String, List<String>> written = new HashMap<>();
    private final Deque<ObjectSpec> waiting = new ArrayDeque<>();

    private ReferencePage(String introduction) {
        this.page = new StringBuilder(introduction);
    }

    /** The page as Markdown. */
    public static String render(List<ConnectorSpec> connectors) {
        ReferencePage reference = new ReferencePage(INTRODUCTION.replace("%s", GENERATED));
        reference.chapter("lakesmith.yml", ProjectSpecs.PROJECT);
        reference.sources(connectors);
        reference.chapter("Model header", ProjectSpecs.MODEL);
        reference.chapter("tests/*.yml", UnitTestSpecs.FILE);
        return reference.page.toString();
    }

    private void sources(List<ConnectorSpec> connectors) {
        page.append("\n## sources/*.yml\n\nThe key `connector` decides which other keys there are:\n\n");
        for (ConnectorSpec connector : connectors) {
            page.append("- [`%s`](connectors/%s.md): %s\n"
                    .formatted(
                            connector.name(),
                            connector.name(),
                            connector.source().description()));
        }
        if (!connectors.isEmpty()) {
            section(ProjectSpecs.everySource(connectors));
            sections();
        }
    }

    /** The page of one connector: its own keys, and what its declaration says beside them. */
    static String render(ConnectorSpec connector) {
        ReferencePage reference = new ReferencePage("# The connector `" + connector.name() + "`\n\n" + GENERATED);
        reference.connector(connector);
        return reference.page.toString();
    }

    private void connector(ConnectorSpec connector) {
        page.append('\n').append(connector.source().description()).append('\n');
        if (!connector.page().example().isEmpty()) {
            page.append("\n```yaml\n# sources/example.yml\n")
                    .append(connector.page().example())
                    .append("```\n");
        }
        if (!connector.page().about().isEmpty()) {
            page.append('\n').append(connector.page().about());
        }
        page.append(
                "\nA source has these keys and [those of every source](../project.md#source), a stream these and [those of"
                        + " every stream](../project.md#stream).\n");
        section(connector.source().describedAs(""));
        section(connector.stream());
        sections();
    }

    private void chapter(String heading, ObjectSpec spec) {
        page.append("\n## ").append(heading).append('\n');
        body(spec);
        sections();
    }

    private void sections() {
        while (!waiting.isEmpty()) {
            section(waiting.remove());
        }
    }

    private void section(ObjectSpec spec) {
        List<String> before = written.putIfAbsent(spec.title(), spec.names());
        if (before == null) {
            page.append("\n### ").append(spec.title()).append('\n');
            body(spec);
        } else if (!before.equals(spec.names())) {
            throw new IllegalArgumentException("two declarations with other keys share the title " + spec.title());
        }
    }

    private void body(ObjectSpec spec) {
        if (!spec.description().isEmpty()) {
            page.append('\n').append(spec.description()).append('\n');
        }
        if (!spec.exactlyOneOf().isEmpty()) {
            page.append("\nExactly one of the keys ")
                    .append(codes(spec.exactlyOneOf()))
                    .append(" is written.\n");
        }
        if (spec.fields().isEmpty()) {
            page.append("\nNo further keys.\n");
            return;
        }
        page.append("\n| key | value | when left out | what it does | example |\n|---|---|---|---|---|\n");
        for (Field field : spec.fields()) {
            page.append("| `").append(field.name()).append("` | ");
            page.append(cell(words(field.type()))).append(" | ");
            page.append(cell(leftOut(field))).append(" | ");
            String secret = field.notes().secret() ? " Secret: never shown." : "";
            page.append(cell(field.notes().description() + secret)).append(" | ");
            String example = field.notes().example();
            page.append(example.isEmpty() ? "" : "`" + cell(example) + "`").append(" |\n");
        }
    }

    private static String leftOut(Field field) {
        if (field.presence() instanceof Field.Presence.Default fallback) {
            return "`" + fallback.text() + "`";
        }
        return field.presence() instanceof Field.Presence.Left left ? left.meaning() : "**required**";
    }

    private String words(ValueType type) {
        if (type instanceof ValueType.Words words) {
            return codes(words.words());
        }
        if (type instanceof ValueType.ListOf list) {
            return "list of " + words(list.element());
        }
        if (type instanceof ValueType.MapOf map) {
            return "mapping: " + map.keyName() + " → " + words(map.value());
        }
        if (type instanceof ValueType.Nested nested) {
            return link(nested.spec());
        }
        if (type instanceof ValueType.Variant variant) {
            return variant.specs().keySet().stream()
                    .map(word -> link(variant.narrowed(word)))
                    .collect(Collectors.joining(", "));
        }
        if (type instanceof ValueType.Either either) {
            return words(either.first()) + "; or " + words(either.second());
        }
        return TypeWords.of(type).replaceFirst("^an? ", "");
    }

    private String link(ObjectSpec spec) {
        waiting.add(spec);
        String anchor = spec.title()
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^a-z0-9_\\- ]", "")
                .replace(' ', '-');
        return "[" + spec.title() + "](#" + anchor + ")";
    }

    private static String codes(List<String> words) {
        return words.stream().map(word -> "`" + word + "`").collect(Collectors.joining(", "));
    }

    private static String cell(String text) {
        return text.replace("|", "\\|").replace("\n", " ");
    }
}
