package dev.lakesmith.core.export;

import dev.lakesmith.core.contract.Export;
import dev.lakesmith.lake.LakeTable;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.UUID;

/** A text that is the same as long as exporting a table again would give the same rows, columns and kind of files. */
public final class ExportState {

    private ExportState() {}

    public static String of(LakeTable table, Export export) {
        String rows =
                table.rowsSince().isPresent() ? Long.toString(table.rowsSince().getAsLong()) : "none";
        return table.identity() + "@" + rows + " " + columns(table) + " "
                + export.compression().name().toLowerCase(Locale.ROOT);
    }

    /** The part of the state that tells the columns. */
    static String columns(LakeTable table) {
        byte[] columns = table.columns().toString().getBytes(StandardCharsets.UTF_8);
        return UUID.nameUUIDFromBytes(columns).toString();
    }
}
