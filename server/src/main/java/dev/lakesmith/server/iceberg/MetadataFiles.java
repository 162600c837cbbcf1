package dev.lakesmith.server.iceberg;

import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.TableMetadataParser;
import org.apache.iceberg.TableProperties;
import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.view.ViewMetadata;
import org.apache.iceberg.view.ViewMetadataParser;
import org.jspecify.annotations.Nullable;

/** Reads and writes the metadata files of tables and views. */
final class MetadataFiles {

    private static final Pattern VERSION = Pattern.compile(".*/(\\d{1,9})-[^/]*");

    private final FileIO io;

    MetadataFiles(FileIO io) {
        this.io = io;
    }

    FileIO io() {
        return io;
    }

    TableMetadata table(String location) {
        return TableMetadataParser.read(new NamedInput(io.newInputFile(location), location));
    }

    ViewMetadata view(String location) {
        return ViewMetadataParser.read(new NamedInput(io.newInputFile(location), location));
    }

    /** Writes the next state of a table; what is returned knows its own place. */
    TableMetadata write(TableMetadata metadata, @Nullable String previous) {
        String codec =
                metadata.property(TableProperties.METADATA_COMPRESSION, TableProperties.METADATA_COMPRESSION_DEFAULT);
        String folder = metadata.property(
                TableProperties.WRITE_METADATA_LOCATION, withoutSlash(metadata.location()) + "/metadata");
        String location = next(folder, previous, TableMetadataParser.getFileExtension(codec));
        TableMetadataParser.write(metadata, io.newOutputFile(location));
        return TableMetadataParser.fromJson(location, TableMetadataParser.toJson(metadata));
    }

    /** Writes the next state of a view. */
    ViewMetadata write(ViewMetadata metadata, @Nullable String previous) {
        String location = next(withoutSlash(metadata.location()) + "/metadata", previous, ".metadata.json");
        ViewMetadataParser.write(metadata, io.newOutputFile(location));
        return ViewMetadataParser.fromJson(location, ViewMetadataParser.toJson(metadata));
    }

    /** Removes a file that nothing names, as far as that is possible; upkeep finds what stays. */
    void discard(String location) {
        try {
            io.deleteFile(location);
        } catch (RuntimeException e) {
            Reports.note("the metadata file " + location + " that nothing names could not be removed", e);
        }
    }

    private static String next(String folder, @Nullable String previous, String extension) {
        return "%s/%05d-%s%s".formatted(withoutSlash(folder), version(previous) + 1, UUID.randomUUID(), extension);
    }

    private static int version(@Nullable String location) {
        if (location == null) {
            return -1;
        }
        Matcher matcher = VERSION.matcher(location);
        return matcher.matches() ? Integer.parseInt(matcher.group(1)) : -1;
    }

    private static String withoutSlash(String folder) {
        return folder.endsWith("/") ? folder.substring(0, folder.length() - 1) : folder;
    }
}
