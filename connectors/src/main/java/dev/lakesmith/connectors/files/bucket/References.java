package dev.lakesmith.connectors.files.bucket;

import dev.lakesmith.connectors.files.server.Origin.Listed;
import dev.lakesmith.core.connector.LandedFile;
import dev.lakesmith.core.connector.Pending.SourceFile;
import dev.lakesmith.core.project.Stream;
import dev.lakesmith.formats.Format;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** Objects that landing refers to and does not copy: they are known by what their storage calls their content. */
public final class References {

    private final Map<String, LandedFile> unseen = new HashMap<>();

    /** @param latest the newest version of each path that is in landing */
    public References(Map<String, LandedFile> latest) {
        latest.forEach((path, file) -> {
            if (file.objectEtag().isPresent()) {
                unseen.put(path, file);
            }
        });
    }

    /** Whether a stream of objects is landed so. */
    public static boolean are(Stream stream) {
        return stream.format() instanceof Format.ParquetInPlace
                || stream.options().get("landing", String.class).equals("reference");
    }

    /** Takes note of an object that is there. */
    public void seen(Listed file) {
        unseen.remove(file.shown());
    }

    /**
     * The objects that are not there any more.
     *
     * @param listed whether the listing would have shown a path
     */
    public List<SourceFile> gone(Predicate<String> listed) {
        List<SourceFile> gone = new ArrayList<>();
        unseen.values().stream()
                .filter(file -> listed.test(file.path()))
                .sorted(Comparator.comparing(LandedFile::path))
                .forEach(file -> gone.add(gone(file)));
        return gone;
    }

    /** An object of landing that is not there any more. */
    public static SourceFile gone(LandedFile file) {
        return new SourceFile(
                file.path(), file.landedPath(), 0, file.modifiedAt(), file.version() + 1, Optional.of(LandedFile.GONE));
    }

    /** What landing notes of an object. */
    public static LandedFile noted(SourceFile file, String batch, Instant now) {
        String etag = file.etag().orElseThrow();
        return new LandedFile(
                batch,
                file.path(),
                file.location(),
                file.bytes(),
                etag.equals(LandedFile.GONE) ? LandedFile.GONE : LandedFile.OBJECT + etag,
                file.modifiedAt(),
                file.version(),
                now);
    }
}
