package dev.lakesmith.engine.duckdb;

import dev.lakesmith.core.connector.LandedFile;
import dev.lakesmith.lake.LakeTable;
import dev.lakesmith.lake.ScanFile;
import dev.lakesmith.lake.storage.FileSize;
import dev.lakesmith.lake.storage.Locations;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoField;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.apache.iceberg.types.Types;

/**
 * A registered file whose place may hold another content later. The load that registered it tells contents apart: a file
 * that was fetched for an earlier one is not taken for it.
 */
record RegisteredVersion(LakeTable table, ScanFile file) {

    /** What the load of a landed file calls its content. */
    static String of(LandedFile file, Instant loadedAt) {
        return text(file.batchId(), loadedAt);
    }

    private static String text(String batch, Instant loadedAt) {
        Instant kept = loadedAt.truncatedTo(ChronoUnit.MICROS);
        return batch + " " + kept.getEpochSecond() + " " + kept.get(ChronoField.MICRO_OF_SECOND);
    }

    FileSize size() {
        FileSize known = new FileSize(file.data().location(), file.bytes());
        if (!Locations.isRemote(known.location())) {
            return known;
        }
        String version = text(
                value(Provenance.BATCH_ID).orElse(""),
                value(Provenance.LOADED_AT).map(RegisteredVersion::instant).orElse(Instant.EPOCH));
        return new FileSize(known.location(), known.bytes(), version, Optional.empty());
    }

    private Optional<String> value(String column) {
        Types.NestedField field = table.schema().findField(column);
        return field == null
                ? Optional.empty()
                : table.partitionValues(file).getOrDefault(field.fieldId(), Optional.empty());
    }

    private static Instant instant(String text) {
        return OffsetDateTime.parse(text).toInstant();
    }
}
