package dev.lakesmith.server.iceberg;

import dev.lakesmith.lake.storage.Locations;
import dev.lakesmith.vocabulary.TableName;
import java.nio.file.InvalidPathException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.iceberg.TableProperties;

/**
 * Where clients may put files. Each table has a folder of its own, {@code <warehouse>/<namespace>/<table>}: upkeep
 * removes what a table does not need from its folder, so no other table's files may lie there.
 */
final class Warehouse {

    /** Where files may lie. */
    enum Borders {
        /** In the warehouse alone. */
        CLOSED,
        /** Outside of it as well. */
        OPEN
    }

    private static final Set<String> PATH_PROPERTIES = Set.of(
            TableProperties.WRITE_DATA_LOCATION,
            TableProperties.WRITE_METADATA_LOCATION,
            "write.object-storage.path",
            "write.folder-storage.path");

    private static final String HINT = "; the server's owner can allow it with --allow-external-locations";

    private final String root;
    private final Borders borders;

    Warehouse(String root, Borders borders) {
        this.root = plain(root);
        this.borders = borders;
    }

    /** The folder of a table; {@code distinction} keeps it apart from what lies in the usual one. */
    String folder(TableName table, String distinction) {
        return root + "/" + table.schema() + "/" + table.name() + distinction;
    }

    /** Refuses a place that is not the table's own. */
    void requireOwn(TableName table, String location, String what) {
        if (!isInside(location)) {
            requireInside(location, what);
            return;
        }
        String own = Pattern.quote(folder(table, ""));
        if (!plain(location).matches(own + "(-[0-9a-f]{8})?(/.*)?")) {
            throw Refusal.badRequest("the " + what + " " + location + " is not the table's own folder; a table of this"
                    + " warehouse lies in " + folder(table, "") + ", leave the location out");
        }
    }

    /** Refuses a place outside of the warehouse. */
    void requireInside(String location, String what) {
        if (borders == Borders.CLOSED && !isInside(location)) {
            throw Refusal.forbidden("the " + what + " " + location + " is outside of the warehouse " + root + HINT);
        }
    }

    /** Refuses properties that lead a table's files to where they must not be. */
    void requireOwn(TableName table, Map<String, String> properties) {
        properties.forEach((key, value) -> {
            if (PATH_PROPERTIES.contains(key)) {
                requireOwn(table, value, "property " + key + "=");
            }
        });
    }

    /** A folder of object storage that is at least as deep as that of a table; empty: it is none. */
    Optional<String> folderOfATable(String location) {
        String folder = plain(location);
        boolean deep = folder.startsWith(root + "/")
                && folder.substring(root.length() + 1).matches("[^/]+/[^/].*");
        return deep && folder.startsWith("s3://") ? Optional.of(folder) : Optional.empty();
    }

    boolean isInside(String location) {
        return plain(location).startsWith(root + "/");
    }

    boolean isOpen() {
        return borders == Borders.OPEN;
    }

    /** One text for all ways to write a place; what is no place at all is inside of nothing. */
    private static String plain(String location) {
        if (location.startsWith("file:") || location.startsWith("/")) {
            try {
                return Locations.of(Locations.path(location));
            } catch (InvalidPathException e) {
                return "";
            }
        }
        String text = location.replaceFirst("^s3[an]://", "s3://").replaceFirst("/+$", "");
        int scheme = text.indexOf("://");
        boolean winding = scheme < 0
                || text.indexOf('?') >= 0
                || text.indexOf('#') >= 0
                || (text.substring(scheme + 3) + "/").matches(".*/(\\.{1,2})?/.*");
        return winding ? "" : text;
    }
}
