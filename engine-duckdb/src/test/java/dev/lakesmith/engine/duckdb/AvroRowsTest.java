package dev.lakesmith.engine.duckdb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lakesmith.core.run.RunReport;
import dev.lakesmith.formats.Format;
import dev.lakesmith.formats.RecordScanner;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.file.CodecFactory;
import org.apache.avro.file.DataFileWriter;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Avro from files to bronze: types come from the schema, values are exact. */
final class AvroRowsTest {

    private static final String ALL = """
            {"type":"record","name":"r","fields":[
             {"name":"i","type":"int"},{"name":"l","type":["null","long"]},{"name":"f","type":"float"},
             {"name":"d","type":"double"},{"name":"t","type":"boolean"},{"name":"s","type":"string"},
             {"name":"b","type":"bytes"},
             {"name":"dec","type":{"type":"bytes","logicalType":"decimal","precision":20,"scale":4}},
             {"name":"day","type":{"type":"int","logicalType":"date"}},
             {"name":"at","type":{"type":"long","logicalType":"timestamp-micros"}},
             {"name":"local","type":{"type":"long","logicalType":"local-timestamp-millis"}},
             {"name":"nanos","type":{"type":"long","logicalType":"timestamp-nanos"}},
             {"name":"clock","type":{"type":"int","logicalType":"time-millis"}},
             {"name":"tags","type":{"type":"array","items":"string"}},
             {"name":"m","type":{"type":"map","values":"int"}},
             {"name":"sub","type":{"type":"record","name":"s","fields":[{"name":"x","type":"long"}]}},
             {"name":"e","type":{"type":"enum","name":"en","symbols":["A","B"]}}]}
            """;

    @TempDir
    private Path folder = Path.of("");

    private static byte[] file(Schema schema, CodecFactory codec, List<GenericRecord> records) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataFileWriter<GenericRecord> writer = new DataFileWriter<>(new GenericDatumWriter<>(schema))) {
            writer.setCodec(codec).setSyncInterval(200).create(schema, bytes);
            for (GenericRecord record : records) {
                writer.append(record);
            }
        }
        return bytes.toByteArray();
    }

    private static byte[] numbers(CodecFactory codec, String type, long... values) throws IOException {
        Schema schema = new Schema.Parser()
                .parse("{\"type\":\"record\",\"name\":\"r\",\"fields\":[{\"name\":\"n\",\"type\":\"" + type + "\"},"
                        + "{\"name\":\"pad\",\"type\":\"string\"}]}");
        List<GenericRecord> records = Arrays.stream(values)
                .mapToObj(value -> {
                    GenericRecord record = new GenericData.Record(schema);
                    record.put("n", type.equals("int") ? (Object) (int) value : (Object) value);
                    record.put("pad", "x".repeat(50));
                    return record;
                })
                .toList();
        return file(schema, codec, records);
    }

    @Test
    void every_type_is_a_column_of_its_own_type() throws IOException {
        Schema schema = new Schema.Parser().parse(ALL);
        GenericRecord record = new GenericData.Record(schema);
        record.put("i", 7);
        record.put("l", Long.MAX_VALUE);
        record.put("f", 0.1f);
        record.put("d", Double.NaN);
        record.put("t", true);
        record.put("s", "a\"b\\x41\n");
        record.put("b", ByteBuffer.wrap(new byte[] {0, (byte) 0xFF, 'a'}));
        record.put(
                "dec",
                ByteBuffer.wrap(
                        new BigDecimal("1234567890123456.7890").unscaledValue().toByteArray()));
        record.put("day", 20_000);
        record.put("at", 1_700_000_000_123_456L);
        record.put("local", 1_700_000_000_000L);
        record.put("nanos", 1_700_000_000_123_456_789L);
        record.put("clock", 3_600_500);
        record.put("tags", List.of("x", "y"));
        record.put("m", Map.of("k", 1));
        GenericRecord sub = new GenericData.Record(schema.getField("sub").schema());
        sub.put("x", 9_007_199_254_740_993L);
        record.put("sub", sub);
        record.put("e", new GenericData.EnumSymbol(schema.getField("e").schema(), "B"));

        Drop drop = Drop.in(folder)
                .file("all", "format: avro", file(schema, CodecFactory.nullCodec(), List.of(record)))
                .run();

        assertThat(drop.columns("all"))
                .containsExactly(
                        "i INTEGER",
                        "l BIGINT",
                        "f FLOAT",
                        "d DOUBLE",
                        "t BOOLEAN",
                        "s VARCHAR",
                        "b BLOB",
                        "dec DECIMAL(20,4)",
                        "day DATE",
                        "at TIMESTAMP WITH TIME ZONE",
                        "local TIMESTAMP",
                        "nanos VARCHAR",
                        "clock TIME",
                        "tags VARCHAR[]",
                        "m STRUCT(\"key\" VARCHAR, \"value\" BIGINT)[]",
                        "sub STRUCT(\"x\" BIGINT)",
                        "e VARCHAR");
        assertThat(
                        drop.rows(
                                "all",
                                "i, l, f, d, t, s, hex(b), dec, \"day\", epoch_us(\"at\"), \"local\"::VARCHAR, nanos, clock::VARCHAR, tags, m, sub, e"))
                .containsExactly(
                        "7|9223372036854775807|0.1|NaN|true|a\"b\\x41\n|00FF61|1234567890123456.7890|2024-10-04"
                                + "|1700000000123456|2023-11-14 22:13:20|2023-11-14 22:13:20.123456789Z|01:00:00.5|[x, y]"
                                + "|[{key=k, value=1}]|{x=9007199254740993}|B");
    }

    @Test
    void every_packing_is_read_and_a_wider_schema_widens_the_column() throws IOException {
        Workbench bench = Workbench.in(folder)
                .streams("x: { path: drop/*.avro, format: avro }")
                .file("drop/1.avro", numbers(CodecFactory.nullCodec(), "int", 1))
                .file("drop/2.avro", numbers(CodecFactory.deflateCodec(6), "int", 2))
                .file("drop/3.avro", numbers(CodecFactory.zstandardCodec(3), "int", 3))
                .file("drop/4.avro", numbers(CodecFactory.bzip2Codec(), "int", 4));
        // The scanner makes Snappy known, which Avro needs another library for.
        assertThat(RecordScanner.of(new Format.Avro())).isPresent();
        bench.file("drop/6.avro", numbers(CodecFactory.fromString("snappy"), "int", 6));
        bench.run();
        bench.file("drop/5.avro", numbers(CodecFactory.deflateCodec(6), "long", 5_000_000_000L));

        bench.run();

        assertThat(bench.columns("bronze.in_x").get(0)).isEqualTo("n BIGINT");
        assertThat(bench.rows("SELECT n FROM bronze.in_x ORDER BY n"))
                .containsExactly("1", "2", "3", "4", "6", "5000000000");
        assertThat(bench.trace("bronze.in_x", "n = 3", 1).toString()).contains("drop/3.avro", "lines=[1]", "\"n\":3");
    }

    @Test
    void a_damaged_block_costs_only_itself_and_a_cut_file_is_told() throws IOException {
        byte[] sound = numbers(
                CodecFactory.zstandardCodec(3, true),
                "int",
                java.util.stream.LongStream.range(0, 100).toArray());
        byte[] damaged = sound.clone();
        int middle = sound.length / 2;
        Arrays.fill(damaged, middle, middle + 8, (byte) 0x55);
        Drop drop = Drop.in(folder)
                .file("damaged", "format: avro", damaged)
                .file("cut", "format: avro", Arrays.copyOf(sound, sound.length - 30))
                .file("text", "format: avro", "a,b\n1,2\n")
                .file("empty", "format: avro", "")
                .file("header", "format: avro", numbers(CodecFactory.nullCodec(), "int"))
                .file("xz", "format: avro", packedWith("xz"))
                .file("huge", "format: avro", new byte[] {
                    'O', 'b', 'j', 1, (byte) 0xFE, (byte) 0xFF, (byte) 0xFF, (byte) 0xFF, 0x0F
                })
                .run();

        assertThat(drop.rows("damaged")).hasSizeBetween(50, 99);
        assertThat(drop.rows("damaged", "max(n)")).containsExactly("99");
        assertThat(drop.quarantined("damaged", "reason").toString()).contains("cannot be read on");
        assertThat(drop.rows("cut")).isNotEmpty();
        assertThat(drop.quarantined("cut", "reason")).hasSize(1);
        assertThat(drop.quarantined("text", "reason").toString()).contains("not a readable Avro file");
        drop.ends("empty", 0);
        drop.ends("header", 0);
        drop.ends("xz", 0, "1|the Avro file is packed with xz; write it with zstandard, deflate, snappy or bzip2|");
        assertThat(drop.quarantined("huge", "reason").toString()).contains("not a readable Avro file");
    }

    @Test
    void values_that_do_not_fit_a_declared_type_are_quarantined() throws IOException {
        Workbench bench = Workbench.in(folder)
                .streams("x: { path: drop/*.avro, format: avro, columns: { n: { type: 'decimal(2,0)' } } }")
                .file("drop/1.avro", numbers(CodecFactory.nullCodec(), "int", 1, 300));

        RunReport report = bench.run();

        assertThat(Workbench.ledger(report, "bronze.in_x").quarantined()).isEqualTo(1);
        assertThat(bench.rows("SELECT line, reason FROM quarantine.bronze_in_x").toString())
                .contains("2|n: '300'");
    }

    @Test
    void records_nested_without_end_are_quarantined_and_the_run_goes_on() throws IOException {
        Schema schema = new Schema.Parser()
                .parse("{\"type\":\"record\",\"name\":\"n\",\"fields\":[{\"name\":\"v\",\"type\":\"int\"},"
                        + "{\"name\":\"next\",\"type\":[\"null\",\"n\"]}]}");
        Drop drop = Drop.in(folder)
                .file("deep", "format: avro", chains(schema, 1_100, 2))
                .file("endless", "format: avro", chains(schema, 100_000, 2))
                .run();

        for (String stream : List.of("deep", "endless")) {
            assertThat(drop.rows(stream, "v")).containsExactly("1");
            assertThat(drop.quarantined(stream, "reason").toString())
                    .contains("the record is nested deeper than 1,000 levels");
        }
    }

    /** Records of so many levels, each in its block, by hand, as the library would not come back from writing them. */
    private static byte[] chains(Schema schema, int... levels) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataFileWriter<GenericRecord> writer = new DataFileWriter<>(new GenericDatumWriter<>(schema))) {
            writer.create(schema, bytes);
            for (int each : levels) {
                byte[] record = new byte[each * 2];
                Arrays.fill(record, (byte) 2);
                record[record.length - 1] = 0;
                writer.appendEncoded(ByteBuffer.wrap(record));
                writer.sync();
            }
        }
        return bytes.toByteArray();
    }

    /** A file of no records whose header says that it is packed so. */
    private static byte[] packedWith(String codec) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.write(new byte[] {'O', 'b', 'j', 1, 4});
        for (String text :
                List.of("avro.codec", codec, "avro.schema", "{\"type\":\"record\",\"name\":\"r\",\"fields\":[]}")) {
            bytes.write(text.length() * 2);
            bytes.write(text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
        }
        bytes.write(new byte[17]);
        return bytes.toByteArray();
    }
}
