package dev.lakesmith.connectors.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Signatures are those that AWS publishes for its own examples and its test suite of Signature Version 4. */
final class AwsSigningTest {

    private static final String LETTERS = "-._~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private static final String TOKEN =
            "AQoDYXdzEPT//////////wEXAMPLEtc764bNrC9SAPBSM22wDOk4x4HIZ8j4FZTwdQWLWsKWHGBuFqwAeMi"
                    + "cRXmxfpSPfIeoIYRqTflfKD8YUuwthAx7mSEI/qkPpKPi/kMcGdQrmGdeehM4IC1NtBmUpp2wUE8phUZampKsburEDy0KPkyQDYwT7WZ0"
                    + "wq5VSXDvp75YU9HFvlRd8Tx6q6fE8YQcHNVXAkiY9q6d+xo0rKwT38xVqr7ZD0u0iPPkUL64lIZbqBAz+scqKmlzm8FDrypNC9Yjc8fPOL"
                    + "n9FX9KSYvKTr4rvx3iSIlTJabIQwj2ICCR/oLxBA==";
    private static final String EMPTY = AwsSigning.hash(new byte[0]);

    private static String suite(String method, String path, String query, Map<String, String> more, String body) {
        Map<String, String> headers =
                new TreeMap<>(Map.of("host", "example.amazonaws.com", "x-amz-date", "20150830T123600Z"));
        headers.putAll(more);
        return new AwsSigning("AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", "us-east-1", "service")
                .authorization(new AwsSigning.Request(
                        method, path, query, headers, AwsSigning.hash(body.getBytes(StandardCharsets.UTF_8))))
                .replaceFirst(".*Signature=", "");
    }

    @ParameterizedTest
    @CsvSource({
        "get-vanilla, /, '', 5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31",
        "get-unreserved, /" + LETTERS + ", '', 07ef7494c76fa4850883e2b006601f940f8a34d404d0cfa977f52a65bbf5f24f",
        "get-utf8, /ሴ, '', 8318018e0b0f223aa2bbf98705b62bb787dc9c0e678f255a891fd03141be5d85",
        "get-space, '/example space/', '', 652487583200325589f1fba4c7e578f72c47cb61beeca81406b39ddec1366741",
        "get-relative, /example/.., '', 5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31",
        "get-relative-relative, /example1/example2/../.., '',"
                + " 5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31",
        "get-slash, //, '', 5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31",
        "get-slash-dot-slash, /./, '', 5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31",
        "get-slash-pointless-dot, /./example, '', ef75d96142cf21edca26f06005da7988e4f8dc83a165a80865db7089db637ec5",
        "get-slashes, //example//, '', 9a624bd73a37c9a373b5312afbebe7a714a789de108f0bdfe846570885f57e84",
        "get-vanilla-empty-query-key, /, Param1=value1,"
                + " a67d582fa61cc504c4bae71f336f98b97f1ea3c7a6bfe1b6e45aec72011b9aeb",
        "get-vanilla-query-order-key, /, Param1=value2&Param1=Value1,"
                + " eedbc4e291e521cf13422ffca22be7d2eb8146eecf653089df300a15b2382bd1",
        "get-vanilla-query-order-key-case, /, Param2=value2&Param1=value1,"
                + " b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500",
        "get-vanilla-query-order-value, /, Param1=value2&Param1=value1,"
                + " 5772eed61e12b33fae39ee5e7012498b51d56abc0abb7c60486157bd471c4694",
        "get-vanilla-query-unreserved, /, " + LETTERS + "=" + LETTERS
                + ", 9c3e54bfcdf0b19771a7f523ee5669cdf59bc7cc0884027167c21bb143a40197",
        "get-vanilla-utf8-query, /, ሴ=bar, 2cdec8eed098649ff3a119c94853b13c643bcf08f8b0a1d91e12c9027818dd04",
    })
    void requestsWithoutABody(String name, String path, String query, String signature) {
        assertThat(suite("GET", path, query, Map.of(), "")).as(name).isEqualTo(signature);
    }

    @Test
    void headersAndBodies() {
        assertThat(suite("GET", "/", "", Map.of("my-header1", "value4,value1,value3,value2"), ""))
                .isEqualTo("08c7e5a9acfcfeb3ab6b2185e75ce8b1deb5e634ec47601a50643f830c755c01");
        assertThat(suite("GET", "/", "", Map.of("my-header1", " value1", "my-header2", " \"a   b   c\""), ""))
                .isEqualTo("acc3ed3afb60bb290fc8d2dd0098b9911fcaa05412b367055dee359757a9c736");
        assertThat(suite("POST", "/", "", Map.of(), ""))
                .isEqualTo("5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b");
        assertThat(suite("POST", "/", "", Map.of("my-header1", "VALUE1"), ""))
                .isEqualTo("cdbc9802e29d2942e5e10b5bccfdd67c5f22c7c4e8ae67b53629efa58b974b7d");
        assertThat(suite("POST", "/", "Param1=value1", Map.of(), ""))
                .isEqualTo("28038455d6de14eafc1f9222cf5aa6f1a96197d7deb8263271d420d138af7f11");
        assertThat(suite("POST", "/", "", Map.of("x-amz-security-token", TOKEN), ""))
                .isEqualTo("85d96828115b5dc0cfc3bd16ad9e210dd772bbebba041836c64533a82be05ead");
        assertThat(suite("POST", "/", "", Map.of("content-type", "application/x-www-form-urlencoded"), "Param1=value1"))
                .isEqualTo("ff11897932ad3f4e8b18135d722051e5ac45fc38421b1da7b9d196a0fe09473a");
        assertThat(suite(
                        "POST",
                        "/",
                        "",
                        Map.of("content-type", "application/x-www-form-urlencoded; charset=utf8"),
                        "Param1=value1"))
                .isEqualTo("1a72ec8f64bd914b0e42e42607c7fbce7fb2c7465f63e3092b3b0d39fa77a6fe");
    }

    @Test
    void theExampleOfTheUserGuide() {
        AwsSigning iam = new AwsSigning("AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", "us-east-1", "iam");
        AwsSigning.Request request = new AwsSigning.Request(
                "GET",
                "/",
                "Action=ListUsers&Version=2010-05-08",
                Map.of(
                        "content-type", "application/x-www-form-urlencoded; charset=utf-8",
                        "host", "iam.amazonaws.com",
                        "x-amz-date", "20150830T123600Z"),
                EMPTY);
        assertThat(iam.canonical(request))
                .isEqualTo("GET\n"
                        + "/\n"
                        + "Action=ListUsers&Version=2010-05-08\n"
                        + "content-type:application/x-www-form-urlencoded; charset=utf-8\n"
                        + "host:iam.amazonaws.com\n"
                        + "x-amz-date:20150830T123600Z\n\n"
                        + "content-type;host;x-amz-date\n"
                        + "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
        assertThat(iam.authorization(request))
                .isEqualTo("AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/iam/aws4_request, SignedHeaders="
                        + "content-type;host;x-amz-date,"
                        + " Signature=5d672d79c15b13162d9279b0855cfba6789a8edb4c82c400e06b5924a6f2b5d7");
        assertThat(iam.toString()).doesNotContain("wJalr");
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /test.txt, '', range=bytes=0-9, f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41",
        "GET, /, lifecycle, '', fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543",
        "GET, /, max-keys=2&prefix=J, '', 34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7",
    })
    void theExamplesOfS3(String method, String path, String query, String header, String signature) {
        Map<String, String> headers = new TreeMap<>(Map.of(
                "host", "examplebucket.s3.amazonaws.com",
                "x-amz-content-sha256", EMPTY,
                "x-amz-date", "20130524T000000Z"));
        if (!header.isEmpty()) {
            headers.put(header.replaceFirst("=.*", ""), header.replaceFirst("^\\w+=", ""));
        }
        AwsSigning s3 =
                new AwsSigning("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", "us-east-1", "s3");
        assertThat(s3.authorization(new AwsSigning.Request(method, path, query, headers, EMPTY)))
                .endsWith("Signature=" + signature);
    }

    @Test
    void anEncodedPathIsEncodedAgainButForS3() {
        Map<String, String> headers = Map.of("host", "h", "x-amz-date", "20130524T000000Z");
        AwsSigning.Request request = new AwsSigning.Request("GET", "/a%3Ab//c+d%20*~", "", headers, EMPTY);
        assertThat(new AwsSigning("k", "s", "r", "execute-api").canonical(request))
                .contains("\n/a%253Ab/c%2Bd%2520%2A~\n");
        assertThat(new AwsSigning("k", "s", "r", "s3").canonical(request)).contains("\n/a%3Ab//c%2Bd%20%2A~\n");
    }
}
