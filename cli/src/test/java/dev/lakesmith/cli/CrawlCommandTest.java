package dev.lakesmith.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code crawl} makes of a folder of awkward files. */
final class CrawlCommandTest {

    @TempDir
    private Path project = Path.of("");

    @BeforeEach
    void a_project_and_what_was_dropped() throws IOException {
        write("lakesmith.yml", "name: shop\ntargets: { dev: { warehouse: ./lake } }\n");
        for (int day = 1; day <= 2; day++) {
            contacts("drop/kontakte/Kontakte-2026-01-0" + day + ".csv", day, "");
        }
        for (String month : new String[] {"01", "02"}) {
            write(
                    "drop/events/year=2026/month=" + month + "/part-0001.json",
                    lines(
                            20,
                            i -> "{\"id\": " + i + ", \"at\": \"2026-" + month + "-01T10:00:00Z\", \"who\": {\"mail\":"
                                    + " \"u" + i + "@example.org\"}, \"n\": " + i + ".5}"));
        }
        write("drop/prices.txt", lines(30, i -> i + "|2026-01-" + (10 + i % 20) + "|p" + i));
        write("drop/README", "what lies here\n");
    }

    /** Windows text with semicolons, decimal commas, days first, leading zeros and no value at all in one column. */
    private void contacts(String file, int day, String changed) throws IOException {
        String header = "Kunden Nr;Vorname;Straße;PLZ;E-Mail;Umsatz;Geburtstag;Aktiv;Leer;Groß" + changed + "\n";
        String rows = lines(
                30,
                i -> (day * 1000 + i) + ";Jürgen;Am Tor " + i + ";0" + (1000 + i) + ";j" + day + i + "@example.org;1."
                        + (100 + i) + ",50;" + (13 + i % 15) + "/0" + (1 + i % 9) + "/1980;" + (i % 2 == 0 ? "J" : "N")
                        + ";;" + "1" + "0".repeat(22) + (10 + i) + (changed.isEmpty() ? "" : ";x"));
        Path path = project.resolve(file);
        Files.createDirectories(path.toAbsolutePath().getParent());
        Files.write(path, (header + rows).getBytes(Charset.forName("windows-1252")));
    }

    private static String lines(int count, IntFunction<String> line) {
        return IntStream.range(0, count).mapToObj(line).collect(Collectors.joining("\n", "", "\n"));
    }

    private void write(String name, String text) throws IOException {
        Path file = project.resolve(name);
        Files.createDirectories(file.toAbsolutePath().getParent());
        Files.writeString(file, text);
    }

    private String read(String name) throws IOException {
        return Files.readString(project.resolve(name));
    }

    private String run(int code, String... arguments) {
        Captured captured = new Captured();
        assertThat(captured.run(project, arguments))
                .as(captured.out() + captured.err())
                .isEqualTo(code);
        return captured.out() + captured.err();
    }

    private String drop() {
        return project.resolve("drop").toString();
    }

    @Test
    void a_folder_is_proposed_as_a_diff_and_nothing_is_written() throws IOException {
        String told = run(0, "crawl", drop());

        assertThat(told)
                .contains("--- /dev/null\n+++ b/sources/drop.yml\n@@ -0,0 +1,", "nothing written")
                .contains("+    path: \"drop/kontakte/Kontakte-*.csv\"", "{ type: csv, encoding: windows-1252 }")
                .contains("+    path: \"drop/events/year=*/month=*/part-*.json\"")
                .contains("+    format: { type: csv, header: false }")
                .contains("note: drop/README: ");
        try (Stream<Path> files = Files.list(project)) {
            assertThat(files.map(file -> String.valueOf(file.getFileName())))
                    .containsExactlyInAnyOrder("lakesmith.yml", "drop", ".lakesmith");
        }
        assertThat(project.resolve(".lakesmith/work")).isEmptyDirectory();
    }

    @Test
    void what_is_written_passes_check_and_run_and_then_nothing_has_drifted() throws IOException {
        assertThat(run(0, "crawl", drop(), "--write"))
                .contains("wrote", "models/silver/kontakte.sql", "sources/drop.yml");

        assertThat(read("models/silver/kontakte.sql"))
                .contains("  kunden_nr: { type: bigint, ", "  vorname: { type: varchar, sensitive: name, ")
                .contains("  plz: { type: varchar, ", "# digits with leading zeros, which a number would lose")
                .contains("  umsatz: { type: \"decimal(18,2)\", ", "# numbers with a decimal comma")
                .contains("  geburtstag: { type: date, sensitive: birth_date, ", "dates as dd/mm/yyyy")
                .contains("  aktiv: { type: boolean, ", "  leer: { type: varchar }  # no value in what was looked at")
                .contains("  gross: { type: \"decimal(38,0)\"", "# Perhaps the key: kunden_nr");
        assertThat(run(0, "check")).contains("3 streams, 3 models", "no mistakes");
        assertThat(run(0, "run")).doesNotContain("warning");
        assertThat(run(
                        0,
                        "query",
                        "SELECT sum(umsatz) AS s, max(geburtstag) AS d, bool_or(aktiv) AS a, max(plz) AS p,"
                                + " max(strasse) AS t FROM silver.kontakte",
                        "--format",
                        "csv"))
                .isEqualTo("s,d,a,p,t\n66900.00,1980-09-24,true,01029,Am Tor 9\n");
        assertThat(run(0, "query", "SELECT DISTINCT year, month FROM silver.events ORDER BY ALL", "--format", "csv"))
                .isEqualTo("year,month\n2026,1\n2026,2\n");
        assertThat(run(0, "quarantine")).contains("nothing is in quarantine");
        assertThat(run(0, "lineage", "--sensitive")).containsPattern("silver.kontakte +e_mail +email");
        assertThat(run(0, "crawl", "--fail-on-drift", "--ignore", "README"))
                .isEqualTo("3 streams looked at, nothing has drifted\n");
        assertThat(run(0, "crawl", "--json", "--ignore", "README")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {150, 1000})
    void a_file_of_very_many_columns_is_understood_column_by_column(int columns) throws IOException {
        String header = IntStream.range(0, columns).mapToObj(i -> "c" + i).collect(Collectors.joining(","));
        String rows = lines(25, row -> IntStream.range(0, columns)
                .mapToObj(i -> i == columns - 1 && row == 7
                        ? "sold out"
                        : switch (i % 4) {
                            case 0 -> String.valueOf(row * i);
                            case 1 -> "2026-01-" + (10 + row % 20);
                            case 2 -> i % 8 == 2 ? "" : row + ".5";
                            default -> row % 2 == 0 ? "Y" : "N";
                        })
                .collect(Collectors.joining(",")));
        write("wide/wide.csv", header + "\n" + rows);

        run(0, "crawl", project.resolve("wide").toString(), "--write", "--fit", "0.9");

        String full = ", checks: [{ not_null: { severity: warn } }] }\n";
        assertThat(read("models/silver/wide.sql"))
                .contains("  c0: { type: bigint" + full, "  c" + (columns / 4 * 4 - 4) + ": { type: bigint" + full)
                .contains(
                        "  c145: { type: date" + full, "  c146: { type: varchar }  # no value in what was looked at\n")
                .contains("  c142: { type: \"decimal(18,2)\"" + full, "  c3: { type: boolean" + full.strip())
                .containsPattern("  c" + (columns - 1) + ": .*96% fit: 1 value of 25 does not, such as 'sold out'");
        assertThat(read("models/silver/wide.sql").lines().filter(line -> line.contains(": { type: ")))
                .hasSize(columns);
        assertThat(run(0, "check")).contains("no mistakes");
    }

    @Test
    void columns_that_identify_a_row_only_together_are_told() throws IOException {
        write(
                "keys/lines.csv",
                "order_no,line,amount,day\n"
                        + lines(40, i -> (i / 4) + "," + (i % 4) + "," + (i % 7) + ".5,2026-01-0" + (1 + i % 2)));
        write(
                "keys/rates.csv",
                "shop,currency,day,rate\n"
                        + lines(60, i -> (i / 12) + "," + (i / 3 % 4) + ",2026-01-0" + (1 + i % 3) + ",1." + i % 2));
        write("keys/none.csv", "a,b\n" + lines(40, i -> (i % 3) + "," + (i % 2)));

        run(0, "crawl", project.resolve("keys").toString(), "--write");

        assertThat(read("models/silver/lines.sql"))
                .contains("# Perhaps the key: [order_no, line]. Each of 40 rows has values of its own there, and in no"
                        + " single column. Only these were looked at.")
                .contains("unique_key: [order_no, line], and checks: [not_null] at each of them.\n");
        assertThat(read("models/silver/rates.sql"))
                .contains("# Perhaps the key: [shop, currency, day]. Each of 60 rows");
        assertThat(read("models/silver/none.sql")).doesNotContain("Perhaps");
    }

    @Test
    void json_of_several_types_in_one_field_is_told_with_a_way_to_keep_them() throws IOException {
        write(
                "mixed/orders/dt=2026-01-01/a.jsonl",
                lines(
                        30,
                        i -> "{\"n\": " + (i == 3 ? "\"x\"" : i) + ", \"o\": " + (i == 4 ? "[1]" : "{\"q\": 1}")
                                + "}"));
        write("mixed/notes.csv", "n\n" + lines(30, i -> i == 3 ? "x" : String.valueOf(i)));

        run(0, "crawl", project.resolve("mixed").toString(), "--write", "--fit", "0.9");

        String way = "; if the JSON has values of several types there, 'other_types' at the stream's column keeps them"
                + " apart";
        assertThat(read("models/silver/orders.sql"))
                .contains("  n: { type: bigint }  # 96.6% fit: 1 value of 30 does not, such as 'x', and would go to"
                        + " quarantine" + way)
                .contains("  o: { type: varchar, checks: [{ not_null: { severity: warn } }] }  # some of it is JSON"
                        + way);
        assertThat(read("models/silver/notes.sql")).contains("such as 'x'").doesNotContain("other_types");
    }

    @Test
    void files_of_partitions_are_called_like_the_folder_of_the_partitions() throws IOException {
        write("parts/orders/dt=2026-01-01/a.jsonl", "{\"id\": 1}\n");
        write("parts/daily/dt=2026-01-01/customers.csv", "id\n1\n");
        write("parts/daily/dt=2026-01-01/invoices.csv", "id\n1\n");
        write("parts/dt=2026-01-01/visits.csv", "id\n1\n");
        write("parts/odd/a] {b} 'c'.csv", "id\n1\n");

        assertThat(run(0, "crawl", project.resolve("parts").toString(), "--no-models"))
                .contains("+  orders:\n", "+  customers:\n", "+  invoices:\n", "+  visits:\n", "+  a_b_c:\n");
        assertThat(run(0, "crawl", project.resolve("parts/orders").toString(), "--no-models"))
                .contains("+  orders:\n");
        write("pq/dt=2026-01-01/part-1.csv", "id\n1\n");
        assertThat(run(0, "crawl", project.resolve("pq").toString(), "--no-models"))
                .contains("+  pq:\n");
    }

    @Test
    void an_archive_whose_name_tells_no_format_is_told_as_one() throws IOException {
        for (String name : new String[] {"sales.zip", "prices.csv.zip"}) {
            Path zip = Files.createDirectories(project.resolve("packed")).resolve(name);
            try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(zip))) {
                out.putNextEntry(new ZipEntry("a.csv"));
                out.write("id\n1\n".getBytes(StandardCharsets.UTF_8));
            }
        }

        assertThat(run(0, "crawl", project.resolve("packed").toString(), "--no-models"))
                .contains("note: packed/sales.zip: 1 file; an archive, whose format only its name could tell")
                .contains("path: packed/prices.csv.zip\n")
                .doesNotContain("path: packed/sales.zip");
    }

    @Test
    void a_word_that_never_changes_stays_text_without_a_remark() throws IOException {
        write("flags/flags.csv", "id,ok\n1,yes\n2,yes\n");

        assertThat(run(0, "crawl", project.resolve("flags").toString()))
                .contains("+  ok: { type: varchar, checks: [{ not_null: { severity: warn } }] }\n");
    }

    @Test
    void no_file_is_read_by_two_of_the_streams() throws IOException {
        for (String name : new String[] {"2026", "table", "orders-1", "orders-2", "orders-1-returns", "7-x", "7-y z"}) {
            write("over/" + name + ".csv", "id\n1\n");
        }

        run(0, "crawl", project.resolve("over").toString(), "--write");

        assertThat(read("sources/over.yml"))
                .contains("    path: \"over/[0-9]*.csv\"\n    exclude: [\"over/*-x.csv\", \"over/*-y z.csv\"]\n")
                .contains("    path: \"over/orders-[0-9]*.csv\"\n    exclude: \"over/orders-*-returns.csv\"\n");
        run(0, "run");
        assertThat(run(
                        0,
                        "query",
                        "SELECT count(*) AS n, count(DISTINCT _source_file) AS files FROM (SELECT _source_file FROM"
                                + " bronze.over_over UNION ALL SELECT _source_file FROM bronze.over_orders UNION ALL"
                                + " SELECT _source_file FROM bronze.over_orders_returns UNION ALL SELECT _source_file FROM"
                                + " bronze.over_table UNION ALL SELECT _source_file FROM bronze.over_x UNION ALL SELECT"
                                + " _source_file FROM bronze.over_y_z)",
                        "--format",
                        "csv"))
                .isEqualTo("n,files\n7,7\n");
        assertThat(run(0, "crawl", "--fail-on-drift")).contains("nothing has drifted");
    }

    @Test
    void values_of_folders_are_decoded_and_their_word_for_none_is_null() throws IOException {
        write("hive/items/n=1/s=x%2Fy/f.csv", "id\n1\n");
        write("hive/items/n=__HIVE_DEFAULT_PARTITION__/s=a%20b/f.csv", "id\n2\n");

        run(0, "crawl", project.resolve("hive").toString(), "--write");
        run(0, "run");

        assertThat(read("models/silver/items.sql")).contains("  n: { type: bigint }  # from the folders' names");
        assertThat(run(0, "query", "SELECT * FROM silver.items ORDER BY id", "--format", "csv"))
                .isEqualTo("id,n,s\n1,1,x/y\n2,,a b\n");
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void links_are_told_and_not_followed(@TempDir Path elsewhere) throws IOException {
        Files.writeString(elsewhere.resolve("private.csv"), "id,secret\n1,x\n");
        write("linked/own.csv", "id\n1\n");
        Files.createSymbolicLink(project.resolve("linked/out"), elsewhere);
        Files.createSymbolicLink(project.resolve("linked/one.csv"), elsewhere.resolve("private.csv"));
        Files.createSymbolicLink(project.resolve("linked/again"), project.resolve("linked"));
        Files.createSymbolicLink(project.resolve("door"), project.resolve("linked"));

        String told = run(0, "crawl", project.resolve("linked").toString(), "--write");

        assertThat(told)
                .contains("note: linked/out: a link to " + elsewhere
                        + ", which was not followed; crawl linked/out itself")
                .contains("note: linked/one.csv: a link to ", "note: linked/again: a link to ");
        assertThat(read("sources/linked.yml"))
                .contains("path: linked/own.csv")
                .doesNotContain("out", "one.csv", "again");
        assertThat(run(0, "crawl", project.resolve("door").toString(), "--no-models"))
                .contains("path: door/own.csv");
        // Whoever declares a link means it.
        write(
                "sources/linked.yml",
                read("sources/linked.yml") + "  private: { path: 'linked/out/*.csv', format: csv }\n");
        assertThat(run(1, "crawl", "--fail-on-drift", "--no-models", "--source", "linked"))
                .containsPattern("unknown files +linked +linked/one.csv")
                .doesNotContain("linked/out");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "connector: files\n...\n",
                "  connector: files\n",
                "---\nconnector: files\n# the end",
                "connector: files\r\nstreams:\r\n  a: { path: two/a.csv, format: csv }",
                "\"connector\": files\n\"streams\":\n    a: {\n      path: two/a.csv,\n  format: csv }\n\n# the end\n",
                "\uFEFFstreams:\n  a: &x\n    format: csv\n    path:\n    - two/a.csv\n\nconnector: files\n"
            })
    void a_source_however_it_is_written_gets_longer_and_stays_sound(String written) throws IOException {
        write("two/a.csv", "id\n1\n");
        write("two/b.csv", "id\n1\n");
        write("sources/s.yml", written);

        run(0, "crawl", project.resolve("two").toString(), "--source", "s", "--write");

        assertThat(read("sources/s.yml").lines()).containsAll(written.lines().toList());
        assertThat(run(0, "check")).contains("2 streams", "no mistakes");
        assertThat(run(0, "crawl", "--source", "s")).contains("2 streams looked at, nothing has drifted");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "connector: files\nstreams: {}\n",
                "{ connector: files }\n",
                "connector: files\nstreams:\n  ? a\n  : { path: two/a.csv, format: csv }\n"
            })
    void what_cannot_be_added_to_a_source_is_shown_to_be_added(String written) throws IOException {
        write("two/a.csv", "id\n1\n");
        write("two/b.csv", "id\n1\n");
        write("sources/s.yml", written);

        assertThat(run(0, "crawl", project.resolve("two").toString(), "--source", "s", "--write"))
                .contains("note: sources/s.yml is written in braces or", "  b:\n    # 1 file\n    path: two/b.csv\n");
        assertThat(read("sources/s.yml")).isEqualTo(written);
    }

    @Test
    void what_changed_since_is_told_and_added_without_touching_what_is_there() throws IOException {
        run(0, "crawl", drop(), "--write");
        run(0, "run");
        contacts("drop/kontakte/Kontakte-2026-01-03.csv", 3, ";Neu");
        write("drop/returns/returns-1.csv", "id,reason\n1,broken\n2,late\n");
        Files.delete(project.resolve("drop/prices.txt"));
        String model = read("models/silver/kontakte.sql");
        String source = read("sources/drop.yml") + "# a person's own remark\n";
        write("sources/drop.yml", source);

        assertThat(run(1, "crawl", "--fail-on-drift"))
                .containsPattern("new stream +drop +drop/returns/returns-\\*.csv")
                .containsPattern("new column +drop +kontakte +Neu")
                .containsPattern("stream gone +drop +prices")
                .containsPattern("unknown files +drop +drop/README")
                .contains("--- a/sources/drop.yml\n", "+  returns:", "+++ b/models/silver/returns.sql");
        assertThat(run(0, "crawl", "--json"))
                .contains("{\"kind\":\"new_column\",\"source\":\"drop\",\"stream\":\"kontakte\",\"column\":\"Neu\"")
                .contains("\"kind\":\"longer_file\"", "\"file\":\"sources/drop.yml\"");
        assertThat(run(0, "crawl", "--write")).contains("sources/drop.yml  (made longer)");
        assertThat(read("models/silver/kontakte.sql")).isEqualTo(model);
        assertThat(read("sources/drop.yml").lines()).containsAll(source.lines().toList());
        assertThat(run(0, "check")).contains("4 streams, 4 models", "no mistakes");
    }

    @Test
    void values_that_a_contract_refuses_are_told_before_a_run() throws IOException {
        run(0, "crawl", drop(), "--write");
        run(0, "run");
        write("drop/prices.txt", lines(30, i -> i + "|" + (i < 3 ? "soon" : "2026-01-10") + "|p" + i));

        assertThat(run(1, "crawl", "--fail-on-drift", "--ignore", "README"))
                .containsPattern("values refused +drop +prices")
                .contains("3 of 30 rows would go to the quarantine of silver.prices: column_2: … is not a DATE");
    }

    @Test
    void names_that_are_taken_get_another() throws IOException {
        write("sources/drop.yml", "connector: jdbc\nurl: jdbc:sqlite:x.db\n");
        write("models/silver/kontakte.sql", "SELECT 1 AS one\n");

        assertThat(run(0, "crawl", drop(), "--write"))
                .contains("sources/drop_2.yml", "models/silver/drop_2_kontakte.sql");
        assertThat(read("models/silver/kontakte.sql")).isEqualTo("SELECT 1 AS one\n");
        run(0, "check");
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void a_file_that_gets_longer_stays_the_link_it_is_with_its_rights(@TempDir Path elsewhere) throws IOException {
        Path shared = elsewhere.resolve("shared.yml");
        Files.writeString(shared, "connector: files\n");
        Files.setPosixFilePermissions(shared, PosixFilePermissions.fromString("rw-rw----"));
        Files.createDirectories(project.resolve("sources"));
        Files.createSymbolicLink(project.resolve("sources/drop.yml"), shared);

        run(0, "crawl", drop(), "--source", "drop", "--write");

        assertThat(project.resolve("sources/drop.yml")).isSymbolicLink();
        assertThat(shared).content().contains("kontakte:");
        assertThat(Files.getPosixFilePermissions(shared)).isEqualTo(PosixFilePermissions.fromString("rw-rw----"));
        try (Stream<Path> files = Files.list(elsewhere)) {
            assertThat(files).containsExactly(shared);
        }
    }

    @Test
    void what_cannot_be_is_refused_with_what_can() throws IOException {
        assertThat(run(1, "crawl", "nowhere")).contains("there is no ", "which 'nowhere' names", "[LS401]");
        Files.createDirectories(project.resolve("bare"));
        assertThat(run(0, "crawl", project.resolve("bare").toString())).contains("nothing that could be a stream");
        assertThat(run(2, "crawl")).contains("the project has no source to crawl", "crawl ./drop");
        assertThat(run(2, "crawl", project.toString())).contains("is the project's own folder");
        assertThat(run(2, "crawl", drop(), "--fit", "2")).contains("--fit must be from 0.5 to 1, got 2.0");
        assertThat(run(2, "crawl", drop(), "--source", "My Drop")).contains("write --source my_drop");
        assertThat(run(2, "crawl", "--source", "erp")).contains("the project has no source 'erp'");
        assertThat(run(2, "crawl", "jdbc:postgresql://db/x?password=hush9876"))
                .contains("the URL holds a password", "--secret-env VARIABLE")
                .doesNotContain("hush9876");
        assertThat(run(2, "crawl", "jdbc:sqlite:x.db", "--secret-env", "NO_SUCH"))
                .contains("the environment variable NO_SUCH is not set");
        assertThat(run(2, "crawl", drop(), "--user", "me")).contains("are for a new database or API");
    }

    @Test
    void a_folder_without_a_project_becomes_one_by_the_command_that_is_told() throws IOException {
        Files.delete(project.resolve("lakesmith.yml"));
        write(".gitignore", "mine\n");

        assertThat(run(2, "crawl", drop()))
                .contains("no project here", "an empty one to crawl into with 'lakesmith init --empty'");
        assertThat(run(0, "init", "--empty"))
                .contains("  lakesmith.yml\n", " crawl PLACE")
                .doesNotContain("gitignore");

        assertThat(read(".gitignore")).isEqualTo("mine\n");
        assertThat(run(0, "crawl", drop(), "--write")).contains("sources/drop.yml");
        assertThat(run(0, "check")).contains("3 streams, 3 models", "no mistakes");
        assertThat(run(2, "init", "--empty")).contains("holds files that init would overwrite: lakesmith.yml");
    }

    @Test
    void tables_of_odd_names_are_read_and_a_view_that_is_broken_stops_nothing() throws IOException, SQLException {
        try (Connection database = DriverManager.getConnection("jdbc:sqlite:" + project.resolve("x.db"));
                Statement sql = database.createStatement()) {
            sql.execute("CREATE TABLE \"select\" (id INTEGER PRIMARY KEY, \"order\" TEXT, \"1st\" TEXT)");
            sql.execute("INSERT INTO \"select\" VALUES (1, 'a', 'b')");
            sql.execute("CREATE TABLE \"a*/b\" (id INT)");
            sql.execute("INSERT INTO \"a*/b\" VALUES (1), (1)");
            sql.execute("CREATE TABLE \"Odd Name; drop--\" (a TEXT)");
            sql.execute("CREATE VIEW broken AS SELECT * FROM gone");
        }
        String url = "jdbc:sqlite:" + project.resolve("x.db");

        assertThat(run(0, "crawl", url, "--write"))
                .contains("note: x.broken is not proposed, for a run would fail: ", "no such table: main.gone");

        assertThat(read("sources/x.yml")).contains("    table: \"a*/b\"\n").doesNotContain("broken");
        assertThat(run(0, "check")).contains("3 streams, 2 models", "no mistakes");
        run(0, "run");
        assertThat(run(0, "query", "SELECT * FROM silver.\"select\"", "--format", "csv"))
                .isEqualTo("id,order,t_1st\n1,a,b\n");
        assertThat(run(0, "crawl", "--source", "x", "--fail-on-drift", "--ignore", "broken"))
                .contains("nothing has drifted");
    }

    @Test
    void a_password_is_named_and_never_written() throws IOException {
        Captured captured = new Captured();
        int code = Main.run(
                captured.piped(),
                Map.of("SHOP_PWD", "correct horse"),
                "-p",
                project.toString(),
                "crawl",
                "jdbc:postgresql://127.0.0.1:1/shop",
                "--user",
                "reader",
                "--secret-env",
                "SHOP_PWD");

        assertThat(code).as(captured.out() + captured.err()).isEqualTo(1);
        assertThat(captured.err())
                .contains("jdbc:postgresql://127.0.0.1:1/shop cannot connect")
                .doesNotContain("horse");
        assertThat(project.resolve("sources")).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://api.example.invalid/v1/orders?access_token=hush9876",
                "https://api.example.invalid/v1/orders?page=1&client_secret=hush9876",
                "https://store.example.invalid/v1/orders?sv=1&sig=hush9876",
                "https://hush9876@api.example.invalid/v1/orders",
                "https://me:hush/9876@api.example.invalid/v1/orders",
                "jdbc:oracle:thin:scott/hush9876@//db.example.invalid:1521/shop",
                "jdbc:postgresql://me:hush/9876@db.example.invalid/shop",
                "jdbc:postgresql://db.example.invalid/shop?user=me&sslpassword=hush9876"
            })
    void a_secret_in_a_url_is_refused_and_not_repeated(String url) {
        assertThat(run(2, "crawl", url))
                .contains("the URL holds a password", "--secret-env VARIABLE")
                .doesNotContain("9876");
    }

    @Test
    void places_that_hold_no_data_to_load_are_refused() throws IOException {
        assertThat(run(2, "crawl", "")).contains("PLACE is empty");
        assertThat(run(2, "crawl", "sftp://me:hush@files.example.invalid/in"))
                .contains("a crawl does not know sftp://", "--source")
                .doesNotContain("hush");
        String parent = String.valueOf(project.toAbsolutePath().getParent());
        assertThat(run(2, "crawl", parent)).contains("holds the project's own folder");
        Files.createDirectories(project.resolve("lake/data"));
        assertThat(run(2, "crawl", project.resolve("lake/data").toString())).contains("belongs to the lake");
    }

    @Test
    void an_answer_of_an_api_that_the_project_has_is_one_more_stream_of_it() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/v1/", exchange -> {
            try (exchange) {
                byte[] body = "[{\"id\": 7}]".getBytes(StandardCharsets.UTF_8);
                exchange.sendResponseHeaders(200, body.length);
                exchange.getResponseBody().write(body);
            }
        });
        server.start();
        try {
            String url = "http://127.0.0.1:" + server.getAddress().getPort() + "/v1";
            Files.createDirectories(project.resolve("sources"));
            Files.writeString(
                    project.resolve("sources/shop.yml"),
                    "connector: http\nurl: " + url + "\nstreams:\n  orders:\n    path: /orders\n");

            assertThat(run(0, "crawl", url + "/items?size=5", "--no-models"))
                    .contains("+++ b/sources/shop.yml", "+  items:", "+    path: /items")
                    .contains("+    parameters: { size: \"5\" }")
                    .doesNotContain("/dev/null");
            assertThat(run(0, "crawl", url + "/orders", "--no-models")).contains("1 stream looked at");
            assertThat(run(2, "crawl", url + "/items", "--secret-env", "TOKEN"))
                    .contains("the source 'shop' reads there already, and says itself how to log in");
        } finally {
            server.stop(0);
        }
    }
}
