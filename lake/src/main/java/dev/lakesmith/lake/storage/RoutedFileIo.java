package dev.lakesmith.lake.storage;

import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.io.InputFile;
import org.apache.iceberg.io.OutputFile;

/** Iceberg's file access by where a file is: the local disk without Hadoop, other places through {@link RemoteFiles}. */
final class RoutedFileIo implements FileIO {

    private static final long serialVersionUID = 1L;

    private final transient LocalFileIo local = new LocalFileIo();
    private final transient Map<String, FileIO> remotes = new ConcurrentHashMap<>();
    private final transient RemoteFiles remote;
    private final transient FileCache cache;
    private final transient Traffic traffic = new Traffic();

    RoutedFileIo(RemoteFiles remote, FileCache cache) {
        this.remote = remote;
        this.cache = cache;
    }

    Traffic traffic() {
        return traffic;
    }

    /** Access without the cache. */
    FileIO direct(String location) {
        if (!Locations.isRemote(location)) {
            return local;
        }
        int scheme = location.indexOf("://");
        int end = location.indexOf('/', scheme + 3);
        String place = (end < 0 ? location : location.substring(0, end)).toLowerCase(Locale.ROOT);
        return remotes.computeIfAbsent(place, key -> remote.open(location, traffic));
    }

    @Override
    public InputFile newInputFile(String location) {
        return isOfTable(location)
                ? new CachedInputFile(FileSize.unknown(location), cache, direct(location))
                : direct(location).newInputFile(location);
    }

    @Override
    public InputFile newInputFile(String location, long length) {
        return isOfTable(location)
                ? new CachedInputFile(new FileSize(location, length), cache, direct(location))
                : direct(location).newInputFile(location, length);
    }

    /** Tables' files have names of their own and never change; others may. */
    private static boolean isOfTable(String location) {
        return Locations.isRemote(location) && (location.contains("/metadata/") || location.contains("/data/"));
    }

    @Override
    public OutputFile newOutputFile(String location) {
        return direct(location).newOutputFile(location);
    }

    @Override
    public void deleteFile(String location) {
        direct(location).deleteFile(location);
    }

    @Override
    public void close() {
        remotes.values().forEach(FileIO::close);
        remotes.clear();
    }
}
