package dev.lakesmith.functions;

import static dev.lakesmith.functions.Calls.call;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProtectionTest {

    /** RFC 4231, test case 2. */
    @Test
    void an_hmac_is_that_of_the_standard() {
        FunctionKeys.Key jefe = FunctionKeys.of(Map.of("k", "Jefe")).find("k").orElseThrow();

        assertThat(Pseudonyms.hmac("what do ya want for nothing?", jefe))
                .isEqualTo("5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
    }

    @Test
    void tokens_are_equal_for_equal_values_of_one_key_only() {
        FunctionKeys keys = FunctionKeys.of(Map.of("a", "first key of some length", "b", "second key of some length"));
        FunctionKeys.Key a = keys.find("a").orElseThrow();
        FunctionKeys.Key b = keys.find("b").orElseThrow();

        assertThat(Pseudonyms.token("anna", a)).matches("tok_[a-z2-7]{26}").isEqualTo(Pseudonyms.token("anna", a));
        assertThat(Pseudonyms.token("anna", b)).isNotEqualTo(Pseudonyms.token("anna", a));
        Set<String> tokens = new HashSet<>();
        for (int i = 0; i < 10_000; i++) {
            tokens.add(Pseudonyms.token("customer " + i, a));
        }
        assertThat(tokens).hasSize(10_000);
    }

    @Test
    void a_key_tells_nothing_of_itself() {
        FunctionKeys keys = FunctionKeys.of(Map.of("pii", "a value that nobody may see"));

        assertThat(keys + " " + keys.find("pii")).doesNotContain("nobody").contains("pii");
        assertThat(keys.find("pii").orElseThrow().fingerprint()).matches("[0-9a-f]{8}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "mask_email | anna@example.com    | a***@example.com",
                "mask_email | 😀b@example.com     | 😀***@example.com",
                "mask_email | anna                | ***",
                "mask_email | @example.com        | ***",
                "mask_email | anna@               | ***",
                "mask_phone | +49 30 901820       | +** ** ***820",
                "mask_phone | 123456              | ***",
                "mask_phone | call 030 901820     | ***",
                "mask_card  | 4111-1111-1111-1234 | ****-****-****-1234",
                "mask_card  | 4111                | ***",
                "mask_ip    | 192.0.2.199         | 192.0.2.0",
                "mask_ip    | 2001:db8:7:8::1     | 2001:db8:7::",
                "mask_ip    | ::1                 | ::",
            })
    void a_mask_hides_what_identifies(String function, String value, String masked) {
        assertThat(call(function, value)).isEqualTo(masked);
    }

    @Test
    void characters_are_kept_at_one_end() {
        assertThat(call("keep_last", "secret", 2)).isEqualTo("****et");
        assertThat(call("keep_first", "😀secret", 2)).isEqualTo("😀s*****");
        assertThat(call("keep_last", "ab", 2)).as("nothing would be hidden").isEqualTo("**");
        assertThat(call("keep_last", "ab", Long.MAX_VALUE)).isEqualTo("**");
        assertThat(call("keep_first", "ab", Long.MIN_VALUE)).isEqualTo("**");
    }
}
