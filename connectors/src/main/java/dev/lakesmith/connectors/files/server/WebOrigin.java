package dev.lakesmith.connectors.files.server;

import dev.lakesmith.connectors.files.copy.CheckedFile;
import dev.lakesmith.connectors.files.server.WebRequests.Answer;
import dev.lakesmith.connectors.retry.Retries;
import dev.lakesmith.core.connector.LandedFile;
import dev.lakesmith.core.connector.Pending.SourceFile;
import dev.lakesmith.core.connector.SourceFailure;
import dev.lakesmith.core.connector.SourceFailure.Extent;
import dev.lakesmith.core.connector.SourceFailure.Outlook;
import dev.lakesmith.core.project.Stream;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * Files of a web server, each named by its path. What the server says of a file's version ({@code ETag}, {@code
 * Last-Modified}) is remembered, so that one that did not change is not fetched again.
 */
final class WebOrigin implements Origin {

    private static final int TRIES = 3;
    private static final Duration GRAIN = Duration.ofSeconds(2);

    private final Login login;
    private final WebRequests requests;
    private final Retries retries;
    private final Versions fetched = new Versions();
    private final Set<String> listed = new HashSet<>();

    WebOrigin(Login login, WebRequests requests, Retries retries) {
        this.login = login;
        this.requests = requests;
        this.retries = retries;
    }

    @Override
    public String connect() {
        Server server = login.server();
        Answer answer = requests.head(uri(""), Optional.empty());
        if (answer.status() == 401) {
            throw requests.refused(server.shown(server.folder()), answer);
        }
        return "answers at " + server.shown();
    }

    @Override
    public List<Listed> list(Stream stream, Map<String, LandedFile> landed, Optional<String> bookmark) {
        Versions before = Versions.read(bookmark);
        List<Listed> files = new ArrayList<>();
        for (String path : new TreeSet<>(stream.options().texts("path"))) {
            URI uri = uri(path);
            String shown = shown(uri);
            listed.add(shown);
            Optional<LandedFile> last = Optional.ofNullable(landed.get(shown));
            Optional<Version> known =
                    last.flatMap(any -> before.of(shown).filter(version -> version.tells(any.landedAt())));
            Answer answer = requests.head(uri, known);
            if (answer.status() == 304) {
                files.add(new Listed(
                        shown, path, last.map(LandedFile::bytes).orElse(0L), last.map(LandedFile::modifiedAt), true));
                continue;
            }
            if (!answer.isGood()) {
                throw requests.refused(shown, answer);
            }
            Version now = Version.of(answer);
            boolean unchanged = known.isPresent() && known.get().surelyIs(now);
            files.add(new Listed(shown, path, answer.length().orElse(0L), now.modified(), unchanged));
        }
        return files;
    }

    private URI uri(String path) {
        Server server = login.server();
        int query = path.indexOf('?');
        String plain = query < 0 ? path : path.substring(0, query);
        String folder = server.folder().isEmpty() ? "/" : server.folder();
        String resolved = plain.isEmpty() ? folder : RemotePaths.resolve(folder, plain.replace(" ", "%20"));
        String slash = plain.endsWith("/") && !resolved.endsWith("/") ? "/" : "";
        String whole = server.shown(resolved + slash) + (query < 0 ? "" : path.substring(query));
        return URI.create(URI.create(whole).toASCIIString());
    }

    private static String shown(URI uri) {
        return uri.toString();
    }

    @Override
    public Optional<Fetched> copy(SourceFile file, CheckedFile copy, Consumer<String> warn) {
        try {
            for (int attempt = 1; attempt <= TRIES; attempt++) {
                copy.restart();
                Optional<Version> version = transferred(file, copy);
                if (version.isEmpty()) {
                    warn.accept(file.path() + " vanished before it was copied");
                    return Optional.empty();
                }
                if (version.get().length().isEmpty() || version.get().length().get() == copy.bytes()) {
                    fetched.put(file.path(), version.get());
                    return Optional.of(new Fetched(version.get().modified()));
                }
            }
            warn.accept(file.path() + " has another length than the server says, " + TRIES
                    + " times; it is left for the next run");
            return Optional.empty();
        } catch (Retries.GaveUp e) {
            throw SourceFailure.tried(Extent.SOURCE, e.message(), e);
        }
    }

    /**
     * Copies the bytes; after a connection that broke, the copy goes on where it was if the server still has the same
     * version, and begins anew if not.
     */
    private Optional<Version> transferred(SourceFile file, CheckedFile copy) throws Retries.GaveUp {
        URI uri = uri(file.location());
        Versions seen = new Versions();
        return retries.run(() -> {
            while (true) {
                long start = copy.bytes();
                try {
                    Optional<Version> part = seen.of(file.path()).filter(Version::isStrong);
                    if (part.isEmpty() && start > 0) {
                        copy.restart();
                    }
                    Answer answer = requests.fetch(uri, copy, part, version -> seen.put(file.path(), version));
                    if (answer.isGone()) {
                        return Optional.empty();
                    }
                    if (!answer.isGood()) {
                        throw requests.refused(file.path(), answer);
                    }
                    return seen.of(file.path());
                } catch (WebRequests.Broken e) {
                    if (copy.bytes() <= start
                            || seen.of(file.path()).filter(Version::isStrong).isEmpty()) {
                        throw new Retries.Passing(requests.told(file.path(), e), e);
                    }
                } catch (SourceFailure e) {
                    if (e.outlook() == Outlook.RETRYABLE) {
                        throw new Retries.Passing(e.message(), e);
                    }
                    throw e;
                }
            }
        });
    }

    @Override
    public Optional<String> bookmark(Optional<String> before) {
        Versions all = Versions.read(before);
        all.putAll(fetched);
        all.retain(listed);
        return all.isEmpty() && before.isEmpty() ? Optional.empty() : Optional.of(all.text());
    }

    /** A web server does not tell what it has: what is declared is all that is known. */
    @Override
    public SortedMap<String, Long> offered(Optional<String> pattern, int most) {
        return new TreeMap<>();
    }

    @Override
    public String relative(String shown) {
        return shown.substring(login.server().shown().length());
    }

    @Override
    public void close() {}

    /**
     * What a server says of the version of a file.
     *
     * @param etag as it was written
     * @param lastModified as it was written
     * @param length of the whole file
     */
    record Version(Optional<String> etag, Optional<String> lastModified, Optional<Long> length) {

        static Version of(Answer answer) {
            return new Version(answer.header("ETag"), answer.header("Last-Modified"), answer.length());
        }

        /** Two files with the same mark are the same byte for byte. */
        boolean isStrong() {
            return etag.isPresent() && !etag.get().startsWith("W/");
        }

        /** Whether the other one is this one; a time without a mark tells only whole seconds, so the length must fit. */
        boolean surelyIs(Version other) {
            if (etag.isPresent() && other.etag.isPresent()) {
                return etag.equals(other.etag);
            }
            return lastModified.isPresent() && lastModified.equals(other.lastModified) && length.equals(other.length);
        }

        /** Whether another content would have another version: a time alone must be older than the copy. */
        boolean tells(Instant landedAt) {
            return etag.isPresent()
                    || modified()
                            .filter(time -> Duration.between(time, landedAt).compareTo(GRAIN) > 0)
                            .isPresent();
        }

        Optional<Instant> modified() {
            return lastModified.flatMap(WebRequests::moment);
        }
    }
}
