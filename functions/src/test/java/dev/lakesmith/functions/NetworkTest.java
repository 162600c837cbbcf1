package dev.lakesmith.functions;

import static dev.lakesmith.functions.Calls.call;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NetworkTest {

    private static final String V4 = "00000000000000000000ffff";

    @ParameterizedTest
    @CsvSource({
        "0.0.0.0, " + V4 + "00000000, 4",
        "255.255.255.255, " + V4 + "ffffffff, 4",
        "192.0.2.1, " + V4 + "c0000201, 4",
        "::ffff:192.0.2.1, " + V4 + "c0000201, 4",
        "::, 00000000000000000000000000000000, 6",
        "::1, 00000000000000000000000000000001, 6",
        "2001:DB8::8:800:200C:417A, 20010db80000000000080800200c417a, 6",
        "1:2:3:4:5:6:7:8, 00010002000300040005000600070008, 6",
        "1:2:3:4:5:6:7::, 00010002000300040005000600070000, 6",
        "64:ff9b::192.0.2.33, 0064ff9b0000000000000000c0000221, 6",
        "fe80::1%eth0, fe800000000000000000000000000001, 6",
    })
    void an_address_becomes_a_key_that_sorts(String address, String key, long version) {
        assertThat(call("ip_key", address)).isEqualTo(key);
        assertThat(call("ip_version", address)).isEqualTo(version);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "192.0.2",
                "192.0.2.256",
                "192.0.2.01",
                "192.0.2.1.",
                "1.2.3.4.5",
                "::1::",
                ":::",
                ":1",
                "1:",
                "1:2:3:4:5:6:7:8:9",
                "1:2:3:4:5:6:7:8::",
                "12345::",
                "::g",
                "1.2.3.4%x",
                "::1.2.3",
                "１.2.3.4",
                "example.com"
            })
    void what_is_no_address_gives_null(String text) {
        assertThat(call("ip_key", text)).isNull();
        assertThat(call("ip_number", text)).isNull();
        assertThat(call("ip_version", text)).isNull();
        assertThat(call("mask_ip", text)).isNull();
        assertThat(call("network_first", text)).isNull();
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "NULL",
            value = {
                "192.0.2.77/24, " + V4 + "c0000200, " + V4 + "c00002ff",
                "192.0.2.77, " + V4 + "c000024d, " + V4 + "c000024d",
                "0.0.0.0/0, " + V4 + "00000000, " + V4 + "ffffffff",
                "10.0.0.0/9, " + V4 + "0a000000, " + V4 + "0a7fffff",
                "2001:db8::/32, 20010db8000000000000000000000000, 20010db8ffffffffffffffffffffffff",
                "::/0, 00000000000000000000000000000000, ffffffffffffffffffffffffffffffff",
                "10.0.0.0/33, NULL, NULL",
                "10.0.0.0/, NULL, NULL",
                "10.0.0.0/-1, NULL, NULL",
                "/8, NULL, NULL",
            })
    void a_network_has_a_first_and_a_last_key(String network, String first, String last) {
        assertThat(call("network_first", network)).isEqualTo(first);
        assertThat(call("network_last", network)).isEqualTo(last);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            nullValues = "NULL",
            value = {
                "address ~ 192.0.2.1",
                "user ~ anna",
                "time ~ 2026-01-31T23:59:59-08:00",
                "method ~ GET",
                "target ~ /a?b=%20",
                "protocol ~ HTTP/1.1",
                "status ~ 200",
                "bytes ~ NULL",
                "referrer ~ https://example.com/",
                "agent ~ odd \"agent\" \\ end",
                "unknown ~ NULL",
            })
    void a_line_of_an_access_log_has_fields(String field, String value) {
        String line = "192.0.2.1 - anna [31/Jan/2026:23:59:59 -0800] \"GET /a?b=%20 HTTP/1.1\" 200 -"
                + " \"https://example.com/\" \"odd \\\"agent\\\" \\\\ end\"";

        assertThat(call("access_log_field", line, field)).isEqualTo(value);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "server restarted",
                "192.0.2.1 - - [31/Jan/2026:23:59:59 -0800] \"GET / HTTP/1.1",
                "192.0.2.1 - - [31/Jan/2026:23:59:59 -0800] \"GET / HTTP/1.1\" 2000 5",
                "192.0.2.1 - - 31/Jan/2026 \"GET / HTTP/1.1\" 200",
                "192.0.2.1 - - [31/Jan/2026:23:59:59 -0800] \"GET / HTTP/1.1\" 200 5 \"-\"",
            })
    void another_line_has_none(String line) {
        AccessLog.FIELDS.forEach(
                field -> assertThat(call("access_log_field", line, field)).isNull());
    }

    @ParameterizedTest
    @CsvSource({"user_agent_is_bot, true", "user_agent_device_class, bot"})
    void a_crawler_is_a_bot(String function, String expected) {
        assertThat(call(function, "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"))
                .hasToString(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "NULL",
            value = {
                "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.0.0"
                        + " Safari/537.36 | Chrome | 120.0 | Windows | NULL | desktop",
                "Mozilla/5.0 (iPhone; CPU iPhone OS 17_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko)"
                        + " Version/17.1 Mobile/15E148 Safari/604.1 | Mobile Safari | 17.1 | iOS | iPhone | mobile",
                "Mozilla/5.0 (Linux; Android 13; SM-X900) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/112.0.0.0"
                        + " Safari/537.36 | Chrome | 112.0 | Android | SM-X900 | tablet",
                "garbage | NULL | NULL | NULL | NULL | NULL",
                "'' | NULL | NULL | NULL | NULL | NULL",
            })
    void a_user_agent_is_recognised(
            String agent, String browser, String version, String os, String device, String deviceClass) {
        assertThat(call("user_agent_browser", agent)).isEqualTo(browser);
        assertThat(call("user_agent_browser_version", agent)).isEqualTo(version);
        assertThat(call("user_agent_os", agent)).isEqualTo(os);
        assertThat(call("user_agent_device", agent)).isEqualTo(device);
        assertThat(call("user_agent_device_class", agent)).isEqualTo(deviceClass);
    }
}
