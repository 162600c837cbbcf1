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
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Collection;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/** Makes of PEM files what connections are secured with. */
public final class Tls {

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
        return PrivateKeys.of(
                new String(bytes("key", tls, project), StandardCharsets.US_ASCII),
                tls.place("key") + ": the file of 'key'");
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
