package dev.lakesmith.lake.catalog;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Where the files of dropped tables are, in files {@code dropped/<unique>.json}. Thread-safe. */
final class StoredDropped {

    private static final String FOLDER = "dropped";
    private static final String AT = "dropped_at";

    private final StoredPointers files;

    StoredDropped(StoredPointers files) {
        this.files = files;
    }

    List<Dropped> read() {
        return files.read(FOLDER).stream()
                .map(entry -> new Dropped(
                        StoredPointers.pointer(entry.getValue()),
                        Instant.parse(entry.getValue().path(AT).asText())))
                .toList();
    }

    void put(Dropped dropped) {
        files.write(
                FOLDER + "/" + UUID.randomUUID() + ".json",
                StoredPointers.json(dropped.pointer()).put(AT, dropped.at().toString()));
    }

    void remove(Dropped dropped) {
        files.read(FOLDER).stream()
                .filter(entry -> StoredPointers.pointer(entry.getValue())
                        .metadata()
                        .equals(dropped.pointer().metadata()))
                .map(Map.Entry::getKey)
                .toList()
                .forEach(files::delete);
    }
}
