package dev.lakesmith.cloud;

import dev.lakesmith.lake.storage.VersionedFiles;
import dev.lakesmith.vocabulary.ErrorCode;
import dev.lakesmith.vocabulary.LakesmithException;
import dev.lakesmith.vocabulary.objects.ObjectStore;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.function.Supplier;
import org.apache.iceberg.io.BulkDeletionFailureException;
import org.apache.iceberg.io.DelegateFileIO;
import org.apache.iceberg.io.FileInfo;
import org.apache.iceberg.io.InputFile;
import org.apache.iceberg.io.OutputFile;

/** Access whose failures are told in words for people, and whose reads go on where a connection broke off. */
final class ToldFiles implements DelegateFileIO, VersionedFiles {

    private static final long serialVersionUID = 1L;

    private final transient DelegateFileIO files;
    private final transient ObjectStore objects;
    private final transient Failures failures;

    /** @param objects the same files, for those that others may replace */
    ToldFiles(DelegateFileIO files, ObjectStore objects, Failures failures) {
        this.files = files;
        this.objects = objects;
        this.failures = failures;
    }

    @Override
    public InputFile version(String location, long bytes, String etag) {
        return new ToldInputFile(location, new VersionFile(objects, location, bytes, etag), failures);
    }

    @Override
    public InputFile newInputFile(String location) {
        return new ToldInputFile(location, told(location, () -> files.newInputFile(location)), failures);
    }

    @Override
    public InputFile newInputFile(String location, long length) {
        return new ToldInputFile(location, told(location, () -> files.newInputFile(location, length)), failures);
    }

    @Override
    public OutputFile newOutputFile(String location) {
        return new ToldOutputFile(location, told(location, () -> files.newOutputFile(location)), failures);
    }

    @Override
    public void deleteFile(String location) {
        run(location, () -> files.deleteFile(location));
    }

    @Override
    public void deleteFiles(Iterable<String> locations) {
        Iterator<String> all = locations.iterator();
        if (!all.hasNext()) {
            return;
        }
        String one = all.next();
        try {
            run(one, () -> files.deleteFiles(locations));
        } catch (BulkDeletionFailureException e) {
            throw new LakesmithException(
                    ErrorCode.STORAGE_REFUSED,
                    e.numberFailedObjects() + " files, " + one
                            + " among those asked for, could not be deleted; check that the credentials may delete",
                    e);
        }
    }

    @Override
    public Iterable<FileInfo> listPrefix(String prefix) {
        Iterable<FileInfo> listed = told(prefix, () -> files.listPrefix(prefix));
        return () -> {
            Iterator<FileInfo> each = told(prefix, listed::iterator);
            return new Iterator<>() {
                @Override
                public boolean hasNext() {
                    return told(prefix, each::hasNext);
                }

                @Override
                public FileInfo next() {
                    return told(prefix, each::next);
                }
            };
        };
    }

    @Override
    public void deletePrefix(String prefix) {
        run(prefix, () -> files.deletePrefix(prefix));
    }

    @Override
    public Map<String, String> properties() {
        return files.properties();
    }

    @Override
    public void close() {
        objects.close();
        files.close();
    }

    private void run(String location, Runnable work) {
        told(location, () -> {
            work.run();
            return true;
        });
    }

    private <T> T told(String location, Supplier<T> work) {
        try {
            return work.get();
        } catch (BulkDeletionFailureException | UnsupportedOperationException | NoSuchElementException e) {
            throw e;
        } catch (RuntimeException e) {
            throw failures.told(e, location);
        }
    }
}
