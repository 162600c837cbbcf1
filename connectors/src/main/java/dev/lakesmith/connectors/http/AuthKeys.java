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
                    Field.map("parameters", "parameter name", TEXT)
                            .describedAs("What else the form holds.")
                            .example("{ audience: https://api.example.com }"))
            .describedAs(
                    "Access tokens of OAuth 2.0, from client credentials or a refresh token. A token is used for all"
                            + " requests of a run until it ends, and renewed when the API answers 401.");

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

    static final Field FIELD = field();

    private AuthKeys() {}

    private static Field field() {
        Map<String, ObjectSpec> specs = new LinkedHashMap<>();
        specs.put("bearer", BEARER);
        specs.put("api_key", API_KEY);
        specs.put("basic", BASIC);
        specs.put("oauth2", OAUTH2);
        specs.put("signature", SIGNATURE);
        return Field.of("auth", new ValueType.Variant("type", "How the API knows who asks.", specs))
                .leftOutMeans("anyone may ask")
                .describedAs("How the API knows who asks.")
                .example("{ type: bearer, token: \"${env:CRM_TOKEN}\" }");
    }
}
