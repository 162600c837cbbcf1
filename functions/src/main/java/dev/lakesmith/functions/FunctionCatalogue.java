package dev.lakesmith.functions;

import dev.lakesmith.functions.Calculation.OfText;
import dev.lakesmith.functions.Calculation.OfTextAndKey;
import dev.lakesmith.functions.Calculation.OfTextAndNumber;
import dev.lakesmith.functions.Calculation.OfTextAndWord;
import dev.lakesmith.functions.Calculation.OfTexts;
import dev.lakesmith.functions.SqlFunction.Example;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Every function that queries may call beside the engine's own. What engines register and people read comes from here. */
public final class FunctionCatalogue {

    private static final List<SqlFunction> ALL = List.of(
            new Declaration("url_scheme", Topic.URLS)
                    .says("The scheme in lower case. NULL for a relative reference.")
                    .shows("url_scheme('HTTPS://example.com/')", "https")
                    .text("url", Urls::scheme),
            new Declaration("url_host", Topic.URLS)
                    .says("The host in lower case, without user, port and final dot. NULL when the text names none.")
                    .shows("url_host('https://Shop.Example.com:8443/cart?id=1')", "shop.example.com")
                    .text("url", Urls::host),
            new Declaration("url_path", Topic.URLS)
                    .says("The path as written, `/` for an address without one. Reads relative references too."
                            + " NULL for an empty text.")
                    .shows("url_path('/cart/items?id=1#top')", "/cart/items")
                    .text("url", Urls::path),
            new Declaration("url_query_parameter", Topic.URLS)
                    .says("The first value of a query parameter, decoded; empty for one without a value. NULL when it"
                            + " is not there.")
                    .shows("url_query_parameter('/search?q=tea+cup&page=2', 'q')", "tea cup")
                    .texts("url", "name", Urls::queryParameter),
            new Declaration("url_registrable_domain", Topic.URLS)
                    .says("The part of the host that its owner registered, by the public suffix list. Takes a URL or a"
                            + " bare host; of a suffix that the list does not have, the last two labels. NULL for"
                            + " addresses, suffixes and single labels.")
                    .shows("url_registrable_domain('https://www.shop.co.uk/tea')", "shop.co.uk")
                    .text("url", Urls::registrableDomain),
            new Declaration("user_agent_browser", Topic.USER_AGENTS)
                    .says("The browser or program. NULL when unknown.")
                    .shows(
                            "user_agent_browser('Mozilla/5.0 (X11; Linux x86_64; rv:119.0) Gecko/20100101"
                                    + " Firefox/119.0')",
                            "Firefox")
                    .text("agent", UserAgents::browser),
            new Declaration("user_agent_browser_version", Topic.USER_AGENTS)
                    .says("The version of the browser, its first two numbers. NULL when unknown.")
                    .shows("user_agent_browser_version('curl/8.1.2')", "8.1")
                    .text("agent", UserAgents::browserVersion),
            new Declaration("user_agent_os", Topic.USER_AGENTS)
                    .says("The operating system. NULL when unknown.")
                    .shows("user_agent_os('Mozilla/5.0 (Windows NT 10.0; Win64; x64)')", "Windows")
                    .text("agent", UserAgents::system),
            new Declaration("user_agent_device", Topic.USER_AGENTS)
                    .says("The device, such as its model. NULL when unknown, as on most desktops.")
                    .shows("user_agent_device('Mozilla/5.0 (iPhone; CPU iPhone OS 17_1 like Mac OS X)')", "iPhone")
                    .text("agent", UserAgents::device),
            new Declaration("user_agent_device_class", Topic.USER_AGENTS)
                    .says("`desktop`, `mobile`, `tablet` or `bot`. NULL when unknown.")
                    .shows("user_agent_device_class('Mozilla/5.0 (Windows NT 10.0; Win64; x64)')", "desktop")
                    .text("agent", UserAgents::deviceClass),
            new Declaration("user_agent_is_bot", Topic.USER_AGENTS)
                    .says("Whether it calls itself a crawler or a script. NULL for a blank text.")
                    .shows("user_agent_is_bot('Mozilla/5.0 (compatible; bingbot/2.0)')", "true")
                    .truth("agent", UserAgents::isBot),
            new Declaration("phone_e164", Topic.CONTACTS)
                    .says("The number in the form `+4930901820`. `region` is the two-letter country in which a number"
                            + " without one is meant; with '' only numbers that begin with + are read. NULL when the"
                            + " country's numbering plan has no such number.")
                    .shows("phone_e164('(030) 90 18 20', 'DE')", "+4930901820")
                    .texts("phone", "region", Phones::e164),
            new Declaration("phone_region", Topic.CONTACTS)
                    .says("The two-letter country of a number. NULL as for `phone_e164`, and for numbers of no"
                            + " country.")
                    .shows("phone_region('+41 44 668 18 00', '')", "CH")
                    .texts("phone", "region", Phones::region),
            new Declaration("normalize_email", Topic.CONTACTS)
                    .says("Trimmed, in lower case, without a name before it. NULL for what is no address.")
                    .shows("normalize_email(' Anna Weiß <Anna.Weiss@Example.COM> ')", "anna.weiss@example.com")
                    .text("email", Emails::normalized),
            new Declaration("email_key", Topic.CONTACTS)
                    .says("One text for addresses that reach one mailbox: what follows a + is left out, for Gmail also"
                            + " the dots. For matching, not for sending.")
                    .shows("email_key('A.Weiss+shop@googlemail.com')", "aweiss@gmail.com")
                    .text("email", Emails::key),
            new Declaration("email_domain", Topic.CONTACTS)
                    .says("The domain of an address. NULL for what is no address.")
                    .shows("email_domain('anna@Example.com')", "example.com")
                    .text("email", Emails::domain),
            new Declaration("person_name", Topic.CONTACTS)
                    .says("Spaces in order; a name typed in capitals or small letters gets proper ones, any other stays"
                            + " as it is. NULL for a blank text.")
                    .shows("person_name('  LUDWIG  VAN BEETHOVEN ')", "Ludwig van Beethoven")
                    .text("name", PersonNames::written),
            new Declaration("name_key", Topic.CONTACTS)
                    .says("For matching: lower case, no accents, punctuation as spaces. NULL when nothing is left.")
                    .shows("name_key('Łukasz O''Weiß-Müller')", "lukasz oweiss muller")
                    .text("name", PersonNames::key),
            new Declaration("address_key", Topic.CONTACTS)
                    .says("For matching: as `name_key`, and common abbreviations in English, German, French and Spanish"
                            + " written out (`st`, `rd`, `ave`, `str`, `bd`, `avda` …), a house number joined with its"
                            + " letter, `no` and `nr` left out. NULL when nothing is left.")
                    .shows("address_key('Hauptstr. 12 A')", "hauptstrasse 12a")
                    .text("address", Addresses::key),
            new Declaration("normalize_postal_code", Topic.CONTACTS)
                    .says("As the country writes it; `country` is its two letters. NULL for a code that the country"
                            + " cannot have; of a country without a rule, the code in capitals. Lost zeros are not"
                            + " guessed.")
                    .shows("normalize_postal_code('sw1a2aa', 'GB')", "SW1A 2AA")
                    .texts("code", "country", PostalCodes::normalized),
            new Declaration("tokenize", Topic.PROTECTION)
                    .says("A short text that stands for the value: equal values give equal tokens, and without the key"
                            + " nobody can tell them or try values. `key` names a key under `secrets` in"
                            + " lakesmith.yml.")
                    .shows("tokenize('anna@example.com', 'example')", "tok_xl5jmhm3shhyfjl2yfqbqg7pbo")
                    .keyed(Pseudonyms::token),
            new Declaration("hmac_sha256", Topic.PROTECTION)
                    .says("The HMAC-SHA256 of the value as 64 hexadecimal digits, for those who must compute the same"
                            + " elsewhere. `key` names a key under `secrets` in lakesmith.yml.")
                    .shows(
                            "hmac_sha256('anna@example.com', 'example')",
                            "bafa961d9b91cf82a57ac160181bef0b9c32bbc862e3a77acd702fd5d3d32644")
                    .keyed(Pseudonyms::hmac),
            new Declaration("salted_sha256", Topic.PROTECTION)
                    .says("The SHA-256 of salt and value as 64 hexadecimal digits. The salt is no secret: whoever sees"
                            + " the query can try values. Prefer `tokenize` for personal data.")
                    .shows(
                            "salted_sha256('anna', '2026')",
                            "66ad48dedd16a6089f65501774dfc9b857642cd7d8008a6e238a4fb5cb1935be")
                    .texts("value", "salt", Pseudonyms::saltedSha256),
            new Declaration("mask_email", Topic.PROTECTION)
                    .says("The first character and the domain; `***` for what is no address.")
                    .shows("mask_email('anna@example.com')", "a***@example.com")
                    .text("email", Masks::email),
            new Declaration("mask_phone", Topic.PROTECTION)
                    .says("All digits but the last three as `*`; `***` for what is no number of seven digits or more.")
                    .shows("mask_phone('+49 30 901820')", "+** ** ***820")
                    .text("phone", Masks::phone),
            new Declaration("mask_card", Topic.PROTECTION)
                    .says("All digits but the last four as `*`; `***` for what is no number of twelve digits or more.")
                    .shows("mask_card('4111-1111-1111-1234')", "****-****-****-1234")
                    .text("card", Masks::card),
            new Declaration("mask_ip", Topic.PROTECTION)
                    .says("The address with its last byte (version 4) or all but its first 48 bits (version 6) zero."
                            + " NULL for what is no address.")
                    .shows("mask_ip('192.0.2.199')", "192.0.2.0")
                    .text("address", IpAddresses::masked),
            new Declaration("keep_first", Topic.PROTECTION)
                    .says("All characters but the first ones as `*`; all of them when there are no more than those.")
                    .shows("keep_first('secret', 2)", "se****")
                    .textAndNumber("text", "characters", Masks::keepFirst),
            new Declaration("keep_last", Topic.PROTECTION)
                    .says("All characters but the last ones as `*`; all of them when there are no more than those.")
                    .shows("keep_last('DE89370400440532013000', 4)", "******************3000")
                    .textAndNumber("text", "characters", Masks::keepLast),
            new Declaration("ip_key", Topic.NETWORK)
                    .says("An address of version 4 or 6 as 32 hexadecimal digits that sort like addresses, for joins"
                            + " with ranges. NULL for what is no address.")
                    .shows("ip_key('192.0.2.1')", "00000000000000000000ffffc0000201")
                    .text("address", IpAddresses::key),
            new Declaration("ip_number", Topic.NETWORK)
                    .says("An address of version 4 as a number. NULL for anything else.")
                    .shows("ip_number('192.0.2.1')", "3221225985")
                    .number("address", IpAddresses::number),
            new Declaration("ip_version", Topic.NETWORK)
                    .says("4 or 6. NULL for what is no address.")
                    .shows("ip_version('2001:db8::1')", "6")
                    .number("address", IpAddresses::version),
            new Declaration("network_first", Topic.NETWORK)
                    .says(
                            "The `ip_key` of the first address of a network such as `10.0.0.0/8`; of an address alone, its"
                                    + " own. NULL for what is no network.")
                    .shows("network_first('192.0.2.77/24')", "00000000000000000000ffffc0000200")
                    .text("network", IpAddresses::networkFirst),
            new Declaration("network_last", Topic.NETWORK)
                    .says("The `ip_key` of the last address of a network. NULL for what is no network.")
                    .shows("network_last('192.0.2.77/24')", "00000000000000000000ffffc00002ff")
                    .text("network", IpAddresses::networkLast),
            new Declaration("access_log_field", Topic.LOGS)
                    .says("A field of a line in the common or combined format of Apache and nginx: "
                            + String.join(
                                    ", ",
                                    AccessLog.FIELDS.stream()
                                            .map(field -> "`" + field + "`")
                                            .toList())
                            + ". `time` can be cast to TIMESTAMPTZ. NULL when the line has another form or the server"
                            + " wrote a hyphen.")
                    .shows(
                            "access_log_field('192.0.2.1 - - [01/Jan/2026:01:32:27 +0000] \"GET / HTTP/1.1\" 200 12',"
                                    + " 'time')",
                            "2026-01-01T01:32:27+00:00")
                    .textAndWord("line", "field", AccessLog.FIELDS, AccessLog::field));

    private static final Map<String, SqlFunction> BY_NAME = byName();

    private FunctionCatalogue() {}

    /** All of them, in the order of the reference. */
    public static List<SqlFunction> functions() {
        return ALL;
    }

    /** Finds one by its name, in any case. */
    public static Optional<SqlFunction> find(String name) {
        return Optional.ofNullable(BY_NAME.get(name.toLowerCase(Locale.ROOT)));
    }

    private static Map<String, SqlFunction> byName() {
        Map<String, SqlFunction> functions = new TreeMap<>();
        for (SqlFunction function : ALL) {
            if (functions.put(function.name(), function) != null) {
                throw new IllegalStateException(function.name() + " is declared twice");
            }
        }
        return functions;
    }

    /** A function on its way to being declared. */
    private record Declaration(String name, Topic topic, String description, Example example) {

        Declaration(String name, Topic topic) {
            this(name, topic, "", new Example("", ""));
        }

        Declaration says(String text) {
            return new Declaration(name, topic, text, example);
        }

        Declaration shows(String call, String value) {
            return new Declaration(name, topic, description, new Example(call, value));
        }

        SqlFunction text(String parameter, Function<String, @Nullable Object> body) {
            return function(List.of(parameter), ValueKind.TEXT, new OfText(body));
        }

        SqlFunction number(String parameter, Function<String, @Nullable Object> body) {
            return function(List.of(parameter), ValueKind.NUMBER, new OfText(body));
        }

        SqlFunction truth(String parameter, Function<String, @Nullable Object> body) {
            return function(List.of(parameter), ValueKind.TRUTH, new OfText(body));
        }

        SqlFunction texts(String first, String second, BiFunction<String, String, @Nullable Object> body) {
            return function(List.of(first, second), ValueKind.TEXT, new OfTexts(body));
        }

        SqlFunction textAndNumber(String first, String second, BiFunction<String, Long, @Nullable Object> body) {
            return function(List.of(first, second), ValueKind.TEXT, new OfTextAndNumber(body));
        }

        SqlFunction textAndWord(
                String first, String second, List<String> words, BiFunction<String, String, @Nullable Object> body) {
            return function(List.of(first, second), ValueKind.TEXT, new OfTextAndWord(words, body));
        }

        SqlFunction keyed(BiFunction<String, FunctionKeys.Key, @Nullable Object> body) {
            return function(List.of("value", "key"), ValueKind.TEXT, new OfTextAndKey(body));
        }

        private SqlFunction function(List<String> parameters, ValueKind returns, Calculation calculation) {
            return new SqlFunction(name, topic, parameters, returns, description, example, calculation);
        }
    }
}
