package dev.lakesmith.core.project;

import dev.lakesmith.core.contract.Export;
import dev.lakesmith.core.contract.Export.Compression;
import dev.lakesmith.vocabulary.ErrorCode;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The key of a model's header that has its rows written for readers that do not know Iceberg. */
final class ExportSpecs {

    private static final String KEY = "export";
    private static final String FORMAT = "format";
    private static final String COMPRESSION = "compression";
    private static final List<String> FORMATS = List.of("parquet");
    private static final String SNAPPY = "snappy";

    private static final ObjectSpec EXPORT = ObjectSpec.of(
                    "export",
                    Field.of(FORMAT, new ValueType.Words(FORMATS))
                            .required()
                            .describedAs("What the files are.")
                            .example("parquet"),
                    Field.word(COMPRESSION, SNAPPY, "gzip", "zstd")
                            .orElse(SNAPPY)
                            .describedAs("How they are packed. Every reader knows `snappy`. With `zstd` the table's own"
                                    + " files are taken as they are, without rewriting them, where they have no deleted"
                                    + " rows and all present columns."))
            .describedAs("The folder is `exports/<schema>/<table>` of the warehouse; `lakesmith export --ddl` gives the"
                    + " SQL by which other engines read it.");

    static final Field FIELD = Field.of(
                    KEY, new ValueType.Either(new ValueType.Words(FORMATS), new ValueType.Nested(EXPORT)))
            .leftOutMeans("only readers of Iceberg see the table")
            .describedAs("After each run that changed the table, write its rows as plain Parquet files too, for readers"
                    + " that do not know Iceberg. Not for a view.")
            .example(FORMATS.get(0));

    private ExportSpecs() {}

    static Optional<Export> read(Values header) {
        return header.find(KEY, Object.class).map(written -> new Export(compression(written)));
    }

    private static Compression compression(Object written) {
        String word = written instanceof Values values
                ? values.find(COMPRESSION, String.class).orElse(SNAPPY)
                : SNAPPY;
        return Compression.valueOf(word.toUpperCase(Locale.ROOT));
    }

    static void refuseOfView(Values header, Materialization materialization, Diagnostics diagnostics) {
        if (materialization == Materialization.VIEW && header.keys().contains(KEY)) {
            diagnostics.add(
                    ErrorCode.VALUE_INVALID,
                    header.keyPlace(KEY),
                    "a view keeps no rows, so there are none to export; write materialized: table, or remove 'export'");
        }
    }
}
