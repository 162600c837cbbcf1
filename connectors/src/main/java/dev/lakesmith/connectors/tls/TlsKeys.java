package dev.lakesmith.connectors.tls;

import dev.lakesmith.core.project.Field;
import dev.lakesmith.core.project.ObjectSpec;
import dev.lakesmith.core.project.SourceReview;
import dev.lakesmith.core.project.Values;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;

/** The keys that say how a connection is made, of every source that makes some. */
public final class TlsKeys {

    private static final ObjectSpec SPEC = ObjectSpec.of(
                    "tls",
                    Field.text("ca")
                            .leftOutMeans("those that Java trusts")
                            .describedAs("A PEM file of the authorities that may have signed the server's certificate,"
                                    + " relative to the project's folder.")
                            .example("certs/ca.pem"),
                    Field.text("certificate")
                            .describedAs("A PEM file with the client's certificate and those between it and its"
                                    + " authority.")
                            .example("certs/client.pem"),
                    Field.text("key")
                            .describedAs(
                                    "A PEM file with the certificate's private key, PKCS #8 without password (`BEGIN"
                                            + " PRIVATE KEY`).")
                            .example("certs/client.key"))
            .describedAs("Who is trusted, and how the client proves who it is.");

    /** Who is trusted, and who the client is. */
    public static final Field TLS = Field.object("tls", SPEC)
            .describedAs("Who is trusted, and how the client proves who it is.")
            .example("{ ca: certs/ca.pem }");

    /** The way that HTTP takes. */
    public static final Field PROXY = Field.text("proxy", TlsKeys::proxyComplaint)
            .leftOutMeans("requests go straight to the server")
            .describedAs("An HTTP proxy that asks for no password.")
            .example("http://proxy.example.com:3128");

    private TlsKeys() {}

    /** A certificate and its key come together. */
    public static void review(Values source, SourceReview.Complaints complaints) {
        source.find("tls", Values.class).ifPresent(tls -> {
            boolean certificate = tls.keys().contains("certificate");
            if (certificate != tls.keys().contains("key")) {
                complaints.tell(
                        tls.place(certificate ? "certificate" : "key"),
                        certificate ? "'certificate' needs its 'key'" : "'key' needs its 'certificate'");
            }
        });
    }

    /** The proxy that a source names. */
    public static Optional<ProxySelector> proxy(Values source) {
        return source.find("proxy", String.class)
                .map(URI::create)
                .map(proxy -> ProxySelector.of(new InetSocketAddress(proxy.getHost(), proxy.getPort())));
    }

    private static Optional<String> proxyComplaint(String text) {
        try {
            URI url = new URI(text);
            if ("http".equals(url.getScheme())
                    && url.getHost() != null
                    && url.getPort() > 0
                    && url.getRawUserInfo() == null) {
                return Optional.empty();
            }
        } catch (URISyntaxException e) {
            // The complaint says what one looks like.
        }
        return Optional.of("is no proxy; write one such as http://proxy.example.com:3128");
    }
}
