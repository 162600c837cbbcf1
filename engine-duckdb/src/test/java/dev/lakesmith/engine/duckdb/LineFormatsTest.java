package dev.lakesmith.engine.duckdb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lakesmith.core.run.Replay;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Fixed-width text and logs from files to bronze. */
final class LineFormatsTest {

    private static final String COMBINED = """
            127.0.0.1 - frank [10/Oct/2000:13:55:00 -0700] "GET /a.gif?x=1 HTTP/1.0" 200 2326 "http://x/\\"y" "Mozilla/4.08 [en]"
            ::1 - - [10/Oct/2000:13:55:36 +0000] "-" 408 - "-" "-"
            nonsense
            1.2.3.4 - - [32/Oct/2000:13:55:36 +0000] "GET / HTTP/1.1" 200 1 "-" "curl"
            """;

    @TempDir
    private Path folder = Path.of("");

    @Test
    void fields_of_fixed_width_are_cut_out_by_characters_and_lines_that_do_not_fit_are_told() {
        String fields = "format: { type: fixed, fields: { id: 3, name: 4-8, 'amount': 6 }";
        Drop drop = Drop.in(folder)
                .file(
                        "strict",
                        fields + " }, columns: { amount: { type: 'decimal(6,2)' } }",
                        "001Bob   12.50\n\n002\u00c9ve   1.005\n003Al\n004Zo\u00eb   99.90x\n005       1.10  \n")
                .file("filled", fields + ", short_lines: fill, skip_lines: 1 }", "header\n003Al\n")
                .file("kept", fields + ", trim: false }", "001Bob   12.50\n")
                .file(
                        "latin",
                        fields + ", encoding: iso-8859-1 }",
                        "001\u00c9ve   12.50\n".getBytes(StandardCharsets.ISO_8859_1))
                .file("bytes", fields + " }", "001\u00c9ve   12.50\n".getBytes(StandardCharsets.ISO_8859_1))
                .run();

        assertThat(drop.rows("strict")).containsExactlyInAnyOrder("001|Bob|12.50", "005|null|1.10");
        drop.ends(
                "strict",
                2,
                "3|amount: '1.005' is not a DECIMAL(6,2)|002\u00c9ve   1.005",
                "4|expected 14 characters, found 5|003Al",
                "5|expected 14 characters, found 15; no field is declared for what is behind|004Zo\u00eb   99.90x");
        drop.holds("filled", "003|Al|null");
        drop.holds("kept", "001|Bob  | 12.50");
        drop.holds("latin", "001|\u00c9ve|12.50");
        assertThat(drop.quarantined("bytes", "reason || raw").toString()).contains("not text", "\\xC9");
    }

    @Test
    void access_logs_have_typed_columns_and_hyphens_are_null() {
        Drop drop = Drop.in(folder)
                .file("combined", "format: { type: log, pattern: combined }", COMBINED)
                .file(
                        "common",
                        "format: { type: log, pattern: common }",
                        "h - - [10/Oct/2000:13:55:36 -0700] \"GET / HTTP/1.0\" 200 9\n")
                .run();

        assertThat(
                        drop.rows(
                                "combined",
                                "address, \"user\", epoch(\"time\"), \"method\", target, protocol, request, status, bytes, referrer, agent"))
                .containsExactlyInAnyOrder(
                        "127.0.0.1|frank|9.712113E8|GET|/a.gif?x=1|HTTP/1.0|null|200|2326|http://x/\\\"y|Mozilla/4.08 [en]",
                        "::1|null|9.71186136E8|null|null|null|null|408|null|null|null");
        assertThat(drop.columns("combined")).contains("time TIMESTAMP WITH TIME ZONE", "status BIGINT");
        assertThat(drop.quarantined("combined", "line || ' ' || reason"))
                .containsExactlyInAnyOrder(
                        "3 does not look like combined",
                        "4 time: '32/Oct/2000:13:55:36 +0000' is not a TIMESTAMP WITH TIME ZONE");
        assertThat(drop.rows("common", "address, status")).containsExactly("h|200");
    }

    @Test
    void both_kinds_of_syslog_are_read() {
        Drop drop = Drop.in(folder)
                .file("old", "format: { type: log, pattern: rfc3164 }", """
                        <34>Oct 11 22:14:15 mymachine su[230]: 'su root' failed
                        Oct  1 22:14:15 host kernel: it works
                        2026-01-01T10:00:00.123+01:00 host -- MARK --
                        """)
                .file("new", "format: { type: log, pattern: rfc5424 }", """
                        <165>1 2003-10-11T22:14:15.003Z host evntslog - ID47 [ex@1 a="b \\] c"][ex@2] \uFEFFAn event
                        <34>1 - - - - - -
                        """)
                .run();

        assertThat(drop.rows("old", "priority, time, host, program, pid, message"))
                .containsExactlyInAnyOrder(
                        "34|Oct 11 22:14:15|mymachine|su|230|'su root' failed",
                        "null|Oct  1 22:14:15|host|kernel|null|it works",
                        "null|2026-01-01T10:00:00.123+01:00|host|null|null|-- MARK --");
        assertThat(drop.rows(
                        "new", "priority, version, epoch(\"time\"), host, program, pid, message_id, data, message"))
                .containsExactlyInAnyOrder(
                        "165|1|1.065910455003E9|host|evntslog|null|ID47|[ex@1 a=\"b \\] c\"][ex@2]|An event",
                        "34|1|null|null|null|null|null|null|null");
    }

    @Test
    void patterns_of_ones_own_name_fields_and_a_corrected_one_replays_what_it_refused() {
        Workbench bench = Workbench.in(folder)
                .streams("x: { path: drop/*.log, format: { type: log, patterns: { ORDER: 'ORD-\\d+' },"
                        + " pattern: '%{TIMESTAMP_ISO8601:at} %{LOGLEVEL:level} %{ORDER:order_id} took"
                        + " %{INT:ms:int} (?<user_name>\\w+)' } }")
                .file(
                        "drop/a.log",
                        "2026-01-01T10:00:00Z WARN ORD-7 took 15 bob\n2026-01-01T10:00:00Z WARN X-8 took 16 eve\n");
        bench.run();

        assertThat(bench.rows("SELECT \"at\", level, order_id, ms + 1, user_name FROM bronze.in_x"))
                .containsExactly("2026-01-01T10:00:00Z|WARN|ORD-7|16|bob");

        bench.streams("x: { path: drop/*.log, format: { type: log, patterns: { ORDER: '\\w+-\\d+' },"
                + " pattern: '%{TIMESTAMP_ISO8601:at} %{LOGLEVEL:level} %{ORDER:order_id} took"
                + " %{INT:ms:int} (?<user_name>\\w+)' } }");
        bench.replay("bronze.in_x", "", Replay.Mode.LAND);

        assertThat(bench.rows("SELECT order_id, user_name FROM bronze.in_x"))
                .containsExactlyInAnyOrder("ORD-7|bob", "X-8|eve");
        assertThat(bench.trace("bronze.in_x", "ms = 15", 1).toString()).contains("lines=[1]", "WARN ORD-7");
    }

    @Test
    void a_pattern_that_goes_astray_costs_the_line_and_not_the_run() {
        Drop drop = Drop.in(folder)
                .file(
                        "astray",
                        "format: { type: log, pattern: '(?<all>.*.*.*.*.*.*.*)!' }",
                        "a".repeat(600) + "\nfine!\n")
                .run();

        drop.holds("astray", "fine");
        assertThat(drop.quarantined("astray", "reason")).containsExactly("the pattern takes too long with this line");
    }
}
