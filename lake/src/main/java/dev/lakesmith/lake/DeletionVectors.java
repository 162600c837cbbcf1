package dev.lakesmith.lake;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.LongConsumer;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.DeleteFile;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.deletes.BaseDVFileWriter;
import org.apache.iceberg.deletes.PositionDeleteIndex;
import org.apache.iceberg.io.DeleteWriteResult;
import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.io.SeekableInputStream;
import org.apache.iceberg.util.ContentFileUtil;
import org.jspecify.annotations.Nullable;

/** Deletion vectors in Puffin files: which rows of a data file are gone, in format version 3. */
public final class DeletionVectors {

    private final FileIO io;
    private final Map<Integer, PartitionSpec> specs;

    DeletionVectors(FileIO io, Map<Integer, PartitionSpec> specs) {
        this.io = io;
        this.specs = specs;
    }

    /** Tells the rows that a vector names, counted from 0. */
    public void read(DeleteFile vector, LongConsumer rows) {
        index(vector).forEach(rows);
    }

    private PositionDeleteIndex index(DeleteFile vector) {
        byte[] bytes = new byte[Math.toIntExact(Objects.requireNonNull(vector.contentSizeInBytes()))];
        try (SeekableInputStream in = io.newInputFile(vector.location()).newStream()) {
            in.seek(Objects.requireNonNull(vector.contentOffset()));
            in.readNBytes(bytes, 0, bytes.length);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return PositionDeleteIndex.deserialize(bytes, vector);
    }

    /**
     * Vectors that were written.
     *
     * @param vectors to be added
     * @param superseded the vectors that they replace, because a data file has at most one
     */
    public record Written(List<DeleteFile> vectors, List<DeleteFile> superseded) {}

    /**
     * Writes one Puffin file with a vector for each data file; rows deleted earlier are repeated in it.
     *
     * @param rows of each file, counted from 0
     * @param draft of the table, where the file goes
     */
    public Written write(Map<ScanFile, long[]> rows, TableDraft draft) {
        Map<String, ScanFile> byLocation = new HashMap<>();
        rows.keySet().forEach(file -> byLocation.put(file.data().location(), file));
        BaseDVFileWriter writer = new BaseDVFileWriter(
                draft.deletionVectorFiles(), location -> earlier(Objects.requireNonNull(byLocation.get(location))));
        try (writer) {
            rows.forEach((file, gone) -> {
                DataFile data = file.data();
                PartitionSpec spec = Objects.requireNonNull(specs.get(data.specId()));
                for (long row : gone) {
                    writer.delete(data.location(), row, spec, data.partition());
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        DeleteWriteResult result = writer.result();
        return new Written(new ArrayList<>(result.deleteFiles()), new ArrayList<>(result.rewrittenDeleteFiles()));
    }

    private @Nullable PositionDeleteIndex earlier(ScanFile file) {
        Optional<DeleteFile> vector =
                file.without().stream().filter(ContentFileUtil::isDV).findFirst();
        return vector.map(this::index).orElse(null);
    }
}
