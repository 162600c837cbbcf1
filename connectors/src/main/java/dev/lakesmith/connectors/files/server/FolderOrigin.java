package dev.lakesmith.connectors.files.server;

import dev.lakesmith.connectors.files.copy.CheckedFile;
import dev.lakesmith.connectors.files.server.RemoteFolder.Entry;
import dev.lakesmith.connectors.files.server.RemoteFolder.Kind;
import dev.lakesmith.connectors.retry.Retries;
import dev.lakesmith.core.connector.LandedFile;
import dev.lakesmith.core.connector.Pending.SourceFile;
import dev.lakesmith.core.connector.SourceFailure;
import dev.lakesmith.core.connector.SourceFailure.Extent;
import dev.lakesmith.core.connector.SourceFailure.Outlook;
import dev.lakesmith.core.project.Stream;
import dev.lakesmith.vocabulary.ErrorCode;
import dev.lakesmith.vocabulary.LakesmithException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Folders of another machine: SFTP and FTP. Takes its connection from those that are kept, and gives it back. */
final class FolderOrigin implements Origin {

    private static final int TRIES = 3;
    private static final String PLACE_OF_OFFERS = "sources of ";

    private final String source;
    private final Server server;
    private final KeptFolders.Of kept;
    private final Supplier<RemoteFolder> connecting;
    private final Retries retries;
    private @Nullable RemoteFolder connection;

    /**
     * @param kept connections that are open already
     * @param connecting makes one; fails with a {@link SourceFailure}
     * @param retries of a copy that breaks off and gains nothing
     */
    FolderOrigin(
            String source, Server server, KeptFolders.Of kept, Supplier<RemoteFolder> connecting, Retries retries) {
        this.source = source;
        this.server = server;
        this.kept = kept;
        this.connecting = connecting;
        this.retries = retries;
    }

    /** Something that is asked. */
    @FunctionalInterface
    private interface Question<T> {
        T of(RemoteFolder folder) throws IOException;
    }

    @Override
    public String connect() {
        return asked("", folder -> folder.described() + " at " + server.shown());
    }

    @Override
    public List<Listed> list(Stream stream, Map<String, LandedFile> landed, Optional<String> bookmark) {
        String place = stream.place().toString();
        SortedMap<String, Entry> found = asked(place, folder -> new RemoteGlobs(folder, server, base(folder), place)
                .find(stream.options().texts("path"), stream.options().texts("exclude"), Integer.MAX_VALUE));
        List<Listed> files = new ArrayList<>();
        found.forEach((path, entry) -> {
            String shown = server.shown(path);
            LandedFile before = landed.get(shown);
            boolean unchanged =
                    before != null && Origin.looksUnchanged(before, entry.bytes(), entry.modifiedAt(), entry.grain());
            files.add(new Listed(shown, path, entry.bytes(), entry.modifiedAt(), unchanged));
        });
        return files;
    }

    @Override
    public SortedMap<String, Long> offered(Optional<String> pattern, int most) {
        return asked(PLACE_OF_OFFERS + source, folder -> {
            String base = base(folder);
            String glob = pattern.orElse("");
            if (glob.isEmpty() || isFolder(folder, RemotePaths.resolve(base, glob))) {
                glob = glob.isEmpty() ? "**" : glob.replaceAll("/+$", "") + "/**";
            }
            SortedMap<String, Long> sizes = new TreeMap<>();
            new RemoteGlobs(folder, server, base, PLACE_OF_OFFERS + source)
                    .find(List.of(glob), List.of(), most)
                    .forEach((path, entry) ->
                            sizes.put(RemotePaths.below(base, path).orElse(path), entry.bytes()));
            return sizes;
        });
    }

    private static boolean isFolder(RemoteFolder folder, String path) throws IOException {
        return folder.look(path).filter(entry -> entry.kind() == Kind.FOLDER).isPresent();
    }

    @Override
    public String relative(String shown) {
        String path = shown.substring(server.shown().length());
        return asked("", folder -> RemotePaths.below(base(folder), path).orElse(path));
    }

    private String base(RemoteFolder folder) throws IOException {
        return server.folder().isEmpty() ? folder.home() : server.folder();
    }

    @Override
    public Optional<Fetched> copy(SourceFile file, CheckedFile copy, Consumer<String> warn) {
        String path = file.location();
        try {
            for (int attempt = 1; attempt <= TRIES; attempt++) {
                copy.restart();
                Optional<Entry> before = asked(file.path(), folder -> folder.look(path));
                if (before.isEmpty() || !transferred(file, before.get(), copy)) {
                    return vanished(file, warn);
                }
                Optional<Entry> after = asked(file.path(), folder -> folder.look(path));
                if (after.isEmpty()) {
                    return vanished(file, warn);
                }
                if (after.get().isAs(before.get()) && after.get().bytes() == copy.bytes()) {
                    return Optional.of(new Fetched(after.get().modifiedAt()));
                }
            }
            warn.accept(file.path() + " is still being written; it is left for the next run. min_age: 1m would wait"
                    + " for it");
            return Optional.empty();
        } catch (Retries.GaveUp e) {
            throw SourceFailure.tried(Extent.SOURCE, e.message(), e);
        }
    }

    private static Optional<Fetched> vanished(SourceFile file, Consumer<String> warn) {
        warn.accept(file.path() + " vanished before it was copied");
        return Optional.empty();
    }

    /**
     * Copies the bytes; a connection that breaks is made anew and the copy goes on where it was, at once as long as each
     * connection brings something. Gives false when the file is gone; one that changed meanwhile is for the caller to
     * see.
     */
    private boolean transferred(SourceFile file, Entry before, CheckedFile copy) throws Retries.GaveUp {
        return retries.run(() -> {
            while (true) {
                long start = copy.bytes();
                try {
                    if (start > 0 && !stillAs(file, before)) {
                        return true;
                    }
                    RemoteFolder folder = folder();
                    if (!folder.read(file.location(), start, before.bytes(), copy::write)) {
                        copy.restart();
                        folder.read(file.location(), 0, before.bytes(), copy::write);
                    }
                    return true;
                } catch (NoSuchFileException e) {
                    return false;
                } catch (AccessDeniedException e) {
                    throw denied(file.path(), e);
                } catch (IOException e) {
                    drop();
                    refuseInterrupted(e);
                    if (copy.bytes() <= start) {
                        throw new Retries.Passing(told(file.path(), e), e);
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

    private boolean stillAs(SourceFile file, Entry before) throws IOException {
        return folder().look(file.location()).filter(before::isAs).isPresent();
    }

    /** Asks; a connection that was kept may have ended meanwhile, so that the question is asked once more. */
    private <T> T asked(String what, Question<T> question) {
        boolean fresh = connection == null && kept.isEmpty();
        try {
            return question.of(folder());
        } catch (AccessDeniedException e) {
            throw denied(what, e);
        } catch (NoSuchFileException e) {
            throw SourceFailure.fatal(Extent.STREAM, told(what, e), e);
        } catch (FileSystemException e) {
            throw SourceFailure.fatal(
                    Extent.STREAM,
                    prefix() + server.shown(String.valueOf(e.getFile()))
                            + ": the server broke off the listing of this folder: " + e.getReason()
                            + "; look for a file there whose name the server cannot write, and for its log",
                    e);
        } catch (IOException e) {
            drop();
            refuseInterrupted(e);
            if (!fresh) {
                kept.forget();
                return asked(what, question);
            }
            throw SourceFailure.retryable(Extent.SOURCE, told(what, e), e);
        }
    }

    private SourceFailure denied(String what, AccessDeniedException e) {
        return SourceFailure.fatal(
                Extent.STREAM,
                prefix() + server.shown(String.valueOf(e.getFile()))
                        + (what.isEmpty() ? "" : " (" + what + ")")
                        + " may not be read: " + e.getReason() + "; check the rights of 'user' there",
                e);
    }

    private String told(String what, IOException e) {
        return prefix() + (what.isEmpty() || what.contains(server.shown()) ? "" : what + ": ")
                + (what.contains(server.shown()) ? what : server.shown()) + ": the connection broke: "
                + e.getMessage();
    }

    private String prefix() {
        return "source " + source + ": ";
    }

    private static void refuseInterrupted(IOException e) {
        if (e instanceof InterruptedIOException && !(e instanceof SocketTimeoutException)) {
            Thread.currentThread().interrupt();
            throw new LakesmithException(ErrorCode.INTERRUPTED, "the run was interrupted", e);
        }
    }

    private RemoteFolder folder() {
        RemoteFolder folder = connection;
        if (folder == null) {
            folder = kept.take().orElseGet(connecting);
            connection = folder;
        }
        return folder;
    }

    private void drop() {
        if (connection != null) {
            connection.close();
            connection = null;
        }
    }

    @Override
    public Optional<String> bookmark(Optional<String> before) {
        return Optional.empty();
    }

    @Override
    public void close() {
        if (connection != null) {
            kept.give(connection);
            connection = null;
        }
    }
}
