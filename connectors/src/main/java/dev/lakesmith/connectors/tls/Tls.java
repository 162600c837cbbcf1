package dev.lakesmith.connectors.tls;

import dev.lakesmith.core.project.Values;
import dev.lakesmith.vocabulary.ErrorCode;
import dev.lakesmith.vocabulary.LakesmithException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/** Makes of PEM files what connections are secured with. */
public final class Tls {

    private static final Pattern KEY =
            Pattern.compile("-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----");
    private static final char[] NO_PASSWORD = {};

    private Tls() {}

    /**
     * What a source's {@code tls} says.
     *
     * @param tls read by {@link TlsKeys#TLS}
     * @param project the project's folder, which relative paths start from
     */
    public static SSLContext context(Values tls, Path project) {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            TrustManager[] trusted = tls.keys().contains("ca") ? trusted(certificates("ca", tls, project)) : null;
            KeyManager[] own = tls.keys().contains("certificate") ? own(tls, project) : null;
            context.init(own, trusted, null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new LakesmithException(
                    ErrorCode.SOURCE_UNREADABLE, tls.place() + ": 'tls' cannot be used: " + e.getMessage(), e);
        }
    }

    private static TrustManager[] trusted(Collection<? extends Certificate> authorities)
            throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, NO_PASSWORD);
        int number = 0;
        for (Certificate authority : authorities) {
            store.setCertificateEntry("ca" + number++, authority);
        }
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        return factory.getTrustManagers();
    }

    private static KeyManager[] own(Values tls, Path project) throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, NO_PASSWORD);
        Certificate[] chain = certificates("certificate", tls, project).toArray(Certificate[]::new);
        store.setKeyEntry("client", key(tls, project), NO_PASSWORD, chain);
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(store, NO_PASSWORD);
        return factory.getKeyManagers();
    }

    private static Collection<? extends Certificate> certificates(String key, Values tls, Path project) {
        byte[] pem = bytes(key, tls, project);
        try {
            Collection<? extends Certificate> found =
                    CertificateFactory.getInstance("X.509").generateCertificates(new ByteArrayInputStream(pem));
            if (!found.isEmpty()) {
                return found;
            }
        } catch (GeneralSecurityException e) {
            throw unusable(key, tls, "holds no certificates in PEM: " + e.getMessage(), Optional.of(e));
        }
        throw unusable(key, tls, "holds no certificates in PEM", Optional.empty());
    }

    private static PrivateKey key(Values tls, Path project) throws GeneralSecurityException {
        Matcher key = KEY.matcher(new String(bytes("key", tls, project), StandardCharsets.US_ASCII));
        if (!key.find()) {
            throw unusable(
                    "key",
                    tls,
                    "has no 'BEGIN PRIVATE KEY'; make one with: openssl pkcs8 -topk8 -nocrypt",
                    Optional.empty());
        }
        PKCS8EncodedKeySpec spec =
                new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(key.group(1)));
        for (String algorithm : List.of("RSA", "EC", "EdDSA")) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(spec);
            } catch (InvalidKeySpecException ofAnotherKind) {
                // The file does not say which kind it is; the next one may fit.
            }
        }
        throw unusable("key", tls, "is no private key of RSA, EC or EdDSA", Optional.empty());
    }

    private static byte[] bytes(String key, Values tls, Path project) {
        Path file = project.resolve(tls.get(key, String.class));
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw unusable(key, tls, file + " cannot be read", Optional.of(e));
        }
    }

    private static LakesmithException unusable(String key, Values tls, String what, Optional<Exception> cause) {
        return new LakesmithException(
                ErrorCode.SOURCE_UNREADABLE,
                tls.place(key) + ": the file of '" + key + "' " + what,
                cause.orElse(null));
    }
}
