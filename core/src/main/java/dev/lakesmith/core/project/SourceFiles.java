package dev.lakesmith.core.project;

import dev.lakesmith.core.contract.ColumnContract;
import dev.lakesmith.formats.Format;
import dev.lakesmith.vocabulary.ErrorCode;
import dev.lakesmith.vocabulary.Place;
import dev.lakesmith.vocabulary.TableName;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.snakeyaml.engine.v2.nodes.Node;

/** Reads the files of {@code sources/}. */
final class SourceFiles {

    private final List<ConnectorSpec> connectors;
    private final Variables variables;
    private final Diagnostics diagnostics;
    private final TableClaims tables;

    SourceFiles(List<ConnectorSpec> connectors, Variables variables, Diagnostics diagnostics, TableClaims tables) {
        this.connectors = connectors;
        this.variables = variables;
        this.diagnostics = diagnostics;
        this.tables = tables;
    }

    /** The source; empty when the file has mistakes, which are told. */
    Optional<Source> read(ProjectFolder.Found file, String text) {
        int before = diagnostics.count();
        Names.PART
                .complaint(file.stem())
                .ifPresent(complaint -> diagnostics.add(
                        ErrorCode.NAME_INVALID,
                        Place.of(file.shown()),
                        "the source name '" + file.stem() + "' " + complaint + ", and rename the file"));
        ValueType.Variant type = ProjectSpecs.source(connectors);
        Optional<Node> root = YamlText.of(file.shown(), text).compose(diagnostics);
        if (root.isEmpty()) {
            if (diagnostics.count() == before) {
                diagnostics.add(
                        ErrorCode.KEY_MISSING,
                        Place.of(file.shown()),
                        "is empty; a source needs the keys connector and streams");
            }
            return Optional.empty();
        }
        Optional<Values> values = new SpecReader(file.shown(), variables, Set.of(), diagnostics).read(root.get(), type);
        List<Stream> streams = values.flatMap(each -> each.find("streams", Values.class))
                .map(each -> streams(file, values.get(), each))
                .orElse(List.of());
        if (diagnostics.count() == before) {
            values.ifPresent(sound -> connector(sound.get("connector", String.class))
                    .review()
                    .review(sound, (place, message) -> diagnostics.add(ErrorCode.VALUE_INVALID, place, message)));
        }
        return diagnostics.count() > before
                ? Optional.empty()
                : values.map(sound -> {
                    String connector = sound.get("connector", String.class);
                    return new Source(
                            file.stem(),
                            connector,
                            sound.only(connector(connector).source().names()),
                            streams,
                            EffortSpecs.read(sound));
                });
    }

    private List<Stream> streams(ProjectFolder.Found file, Values source, Values streams) {
        ConnectorSpec connector = connector(source.get("connector", String.class));
        List<Stream> sound = new ArrayList<>();
        for (String name : streams.keys()) {
            Place place = streams.keyPlace(name);
            claim(file.stem(), name, place);
            streams.find(name, Values.class).ifPresent(values -> {
                ColumnSpecs.refuseAdded(values, diagnostics);
                List<ColumnContract> columns = ColumnSpecs.contracts(values, diagnostics);
                Optional<Format> format = connector.lands().or(() -> FormatSpecs.format(values, diagnostics));
                format.ifPresent(known -> ColumnSpecs.refuseOtherTypes(values, known, diagnostics));
                values.find("on_new_columns", String.class)
                        .flatMap(word -> format.map(known -> new Stream(
                                file.stem(),
                                name,
                                values.only(connector.stream().names()),
                                known,
                                columns,
                                QuarantineSpecs.read(values),
                                NewColumns.valueOf(word.toUpperCase(Locale.ROOT)),
                                values.find("owner", String.class).orElse(""),
                                place)))
                        .ifPresent(sound::add);
            });
        }
        return sound;
    }

    // Names that are no names are told already, and could not make a table.
    private void claim(String source, String stream, Place place) {
        if (Names.PART.complaint(source).isEmpty()
                && Names.PART.complaint(stream).isEmpty()) {
            tables.claim(new TableName("bronze", source + "_" + stream), place);
            tables.provide(new TableName("landing", source + "_" + stream));
        }
    }

    private ConnectorSpec connector(String name) {
        return connectors.stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("the connector " + name + " was checked before"));
    }
}
