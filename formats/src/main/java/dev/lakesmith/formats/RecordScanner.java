package dev.lakesmith.formats;

import dev.lakesmith.vocabulary.ErrorCode;
import dev.lakesmith.vocabulary.LakesmithException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Finds the records in files of one format and writes each good one as one line of JSON, so that whatever becomes of
 * JSON (types, new columns, contracts, quarantine) becomes of them too. Holds one record in memory at a time. A record
 * that is none, or is broken inside, is rejected and costs only itself wherever the format allows to find the next one.
 */
public abstract sealed class RecordScanner
        permits JsonRecords, XmlRecords, LineRecords, ExcelRecords, AvroRecords, YamlRecords {

    /** The scanner of a format; empty for delimited text, lines of text and Parquet, which engines read by themselves. */
    public static Optional<RecordScanner> of(Format format) {
        if (format instanceof Format.Json json) {
            return Optional.of(new JsonRecords(json));
        } else if (format instanceof Format.Xml xml) {
            return Optional.of(new XmlRecords(xml));
        } else if (format instanceof Format.Fixed fixed) {
            return Optional.of(new FixedRecords(fixed));
        } else if (format instanceof Format.Log log) {
            return Optional.of(new LogRecords(log));
        } else if (format instanceof Format.Excel excel) {
            return Optional.of(new ExcelRecords(excel));
        } else if (format instanceof Format.Avro) {
            return Optional.of(new AvroRecords());
        } else if (format instanceof Format.Yaml yaml) {
            return Optional.of(new YamlRecords(yaml));
        }
        return Optional.empty();
    }

    /** The columns that every file of a format gives, with their types in DuckDB's words. */
    public static Map<String, String> columnsOf(Format format) {
        Map<String, String> columns = new LinkedHashMap<>();
        if (format instanceof Format.Text) {
            columns.put("line", "VARCHAR");
        } else if (format instanceof Format.Fixed fixed) {
            fixed.fields().forEach(field -> columns.put(field.name(), "VARCHAR"));
        } else if (format instanceof Format.Log log) {
            log.pattern().fields().forEach(field -> columns.put(field, "VARCHAR"));
            columns.putAll(log.pattern().types());
        }
        return columns;
    }

    /** Whether a text may already be what {@link #scan} would write of it. */
    public boolean readsJsonLines() {
        return false;
    }

    /** The parts of a file that hold records of their own, such as a workbook's sheets; the file itself if it has none. */
    public List<PlainText> parts(PlainText text) {
        return List.of(text);
    }

    /** The types of columns that the format itself knows, in DuckDB's words, by name. */
    public Map<String, String> types(PlainText text) {
        return Map.of();
    }

    /**
     * The same scanner for files whose structure is known.
     *
     * @return empty when nothing would be written differently
     */
    public Optional<RecordScanner> shaped(NestedPlaces places) {
        return Optional.empty();
    }

    /**
     * How a quarantined record's raw text is read when nothing else stands around it.
     *
     * @return empty when the raw text is not enough to read it again
     */
    public abstract Optional<Format> alone();

    /**
     * Writes the good records and hands out the others.
     *
     * @param out overwritten
     * @throws LakesmithException with {@code LAKE_UNREADABLE} when the text cannot be read or the file not be written
     */
    public final ScanResult scan(PlainText text, Path out, Consumer<RejectedRecord> rejects) {
        try (RecordSink sink = new RecordSink(out, rejects)) {
            return scan(text, sink);
        } catch (IOException e) {
            throw new LakesmithException(
                    ErrorCode.LAKE_UNREADABLE,
                    "reading " + text.path() + " into " + out + " failed: " + e + "; check space and rights",
                    e);
        }
    }

    /**
     * Finds good records again, by scanning the text once more.
     *
     * @param records their numbers as {@link #scan} wrote them, from 1
     * @return line and raw text by number; the raw text is empty where it is the line that was written
     */
    public final Map<Long, RejectedRecord> locate(PlainText text, Set<Long> records) {
        Map<Long, RejectedRecord> found = new HashMap<>();
        long[] number = {0};
        RecordSink.Finder finder = (line, raw) -> {
            if (records.contains(++number[0])) {
                found.put(number[0], new RejectedRecord(line, raw.get(), ""));
            }
        };
        try (RecordSink sink = RecordSink.telling(finder)) {
            scan(text, sink);
            return found;
        } catch (IOException e) {
            throw new LakesmithException(
                    ErrorCode.LAKE_UNREADABLE, "reading " + text.path() + " failed: " + e + "; try again", e);
        }
    }

    abstract ScanResult scan(PlainText text, RecordSink sink) throws IOException;
}
