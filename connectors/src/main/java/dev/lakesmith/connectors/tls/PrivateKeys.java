package dev.lakesmith.connectors.tls;

import dev.lakesmith.vocabulary.ErrorCode;
import dev.lakesmith.vocabulary.LakesmithException;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Private keys as PEM files hold them (PKCS#8, not encrypted). */
public final class PrivateKeys {

    private static final Pattern KEY =
            Pattern.compile("-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----");

    private PrivateKeys() {}

    /**
     * The key in a text.
     *
     * @param what begins an error's message: where the text comes from
     */
    public static PrivateKey of(String pem, String what) throws GeneralSecurityException {
        Matcher key = KEY.matcher(pem);
        if (!key.find()) {
            throw new LakesmithException(
                    ErrorCode.SOURCE_UNREADABLE,
                    what + " has no 'BEGIN PRIVATE KEY'; make one with: openssl pkcs8 -topk8 -nocrypt -in key.pem");
        }
        PKCS8EncodedKeySpec spec =
                new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(key.group(1)));
        for (String algorithm : List.of("RSA", "EC", "EdDSA")) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(spec);
            } catch (InvalidKeySpecException ofAnotherKind) {
                // The text does not say which kind it is; the next one may fit.
            }
        }
        throw new LakesmithException(ErrorCode.SOURCE_UNREADABLE, what + " is no private key of RSA, EC or EdDSA");
    }
}
