package dev.lakesmith.server.http;

import dev.lakesmith.server.http.Listening.Tls;
import dev.lakesmith.vocabulary.ErrorCode;
import dev.lakesmith.vocabulary.LakesmithException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.ssl.SslContextFactory;

/** A certificate and its key in PEM files, as what Jetty encrypts with. */
final class Certificates {

    private static final String BEGIN = "-----BEGIN PRIVATE KEY-----";
    private static final String END = "-----END PRIVATE KEY-----";

    private Certificates() {}

    static ServerConnector connector(Server server, HttpConfiguration http, Tls tls) {
        SslContextFactory.Server ssl = new SslContextFactory.Server();
        ssl.setKeyStore(keyStore(tls));
        ssl.setKeyStorePassword("");
        HttpConfiguration secure = new HttpConfiguration(http);
        SecureRequestCustomizer customizer = new SecureRequestCustomizer();
        // Clients come by address or by another name of the machine; they check the certificate, not we.
        customizer.setSniHostCheck(false);
        secure.addCustomizer(customizer);
        return new ServerConnector(
                server, new SslConnectionFactory(ssl, "http/1.1"), new HttpConnectionFactory(secure));
    }

    private static KeyStore keyStore(Tls tls) {
        Certificate[] chain = certificates(tls.certificate());
        PrivateKey key = key(tls.key(), chain[0].getPublicKey().getAlgorithm());
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, new char[0]);
            store.setKeyEntry("lakesmith", key, new char[0], chain);
            return store;
        } catch (GeneralSecurityException | IOException e) {
            throw new LakesmithException(
                    ErrorCode.USAGE,
                    "the certificate " + tls.certificate() + " and the key " + tls.key() + " do not fit: "
                            + e.getMessage(),
                    e);
        }
    }

    private static Certificate[] certificates(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            Certificate[] chain = CertificateFactory.getInstance("X.509")
                    .generateCertificates(in)
                    .toArray(Certificate[]::new);
            if (chain.length == 0) {
                throw unreadable(file, "it holds no certificate", null);
            }
            return chain;
        } catch (IOException e) {
            throw unreadable(file, "it cannot be read", e);
        } catch (GeneralSecurityException e) {
            throw unreadable(file, "it is no certificate in PEM", e);
        }
    }

    private static PrivateKey key(Path file, String algorithm) {
        String text;
        try {
            text = Files.readString(file, StandardCharsets.US_ASCII);
        } catch (IOException e) {
            throw unreadable(file, "it cannot be read as text", e);
        }
        int begin = text.indexOf(BEGIN);
        int end = text.indexOf(END);
        if (begin < 0 || end < begin) {
            throw unreadable(
                    file,
                    "it holds no unencrypted private key in PKCS 8; 'openssl pkcs8 -topk8 -nodes -in OLD -out NEW' makes"
                            + " one",
                    null);
        }
        try {
            byte[] bytes = Base64.getMimeDecoder().decode(text.substring(begin + BEGIN.length(), end));
            return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(bytes));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            // The cause may show the key.
            throw unreadable(file, "it holds no " + algorithm + " key, which the certificate is for", null);
        }
    }

    private static LakesmithException unreadable(
            Path file, String why, @org.jspecify.annotations.Nullable Throwable cause) {
        return new LakesmithException(ErrorCode.USAGE, file + " cannot be used for TLS: " + why, cause);
    }
}
