package dev.lakesmith.formats;

import java.io.File;
import java.io.IOException;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.Schema;
import org.apache.avro.SystemLimitException;
import org.apache.avro.file.CodecFactory;
import org.apache.avro.file.DataFileConstants;
import org.apache.avro.file.DataFileReader;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.IndexedRecord;
import org.jspecify.annotations.Nullable;

/** The records of Avro files. Their line is their number. A block that cannot be read costs only itself. */
final class AvroRecords extends RecordScanner {

    private static final String LONGEST_VALUE = String.valueOf(RecordWindow.LONGEST_RECORD);

    /** As many as JSON may have. */
    private static final int MOST_LEVELS = 1_000;

    private static final String TOO_DEEP = "the record is nested deeper than 1,000 levels";

    static {
        // A length in a damaged file is no reason to ask for so much memory.
        for (String limit : new String[] {
            SystemLimitException.MAX_BYTES_LENGTH_PROPERTY, SystemLimitException.MAX_STRING_LENGTH_PROPERTY
        }) {
            if (System.getProperty(limit) == null) {
                System.setProperty(limit, LONGEST_VALUE);
            }
        }
        CodecFactory.addCodec(SnappyBlocks.NAME, SnappyBlocks.FACTORY);
    }

    @Override
    public Map<String, String> types(PlainText text) {
        if (text.damage().isPresent() || text.bytes() == 0) {
            return Map.of();
        }
        try (DataFileReader<Object> reader = open(text.path().toFile())) {
            return AvroValues.types(reader.getSchema());
        } catch (IOException | RuntimeException e) {
            // The scan opens it once more and tells why it cannot be read.
            return Map.of();
        }
    }

    @Override
    public Optional<Format> alone() {
        return Optional.of(new Format.Json(true, Optional.empty(), Optional.empty()));
    }

    private static DataFileReader<Object> open(File file) throws IOException {
        GenericData plain = new GenericData();
        return new DataFileReader<>(file, new GenericDatumReader<>(null, null, plain));
    }

    @Override
    ScanResult scan(PlainText text, RecordSink sink) throws IOException {
        if (text.bytes() > 0 && text.damage().isEmpty()) {
            Optional<DataFileReader<Object>> opened = opened(text, sink);
            if (opened.isPresent()) {
                try (DataFileReader<Object> reader = opened.get()) {
                    read(reader, text.bytes(), sink);
                }
            }
        }
        sink.end(text, 1, false);
        return sink.result(0);
    }

    private static Optional<DataFileReader<Object>> opened(PlainText text, RecordSink sink) throws IOException {
        DataFileReader<Object> reader;
        try {
            reader = open(text.path().toFile());
        } catch (IOException | RuntimeException e) {
            sink.reject(1, "", "not a readable Avro file: " + why(e));
            return Optional.empty();
        }
        if ("xz".equals(reader.getMetaString(DataFileConstants.CODEC))) {
            reader.close();
            sink.reject(1, "", "the Avro file is packed with xz; write it with zstandard, deflate, snappy or bzip2");
            return Optional.empty();
        }
        Schema.Type type = reader.getSchema().getType();
        if (type != Schema.Type.RECORD) {
            reader.close();
            sink.reject(1, "", "the Avro file holds no records but values of type " + type.getName());
            return Optional.empty();
        }
        return Optional.of(reader);
    }

    private static void read(DataFileReader<Object> reader, long bytes, RecordSink sink) throws IOException {
        JsonText json = new JsonText(sink);
        AvroValues values = new AvroValues(json);
        long number = 0;
        while (true) {
            Object record;
            number++;
            try {
                if (!reader.hasNext()) {
                    requireEnd(reader, bytes, number, sink);
                    return;
                }
                record = reader.next();
            } catch (RuntimeException | StackOverflowError e) {
                long block = reader.previousSync();
                sink.reject(number, "", "the block at byte " + block + " cannot be read on: " + why(e));
                if (!passBlock(reader, block)) {
                    return;
                }
                continue;
            }
            if (deeper(record, MOST_LEVELS)) {
                sink.reject(number, "", TOO_DEEP);
                continue;
            }
            values.write(reader.getSchema(), record);
            sink.endRecord(number);
        }
    }

    /** The library takes a file that ends within a block for one that ends before it. */
    private static void requireEnd(DataFileReader<Object> reader, long bytes, long number, RecordSink sink) {
        long behind = bytes - reader.previousSync();
        if (behind > 0) {
            sink.reject(number, "", "the file is cut off within a block, whose " + behind + " bytes cannot be read");
        }
    }

    /** Moves to the block behind; false when there is none. */
    private static boolean passBlock(DataFileReader<Object> reader, long block) {
        try {
            reader.sync(block);
            return reader.previousSync() > block;
        } catch (IOException | RuntimeException e) {
            // Nothing behind can be found; what could not be read is told already.
            return false;
        }
    }

    /** Schemas may contain themselves, so records have no depth of their own. */
    private static boolean deeper(@Nullable Object value, int levels) {
        if (value instanceof IndexedRecord record) {
            for (int i = 0; i < record.getSchema().getFields().size(); i++) {
                if (levels == 0 || deeper(record.get(i), levels - 1)) {
                    return true;
                }
            }
        } else if (value instanceof Map<?, ?> map) {
            return levels == 0 || map.values().stream().anyMatch(each -> deeper(each, levels - 1));
        } else if (value instanceof Collection<?> list) {
            return levels == 0 || list.stream().anyMatch(each -> deeper(each, levels - 1));
        }
        return false;
    }

    private static String why(Throwable e) {
        if (e instanceof StackOverflowError) {
            return TOO_DEEP;
        }
        Throwable cause = e;
        while (cause.getCause() != null && cause.getCause() != cause) {
            cause = cause.getCause();
        }
        String message = cause.getMessage() == null ? "the file is cut off or damaged" : cause.getMessage();
        return message.lines().findFirst().orElse("");
    }
}
