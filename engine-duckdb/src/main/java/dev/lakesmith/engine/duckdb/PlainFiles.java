package dev.lakesmith.engine.duckdb;

import dev.lakesmith.core.connector.Progress;
import dev.lakesmith.core.contract.Export.Compression;
import dev.lakesmith.core.engine.PlainFile;
import dev.lakesmith.lake.DataType;
import dev.lakesmith.lake.LakeTable;
import dev.lakesmith.lake.ScanFile;
import dev.lakesmith.lake.storage.FileSize;
import dev.lakesmith.lake.storage.LocalCopies;
import dev.lakesmith.lake.storage.Outbox;
import dev.lakesmith.lake.storage.Storage;
import dev.lakesmith.sql.Identifiers;
import dev.lakesmith.vocabulary.Column;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Writes a table's rows as Parquet files that need no metadata to be read: no deletes beside them, plain types. */
final class PlainFiles {

    private PlainFiles() {}

    static List<PlainFile> write(
            Session session, LakeTable table, Compression compression, Outbox out, Progress progress) {
        return session.query(copy(session, table, compression, out.folder()), progress, rows -> files(rows, out));
    }

    private static String copy(Session session, LakeTable table, Compression compression, Path folder) {
        String columns = table.columns().stream().map(PlainFiles::plain).collect(Collectors.joining(", "));
        return "COPY (SELECT " + columns + " FROM ("
                + TableScan.of(session, table).sql() + ")) TO " + Identifiers.literal(folder.toString())
                + " (FORMAT parquet, COMPRESSION " + compression.name().toLowerCase(Locale.ROOT)
                + ", FILE_SIZE_BYTES '" + ParquetCopy.TARGET_FILE_BYTES
                + "', FILENAME_PATTERN 'part-{uuidv7}', APPEND true, RETURN_STATS true)";
    }

    private static String plain(Column column) {
        String name = Identifiers.quote(column.name());
        return "CAST(" + name + " AS " + DataType.of(column).plain().duckDb() + ") AS " + name;
    }

    private static List<PlainFile> files(ResultSet rows, Outbox out) throws SQLException {
        List<PlainFile> files = new ArrayList<>();
        List<Path> written = new ArrayList<>();
        while (rows.next()) {
            Path file = Path.of(rows.getString("filename"));
            files.add(new PlainFile(out.location(file), rows.getLong("count"), rows.getLong("file_size_bytes")));
            written.add(file);
        }
        out.deliver(written);
        return files;
    }

    /** Whether the table's own files are plain already. */
    static boolean areOwn(LakeTable table, Compression compression) {
        List<ScanFile> files = table.files();
        return compression == Compression.ZSTD
                && !files.isEmpty()
                && table.columns().stream().map(DataType::of).allMatch(type -> type.plain()
                        .equals(type))
                && files.stream()
                        .allMatch(file -> file.isWhole() && table.isOfThisSchema(file) && !table.isRegistered(file));
    }

    /** Takes the table's own files as they are. */
    static List<PlainFile> take(LakeTable table, Storage storage, Outbox out) {
        List<ScanFile> files = table.files();
        List<PlainFile> taken = new ArrayList<>();
        List<Path> added = new ArrayList<>();
        try (LocalCopies copies = storage.copies()) {
            List<Path> local = copies.files(files.stream()
                    .map(file -> new FileSize(file.data().location(), file.bytes()))
                    .toList());
            for (int i = 0; i < local.size(); i++) {
                Path file = out.add(local.get(i), "part-%05d.parquet".formatted(i));
                added.add(file);
                taken.add(new PlainFile(
                        out.location(file), files.get(i).rows(), files.get(i).bytes()));
            }
            out.deliver(added);
        }
        return taken;
    }
}
