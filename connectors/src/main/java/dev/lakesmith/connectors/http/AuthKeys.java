package dev.lakesmith.connectors.http;

import dev.lakesmith.core.project.Field;
import dev.lakesmith.core.project.ObjectSpec;
import dev.lakesmith.core.project.SlotKind;
import dev.lakesmith.core.project.TextRule;
import dev.lakesmith.core.project.ValueType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The key {@code auth} of a source. */
final class AuthKeys {

    static final List<SlotKind> SIGNED = List.of(
            SlotKind.plain("method"),
            SlotKind.plain("path"),
            SlotKind.plain("query"),
            SlotKind.plain("body"),
            new SlotKind("timestamp", text -> text.isEmpty() ? Optional.empty() : TimeFormat.complaint(text)));

    private static final ValueType TEXT = new ValueType.Text(TextRule.ANY);

    private static final Field MORE = Field.map("parameters", "parameter name", TEXT)
            .describedAs("What else the form holds.")
            .example("{ audience: https://api.example.com }");

    private static final ObjectSpec BEARER = ObjectSpec.of(
                    "http bearer auth",
                    Field.text("token")
                            .required()
                            .secret()
                            .describedAs("Sent as `Authorization: Bearer …`.")
                            .example("${env:CRM_TOKEN}"))
            .describedAs("A token that stays the same.");

    private static final ObjectSpec API_KEY = ObjectSpec.of(
                    "http api_key auth",
                    Field.text("key")
                            .required()
                            .secret()
                            .describedAs("The key.")
                            .example("${env:CRM_KEY}"),
                    Field.text("header")
                            .describedAs("The header that holds it.")
                            .example("X-API-Key"),
                    Field.text("parameter")
                            .describedAs("The parameter of the URL that holds it; it is kept out of every message.")
                            .example("api_key"))
            .exactlyOne("header", "parameter")
            .describedAs("A key in a header or in the URL.");

    private static final ObjectSpec BASIC = ObjectSpec.of(
                    "http basic auth",
                    Field.text("user", TextRule.ANY)
                            .required()
                            .describedAs("The user.")
                            .example("${env:CRM_USER}"),
                    Field.text("password", TextRule.ANY)
                            .orElse("")
                            .secret()
                            .describedAs("The password; some APIs want a key as the user and none.")
                            .example("${env:CRM_PASSWORD}"))
            .describedAs("User and password.");

    private static final ObjectSpec OAUTH2 = ObjectSpec.of(
                    "http oauth2 auth",
                    Field.text("token_url", HttpKeys::urlComplaint)
                            .required()
                            .describedAs("Where access tokens come from.")
                            .example("https://login.example.com/oauth2/token"),
                    Field.text("client_id").required().describedAs("Who asks.").example("${env:CRM_CLIENT_ID}"),
                    Field.text("client_secret")
                            .leftOutMeans("a public client, which sends only its id")
                            .secret()
                            .describedAs("The client's secret.")
                            .example("${env:CRM_CLIENT_SECRET}"),
                    Field.text("refresh_token")
                            .leftOutMeans("the client asks for itself (client credentials)")
                            .secret()
                            .describedAs("A long-lived token that is given for access tokens. One that the server"
                                    + " replaces at each use cannot be kept and does not work with the next run.")
                            .example("${env:CRM_REFRESH_TOKEN}"),
                    Field.text("scope")
                            .describedAs("What the tokens are for, several separated by blanks.")
                            .example("contacts.read"),
                    Field.word("credentials_in", "header", "body")
                            .orElse("header")
                            .describedAs("Whether client id and secret are sent as basic authentication or in the"
                                    + " form."),
                    MORE)
            .describedAs(
                    "Access tokens of OAuth 2.0, from client credentials or a refresh token. A token is used for all"
                            + " requests of a run until it ends, and renewed when the API answers 401.");

    private static final ObjectSpec JWT = ObjectSpec.of(
                    "http jwt auth",
                    Field.text("token_url", HttpKeys::urlComplaint)
                            .required()
                            .describedAs("Where access tokens come from.")
                            .example("https://login.salesforce.com/services/oauth2/token"),
                    Field.text("issuer")
                            .required()
                            .describedAs("The claim `iss`: who asks, often the client's id.")
                            .example("${env:CRM_CLIENT_ID}"),
                    Field.text("subject")
                            .describedAs("The claim `sub`: for whom.")
                            .example("reporting@example.com"),
                    Field.text("audience")
                            .leftOutMeans("the `token_url`")
                            .describedAs("The claim `aud`.")
                            .example("https://login.salesforce.com"),
                    Field.map("claims", "claim", TEXT)
                            .describedAs("Other claims, as texts.")
                            .example("{ scope: reports.read }"),
                    Field.text("private_key", TextRule.ANY)
                            .secret()
                            .describedAs("The key that signs: PEM, PKCS#8 (`BEGIN PRIVATE KEY`).")
                            .example("${env:CRM_PRIVATE_KEY}"),
                    Field.text("private_key_file")
                            .describedAs("A file with the key, relative to the project's folder.")
                            .example("/etc/lakesmith/crm.pem"),
                    Field.text("key_id")
                            .describedAs("The name of the key that the server knows (`kid`).")
                            .example("key-1"),
                    Field.word("algorithm", "RS256", "RS512", "ES256")
                            .orElse("RS256")
                            .describedAs("How it is signed."),
                    Field.duration("lifetime")
                            .orElse("3m")
                            .describedAs(
                                    "How long a signed assertion is good; a new one is made for each access token.")
                            .example("1h"),
                    Field.text("scope")
                            .describedAs("What the tokens are for, in the form; some servers want it among the"
                                    + " `claims`.")
                            .example("contacts.read"),
                    MORE)
            .exactlyOne("private_key", "private_key_file")
            .describedAs("Access tokens of OAuth 2.0 for an assertion that is signed with a private key (RFC 7523), as"
                    + " Salesforce and DocuSign give them.");

    private static final ObjectSpec GOOGLE = ObjectSpec.of(
                    "http google_service_account auth",
                    Field.text("key_file")
                            .required()
                            .describedAs("The JSON file with the account's key, relative to the project's folder.")
                            .example("${env:GOOGLE_APPLICATION_CREDENTIALS}"),
                    Field.text("scope")
                            .required()
                            .describedAs("What the tokens are for, several separated by blanks.")
                            .example("https://www.googleapis.com/auth/analytics.readonly"),
                    Field.text("subject")
                            .describedAs("The user whom the account acts for, where it may.")
                            .example("ann@example.com"))
            .describedAs("Access tokens for a service account of Google.");

    private static final ObjectSpec SIGNATURE = ObjectSpec.of(
                    "http signature auth",
                    Field.text("secret")
                            .required()
                            .secret()
                            .describedAs("The key of the signature.")
                            .example("${env:CRM_SECRET}"),
                    Field.template("text", SIGNED)
                            .required()
                            .describedAs(
                                    "What is signed: `${method}`, `${path}`, `${query}` (without `?`), `${body}` and"
                                            + " `${timestamp}` (the same in one request, in any time format).")
                            .example("\"${timestamp:epoch}${method}${path}${body}\""),
                    Field.word("algorithm", "hmac-sha256", "hmac-sha512", "hmac-sha1")
                            .orElse("hmac-sha256")
                            .describedAs("How it is signed."),
                    Field.word("encoding", "hex", "base64").orElse("hex").describedAs("How the signature is written."),
                    Field.text("header")
                            .required()
                            .describedAs("The header that holds the signature.")
                            .example("X-Signature"),
                    Field.text("prefix", TextRule.ANY)
                            .orElse("")
                            .describedAs("What stands before it.")
                            .example("\"sha256=\""),
                    Field.map("headers", "header name", new ValueType.Slotted(SIGNED))
                            .describedAs("Headers that go with it.")
                            .example("{ X-Timestamp: \"${timestamp:epoch}\", X-Key: \"${env:CRM_KEY}\" }"))
            .describedAs("Each request signed with a shared secret (HMAC).");

    private static final ObjectSpec AWS = ObjectSpec.of(
                    "http aws_sigv4 auth",
                    Field.text("region")
                            .required()
                            .describedAs("The region of the endpoint.")
                            .example("eu-central-1"),
                    Field.text("service")
                            .required()
                            .describedAs("The service, as its signatures name it; for APIs behind API Gateway"
                                    + " `execute-api`.")
                            .example("execute-api"),
                    Field.text("access_key_id")
                            .required()
                            .describedAs("The name of the key.")
                            .example("${env:AWS_ACCESS_KEY_ID}"),
                    Field.text("secret_access_key")
                            .required()
                            .secret()
                            .describedAs("The key.")
                            .example("${env:AWS_SECRET_ACCESS_KEY}"),
                    Field.text("session_token")
                            .leftOutMeans("the key is one that stays")
                            .secret()
                            .describedAs("What a temporary key came with.")
                            .example("${env:AWS_SESSION_TOKEN}"))
            .describedAs("Each request signed for AWS (Signature Version 4), with all headers that it has.");

    static final Field FIELD = field();

    private AuthKeys() {}

    private static Field field() {
        Map<String, ObjectSpec> specs = new LinkedHashMap<>();
        specs.put("bearer", BEARER);
        specs.put("api_key", API_KEY);
        specs.put("basic", BASIC);
        specs.put("oauth2", OAUTH2);
        specs.put("jwt", JWT);
        specs.put("google_service_account", GOOGLE);
        specs.put("signature", SIGNATURE);
        specs.put("aws_sigv4", AWS);
        return Field.of("auth", new ValueType.Variant("type", "How the API knows who asks.", specs))
                .leftOutMeans("anyone may ask")
                .describedAs("How the API knows who asks.")
                .example("{ type: bearer, token: \"${env:CRM_TOKEN}\" }");
    }
}
