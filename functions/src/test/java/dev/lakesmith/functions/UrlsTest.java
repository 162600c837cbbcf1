package dev.lakesmith.functions;

import static dev.lakesmith.functions.Calls.call;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UrlsTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "NULL",
            value = {
                "https://Shop.Example.com:8443/cart?id=1#x | shop.example.com | /cart | https",
                "http://user:p@ss@example.com             | example.com      | /     | http",
                "http://[2001:DB8::1]:80/a                | [2001:db8::1]    | /a    | http",
                "//cdn.example.com./lib.js                | cdn.example.com  | /lib.js | NULL",
                "/product/SKU-106?cid=7                   | NULL             | /product/SKU-106 | NULL",
                "mailto:anna@example.com                  | NULL             | anna@example.com | mailto",
                "https://xn--mnchen-3ya.de/a/../b         | xn--mnchen-3ya.de | /a/../b | https",
                "https://münchen.de?x                     | münchen.de       | /     | https",
                "https://                                 | NULL             | /     | https",
                "https://exa mple.com/a                   | NULL             | /a    | https",
                "just words                               | NULL             | just words | NULL",
                "?q=1                                     | NULL             | ''    | NULL",
                "''                                       | NULL             | NULL  | NULL",
                ":80                                      | NULL             | :80   | NULL",
            })
    void a_url_is_taken_apart(String url, String host, String path, String scheme) {
        assertThat(call("url_host", url)).isEqualTo(host);
        assertThat(call("url_path", url)).isEqualTo(path);
        assertThat(call("url_scheme", url)).isEqualTo(scheme);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "NULL",
            value = {
                "/s?q=tea+cup&q=2           | q   | tea cup",
                "/s?q=K%C3%B6ln%20S%C3%BCd  | q   | Köln Süd",
                "/s?q=100%&x=%zz            | q   | 100%",
                "/s?q=100%&x=%zz            | x   | %zz",
                "/s?flag&x=1                | flag | ''",
                "/s?a%20b=1                 | a b | 1",
                "/s?qq=1                    | q   | NULL",
                "/s?x=1#?q=2                | q   | NULL",
                "https://e.com?q=a=b        | q   | a=b",
                "/s?&&=3&q=1                | q   | 1",
                "/s?=3                      | ''  | NULL",
                "no query                   | q   | NULL",
                "/s?q=😀+%F0%9F%98%80       | q   | 😀 😀",
            })
    void a_query_parameter_is_decoded(String url, String name, String value) {
        assertThat(call("url_query_parameter", url, name)).isEqualTo(value);
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "NULL",
            value = {
                "https://www.shop.co.uk/tea, shop.co.uk",
                "WWW.Example.com, example.com",
                "anna.github.io, anna.github.io",
                "x.y.münchen.de, münchen.de",
                "co.uk, NULL",
                "localhost, NULL",
                "192.0.2.1, NULL",
                "http://[::1]/, NULL",
                "..., NULL",
                "a..b, NULL",
            })
    void the_registrable_domain_follows_the_public_suffix_list(String url, String domain) {
        assertThat(call("url_registrable_domain", url)).isEqualTo(domain);
    }
}
