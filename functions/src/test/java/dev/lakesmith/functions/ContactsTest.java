package dev.lakesmith.functions;

import static dev.lakesmith.functions.Calls.call;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ContactsTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "NULL",
            value = {
                "(030) 90 18 20     | DE | +4930901820  | DE",
                "0049 30 901820     | de | +4930901820  | DE",
                "+41 44 668 18 00   | DE | +41446681800 | CH",
                "044 668 18 00      | '' | NULL         | NULL",
                "044 668 18 00      | XX | NULL         | NULL",
                "+1 650-253-0000 x12 | '' | +16502530000 | US",
                "12                 | DE | NULL         | NULL",
                "+999999            | DE | NULL         | NULL",
                "call me            | DE | NULL         | NULL",
                "''                 | DE | NULL         | NULL",
            })
    void a_phone_number_follows_its_countrys_plan(String phone, String region, String e164, String country) {
        assertThat(call("phone_e164", phone, region)).isEqualTo(e164);
        assertThat(call("phone_region", phone, region)).isEqualTo(country);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "NULL",
            value = {
                "' Anna.Weiss+shop@Gmail.COM ' | anna.weiss+shop@gmail.com | annaweiss@gmail.com    | gmail.com",
                "a.b@googlemail.com            | a.b@googlemail.com        | ab@gmail.com           | googlemail.com",
                "a.b+x@example.com             | a.b+x@example.com         | a.b@example.com        | example.com",
                "Anna <anna@example.com>       | anna@example.com          | anna@example.com       | example.com",
                "+x@example.com                | +x@example.com            | +x@example.com         | example.com",
                "anna@münchen.de               | anna@münchen.de           | anna@münchen.de        | münchen.de",
                "anna@example                  | NULL                      | NULL                   | NULL",
                "anna@@example.com             | NULL                      | NULL                   | NULL",
                "an na@example.com             | NULL                      | NULL                   | NULL",
                "anna.@example.com             | NULL                      | NULL                   | NULL",
                "anna@-example.com             | NULL                      | NULL                   | NULL",
                "@example.com                  | NULL                      | NULL                   | NULL",
                ">                             | NULL                      | NULL                   | NULL",
                "''                            | NULL                      | NULL                   | NULL",
            })
    void an_email_address_has_one_form_and_one_key(String text, String normal, String key, String domain) {
        assertThat(call("normalize_email", text)).isEqualTo(normal);
        assertThat(call("email_key", text)).isEqualTo(key);
        assertThat(call("email_domain", text)).isEqualTo(domain);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "NULL",
            value = {
                "'  LUDWIG  VAN BEETHOVEN ' | Ludwig van Beethoven | ludwig van beethoven",
                "ANNE-MARIE O'BRIEN         | Anne-Marie O'Brien   | anne marie obrien",
                "łukasz weiß                | Łukasz Weiß          | lukasz weiss",
                "Ronald McDonald            | Ronald McDonald      | ronald mcdonald",
                "van                        | Van                  | van",
                "josé                       | José                 | jose",
                "Иван Петров                | Иван Петров          | иван петров",
                "김민준                      | 김민준                 | 김민준",
                "'\t '                      | NULL                 | NULL",
                "''                         | NULL                 | NULL",
                "...                        | ...                  | NULL",
            })
    void a_name_is_written_properly_and_has_a_key(String text, String name, String key) {
        assertThat(call("person_name", text)).isEqualTo(name);
        assertThat(call("name_key", text)).isEqualTo(key);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "NULL",
            value = {
                "Hauptstr. 12 A        | hauptstrasse 12a",
                "Hauptstraße 12a       | hauptstrasse 12a",
                "Karl-Marx-Str. 3      | karl marx strasse 3",
                "12 St. James St.      | 12 street james street",
                "St. James Sq. No. 4   | st james square 4",
                "221B Baker Street     | 221b baker street",
                "9, bd. Saint-Michel   | 9 boulevard saint michel",
                "#                     | NULL",
            })
    void an_address_has_one_key(String address, String key) {
        assertThat(call("address_key", address)).isEqualTo(key);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "NULL",
            value = {
                "sw1a2aa      | GB | SW1A 2AA",
                "D-01067      | de | 01067",
                "1067         | DE | NULL",
                "1234ab       | NL | 1234 AB",
                "00-950       | PL | 00-950",
                "94043 1351   | US | 94043-1351",
                "94043        | US | 94043",
                "k1a-0b1      | CA | K1A 0B1",
                "x  1         | QQ | X 1",
                "''           | DE | NULL",
            })
    void a_postal_code_is_written_as_in_its_country(String code, String country, String written) {
        assertThat(call("normalize_postal_code", code, country)).isEqualTo(written);
    }
}
