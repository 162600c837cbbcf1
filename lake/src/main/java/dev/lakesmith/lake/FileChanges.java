package dev.lakesmith.lake;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.iceberg.ContentFile;
import org.apache.iceberg.DeleteFile;
import org.apache.iceberg.util.ContentFileUtil;

/** The difference of two lists of a table's files. */
final class FileChanges {

    private FileChanges() {}

    /** Adds what the later files hold more to {@code added}, and what they hold less to {@code removed}. */
    static void between(List<ScanFile> earlier, List<ScanFile> later, List<ScanFile> added, List<ScanFile> removed) {
        Map<String, ScanFile> before = new HashMap<>();
        earlier.forEach(file -> before.put(file.data().location(), file));
        for (ScanFile now : later) {
            ScanFile then = before.remove(now.data().location());
            if (then == null) {
                added.add(now);
                continue;
            }
            Set<String> known = new HashSet<>();
            then.without().forEach(delete -> known.add(identity(delete)));
            List<DeleteFile> newDeletes = now.without().stream()
                    .filter(delete -> !known.contains(identity(delete)))
                    .toList();
            if (!newDeletes.isEmpty()) {
                removed.add(new ScanFile(now.data(), then.without(), newDeletes));
            }
        }
        removed.addAll(before.values());
    }

    /** Several deletion vectors share one Puffin file. */
    private static String identity(ContentFile<?> file) {
        return file instanceof DeleteFile delete && ContentFileUtil.isDV(delete)
                ? delete.location() + "@" + delete.contentOffset()
                : file.location();
    }
}
