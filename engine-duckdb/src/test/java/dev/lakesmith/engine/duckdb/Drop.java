package dev.lakesmith.engine.duckdb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lakesmith.core.ledger.Ledger;
import dev.lakesmith.core.run.RunReport;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Many streams of one file each, all loaded by one run; then their rows, quarantine and ledgers are looked at. */
final class Drop {

    private static final String PROVENANCE = "_source_file, _batch_id, _loaded_at, _rescued_data";

    private final Workbench bench;
    private final List<String> streams = new ArrayList<>();
    private @Nullable RunReport report;

    private Drop(Path folder) {
        this.bench = Workbench.in(folder);
    }

    static Drop in(Path folder) {
        return new Drop(folder);
    }

    /** A stream of standard CSV. */
    Drop csv(String stream, String text) {
        return csv(stream, text.getBytes(StandardCharsets.UTF_8));
    }

    Drop csv(String stream, byte[] bytes) {
        return file(stream, "format: csv", bytes);
    }

    /**
     * A stream with options.
     *
     * @param options keys of the stream beside its path, such as {@code format: { type: csv, quote: none }}
     */
    Drop file(String stream, String options, byte[] bytes) {
        bench.file("drop/" + stream + ".x", bytes);
        streams.add(stream + ": { path: drop/" + stream + ".x, " + options + " }");
        return this;
    }

    Drop file(String stream, String options, String text) {
        return file(stream, options, text.getBytes(StandardCharsets.UTF_8));
    }

    Drop run() {
        report = bench.streams(streams.toArray(String[]::new)).run();
        return this;
    }

    /** Asserts the values of a stream's own columns, rows in any order; and that nothing was rescued. */
    void holds(String stream, String... rows) {
        assertThat(rows(stream)).as(stream).containsExactlyInAnyOrder(rows);
        assertThat(bench.rows("SELECT _rescued_data FROM bronze.in_" + stream + " WHERE _rescued_data IS NOT NULL"))
                .isEmpty();
    }

    List<String> rows(String stream) {
        return rows(stream, "* EXCLUDE (" + PROVENANCE + ")");
    }

    List<String> rows(String stream, String columns) {
        return bench.rows("SELECT " + columns + " FROM bronze.in_" + stream);
    }

    /** Asserts where the records ended; each reject is {@code line|reason|raw}, by line. */
    void ends(String stream, long written, String... rejects) {
        Ledger ledger = Workbench.ledger(Objects.requireNonNull(report), "bronze.in_" + stream);
        assertThat(ledger).as(stream).isEqualTo(Ledger.of(written + rejects.length, written, rejects.length));
        assertThat(bench.table("bronze.in_" + stream).rows()).as(stream).isEqualTo(written);
        String quarantine = "quarantine.bronze_in_" + stream;
        assertThat(bench.has(quarantine)).as(quarantine).isEqualTo(rejects.length > 0);
        if (rejects.length > 0) {
            assertThat(bench.rows("SELECT line, reason, raw FROM " + quarantine + " ORDER BY line"))
                    .as(quarantine)
                    .containsExactly(rejects);
            assertThat(bench.rows("SELECT DISTINCT split_part(file, '!', 1) FROM " + quarantine))
                    .containsExactly("drop/" + stream + ".x");
        }
    }

    /** Asserts that only the end of a damaged text is missing. */
    void endsDamaged(String stream, long written, long line) {
        Ledger ledger = Workbench.ledger(Objects.requireNonNull(report), "bronze.in_" + stream);
        assertThat(ledger).as(stream).isEqualTo(Ledger.of(written + 1, written, 1));
        assertThat(quarantined(stream, "line || '|' || reason"))
                .singleElement()
                .asString()
                .startsWith(line + "|the packed data is ");
    }

    List<String> quarantined(String stream, String columns) {
        return bench.rows("SELECT " + columns + " FROM quarantine.bronze_in_" + stream);
    }

    /** The names of a stream's own columns. */
    List<String> columns(String stream) {
        return bench.columns("bronze.in_" + stream).stream()
                .filter(column -> !column.startsWith("_"))
                .toList();
    }

    List<String> notes(String stream) {
        return Workbench.step(Objects.requireNonNull(report), "bronze.in_" + stream)
                .notes();
    }
}
