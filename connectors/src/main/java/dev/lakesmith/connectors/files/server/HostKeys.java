package dev.lakesmith.connectors.files.server;

import dev.lakesmith.core.connector.SourceFailure;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.sshd.client.config.hosts.KnownHostEntry;
import org.apache.sshd.client.keyverifier.ServerKeyVerifier;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.config.keys.PublicKeyEntryResolver;

/**
 * Knows by its key whether a server is the one that is meant: by {@code host_key}, else by a file of known hosts. A
 * server whose key is in neither is refused.
 */
public final class HostKeys implements ServerKeyVerifier {

    private final Login login;
    private final List<String> pinned;
    private final Path file;
    private final List<PublicKey> known = new ArrayList<>();
    private final List<PublicKey> revoked = new ArrayList<>();
    private Optional<String> refusal = Optional.empty();

    private HostKeys(Login login, List<String> pinned, Path file) {
        this.login = login;
        this.pinned = pinned;
        this.file = file;
    }

    static HostKeys of(Login login) {
        Path file = login.options()
                .find("known_hosts", String.class)
                .map(written -> login.project().resolve(written))
                .orElseGet(() -> Path.of(System.getProperty("user.home", ""), ".ssh", "known_hosts"));
        HostKeys keys = new HostKeys(login, login.options().texts("host_key"), file);
        try {
            if (keys.pinned.isEmpty()) {
                keys.readFile();
            } else {
                keys.readPinned();
            }
        } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
            throw SourceFailure.fatal(
                    SourceFailure.Extent.SOURCE,
                    login.prefix()
                            + (keys.pinned.isEmpty() ? file + " is no file of known hosts: " : "'host_key': ")
                            + e.getMessage(),
                    e);
        }
        return keys;
    }

    private void readPinned() throws IOException, GeneralSecurityException {
        for (String each : pinned) {
            if (!isFingerprint(each)) {
                known.add(resolved(PublicKeyEntry.parsePublicKeyEntry(each)));
            }
        }
    }

    private void readFile() throws IOException, GeneralSecurityException {
        if (!Files.isRegularFile(file)) {
            if (login.options().keys().contains("known_hosts")) {
                throw new IOException("there is no such file");
            }
            return;
        }
        for (KnownHostEntry entry : KnownHostEntry.readKnownHostEntries(file)) {
            if (entry.isHostMatch(login.server().host(), login.server().port()) && entry.getKeyEntry() != null) {
                // A certificate authority signs keys; it is none itself.
                String marker = Optional.ofNullable(entry.getMarker()).orElse("");
                if (marker.isEmpty()) {
                    known.add(resolved(entry.getKeyEntry()));
                } else if (marker.equals("revoked")) {
                    revoked.add(resolved(entry.getKeyEntry()));
                }
            }
        }
    }

    private static PublicKey resolved(PublicKeyEntry entry) throws IOException, GeneralSecurityException {
        return entry.resolvePublicKey(null, java.util.Map.of(), PublicKeyEntryResolver.FAILING);
    }

    public static Optional<String> complaint(String text) {
        return isFingerprint(text) || text.matches("(ssh|ecdsa|sk)-[a-z0-9@.-]+ +[A-Za-z0-9+/=]+( .*)?")
                ? Optional.empty()
                : Optional.of(
                        "is no host key; write a fingerprint such as SHA256:nThbg6kXUpJWGl7E1IGOCspRomTxdCARLviKw6E5SY8,"
                                + " or a key as in a file of known hosts, ssh-ed25519 AAAA…");
    }

    private static boolean isFingerprint(String text) {
        return text.matches("SHA256:[A-Za-z0-9+/]{43}=?");
    }

    /** The kinds of keys that are known, which the server should be asked for. */
    List<String> kinds() {
        return known.stream().map(KeyUtils::getKeyType).distinct().toList();
    }

    /** Why the server was refused; empty: it was not. */
    Optional<String> refusal() {
        return refusal;
    }

    @Override
    public boolean verifyServerKey(ClientSession session, SocketAddress address, PublicKey key) {
        String fingerprint = KeyUtils.getFingerPrint(key);
        String seen = fingerprint + " (" + KeyUtils.getKeyType(key) + ")";
        if (KeyUtils.findMatchingKey(key, revoked) != null) {
            refusal = Optional.of("the server's key " + seen + " is revoked in " + file + "; do not trust it");
            return false;
        }
        boolean fits = KeyUtils.findMatchingKey(key, known) != null
                || pinned.stream().anyMatch(each -> each.replaceAll("=$", "").equals(fingerprint));
        if (fits) {
            return true;
        }
        String howTo = "Ask whoever runs the server for its key's fingerprint. If it is this one, write host_key: \""
                + fingerprint + "\"";
        if (!pinned.isEmpty()) {
            refusal = Optional.of("the server shows the key " + seen + ", and 'host_key' names "
                    + pinned.stream().map(HostKeys::shortened).collect(Collectors.joining(", "))
                    + ": somebody may stand between, or the server has another key now. " + howTo);
        } else if (known.isEmpty()) {
            refusal = Optional.of("the server is not known: it shows the key " + seen + ", and "
                    + (Files.isRegularFile(file) ? file + " does not name this host" : "there is no " + file) + ". "
                    + howTo + " in the source, or add the key to that file");
        } else {
            refusal = Optional.of("the server shows the key " + seen + ", and " + file + " has "
                    + known.stream()
                            .map(each -> KeyUtils.getFingerPrint(each) + " (" + KeyUtils.getKeyType(each) + ")")
                            .collect(Collectors.joining(", "))
                    + " for it: somebody may stand between, or the server has another key now. " + howTo
                    + " in the source, or correct that file");
        }
        return false;
    }

    private static String shortened(String pin) {
        return pin.toLowerCase(Locale.ROOT).startsWith("sha256:") || pin.length() < 60
                ? pin
                : pin.substring(0, 60) + "…";
    }
}
